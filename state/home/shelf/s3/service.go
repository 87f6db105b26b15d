package s3

import (
	"net/http"
	"strings"
	"sync"
)

// answered is what answers have revealed about the service. It is safe for concurrent use.
type answered struct {
	mu     sync.Mutex
	server string
	google bool
	local  bool
}

func (a *answered) note(header http.Header) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if server := header.Get("Server"); server != "" {
		a.server = server
	}
	for name := range header {
		a.google = a.google || strings.HasPrefix(name, "X-Goog-") || strings.HasPrefix(name, "X-Guploader-")
		a.local = a.local || strings.HasPrefix(name, "X-Localstack")
	}
}

const proven = `Amazon S3, Cloudflare R2, Ceph, MinIO or SeaweedFS, or a shared directory (backend "local")`

// Service implements shelf.Named.
func (s *Shelf) Service() (name, instead string) {
	a := s.answered
	a.mu.Lock()
	defer a.mu.Unlock()
	is := func(software string) bool { return strings.Contains(strings.ToLower(a.server), software) }
	switch {
	case a.google, is("uploadserver"), s.host == "storage.googleapis.com", strings.HasSuffix(s.host, ".storage.googleapis.com"):
		return "Google Cloud Storage by its S3 interface", proven
	case a.local:
		return "this version of LocalStack", "a newer one, or " + proven
	case is("minio"):
		return "this version of MinIO", "a newer one, or " + proven
	case is("seaweedfs"):
		return "this version of SeaweedFS", "a newer one, or " + proven
	case is("werkzeug"), is("moto"):
		return "an emulator", proven
	}
	return "", proven
}
