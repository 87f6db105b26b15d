package remote_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"testing"

	"gesso/state/disk/objects"
)

const large = 64 << 20

// zeros are bytes without an end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// vast is a home whose pictures are larger than what a transfer may take of memory.
type vast struct{ there bool }

func (v vast) Has(context.Context, string) (bool, error) { return v.there, nil }

func (v vast) Put(_ context.Context, _ string, body io.ReadSeeker, _ int64) error {
	_, err := io.Copy(io.Discard, body)
	return err
}

func (v vast) Get(_ context.Context, _ string, w io.Writer) error {
	_, err := io.CopyN(w, zeros{}, large)
	return err
}

func (v vast) String() string { return "home" }

// allocated is how many bytes something asks for in all.
func allocated(t *testing.T, do func() error) uint64 {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := do()
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Error(err)
	}
	return after.TotalAlloc - before.TotalAlloc
}

// A picture goes through a buffer, both ways, however large it is.
func TestMemory(t *testing.T) {
	hash := sha256.New()
	if _, err := io.CopyN(hash, zeros{}, large); err != nil {
		t.Fatal(err)
	}
	sha := hex.EncodeToString(hash.Sum(nil))
	h := newHome()
	h.recorded[sha] = large
	s, _ := storeOn(t, h, vast{})
	if n := allocated(t, func() error { return s.Fetch(sha) }); n > large/16 || !s.Here(sha) {
		t.Errorf("bringing %d bytes took %d of memory", large, n)
	}
	if n := allocated(t, func() error { return s.Put(t.Context(), sha) }); n > large/16 {
		t.Errorf("putting %d bytes took %d of memory", large, n)
	}
}

// When several transfers in a row have failed, whoever asks next is told that more need not
// be tried, until one comes right; what is wrong with one object alone does not count.
func TestGone(t *testing.T) {
	h := newHome("fox", "den", "owl", "elk", "cat", "hen")
	s, _ := storeOf(t, h)
	delete(h.objects, shaOf("hen"))
	denied := func(string) error { return fs.ErrPermission }
	for n, step := range []struct {
		of   string
		fail func(string) error
		gone bool
	}{
		{"fox", denied, false}, {"den", denied, false}, {"hen", nil, false},
		{"fox", denied, false}, {"den", denied, false}, {"owl", denied, true}, {"elk", denied, true},
		{"elk", nil, false}, {"cat", denied, false},
	} {
		h.fail = step.fail
		err := s.Verify(shaOf(step.of))
		if failure, ok := asRemote(err); ok != (step.fail != nil) || ok && failure.Gone != step.gone {
			t.Errorf("step %d, %s: %v", n, step.of, err)
		}
	}
}

func asRemote(err error) (*objects.RemoteError, bool) {
	return errors.AsType[*objects.RemoteError](err)
}
