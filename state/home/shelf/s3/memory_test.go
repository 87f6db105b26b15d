package s3_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"gesso/state/home/shelf/s3"
)

// zeros are bytes without an end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestMemory: an object goes through a buffer, both ways, however large it is.
func TestMemory(t *testing.T) {
	const large = 64 << 20
	s, err := s3.Open(offline(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodGet {
			return answered(r, large, io.LimitReader(zeros{}, large)), nil
		}
		if n, err := io.Copy(io.Discard, r.Body); n != large || err != nil {
			t.Errorf("%d bytes came, %v", n, err)
		}
		answer := answered(r, 0, http.NoBody)
		answer.Header.Set("ETag", `"x"`)
		return answer, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "large"))
	if err == nil {
		err = file.Truncate(large)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, move := range map[string]func() error{
		"create": func() error { return s.Create(t.Context(), "objects/ab/large", file, large) },
		"read": func() error {
			body, _, err := s.Read(t.Context(), "objects/ab/large")
			if err != nil {
				return err
			}
			defer body.Close()
			_, err = io.Copy(io.Discard, body)
			return err
		},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := move()
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; err != nil || n > large/16 {
			t.Errorf("%s of %d bytes took %d of memory: %v", name, large, n, err)
		}
	}
}
