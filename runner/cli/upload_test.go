package cli_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gesso/runner/sandbox"
	"gesso/runner/sandbox/fault"
)

// TestSourceChangesWhileUploaded changes a local source in the midst of its upload.
// The provider has other bytes then than those that the request is recorded with:
// nothing is bought with them, and they are not remembered as an upload.
func TestSourceChangesWhileUploaded(t *testing.T) {
	const size = 24 << 20 // more than what the connection holds on its way
	var photo string
	p := newProject(t, sandbox.Options{Faults: fault.Faults{Arrive: func(r *http.Request) *fault.Failure {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/files/") {
			if err := writeAt(photo, "!", size-1); err != nil {
				t.Error(err)
			}
		}
		return nil
	}}})
	p.write("main.hcl", `
provider "flux" { poll_interval = "5ms" }
image "photo" {
  prompt = "a photo"
  path   = "photo.png"
}`)
	p.run(0, "apply", "-auto-approve")
	p.charged(1)
	photo = filepath.Join(p.dir, "source.png")
	p.write("source.png", string(p.read("photo.png"))+strings.Repeat("-", size-len(p.read("photo.png"))))
	p.write("main.hcl", `
provider "flux" {
  model         = "flux-kontext-pro"
  poll_interval = "5ms"
}
image "photo" {
  prompt = "a photo"
  path   = "photo.png"
  model  = "flux-dev"
}
image "knight" {
  source = "source.png"
  prompt = "as a knight"
}`)
	const want = "image.knight: its source changed while it was uploaded (not charged; run gesso apply again)"
	if said := p.run(3, "apply", "-auto-approve"); !strings.Contains(said, want) {
		t.Errorf("it does not say %q:\n%s", want, said)
	}
	p.charged(0)
	if calls := p.run(0, "resolve"); !strings.Contains(calls, "Nothing is in doubt.") {
		t.Errorf("left are\n%s", calls)
	}
}

func writeAt(name, text string, at int64) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteAt([]byte(text), at)
	return err
}
