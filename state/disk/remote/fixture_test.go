package remote_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"testing"

	"gesso/state/disk/objects"
	"gesso/state/disk/remote"
	"gesso/state/statetest"
)

// home is one in memory, which can be made to fail.
type home struct {
	mu       sync.Mutex
	objects  map[string][]byte
	recorded map[string]int64
	let      map[string]bool              // of those, what only a ledger names
	asked    []string                     // calls, in order
	fail     func(call string) error      // nil: nothing fails
	send     func([]byte) ([]byte, error) // what is sent of an object; nil: all
	at, most int                          // transfers at once
	pause    func()
}

func newHome(contents ...string) *home {
	h := &home{objects: map[string][]byte{}, recorded: map[string]int64{}}
	for _, c := range contents {
		h.objects[shaOf(c)] = []byte(c)
		h.recorded[shaOf(c)] = int64(len(c))
	}
	return h
}

var shaOf = statetest.HashOf

func (h *home) begin(call string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, call)
	h.at++
	h.most = max(h.most, h.at)
	if h.fail != nil {
		return h.fail(call)
	}
	return nil
}

func (h *home) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at--
}

func (h *home) Has(_ context.Context, sha string) (bool, error) {
	err := h.begin("has")
	defer h.end()
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.objects[sha] != nil, err
}

func (h *home) Put(_ context.Context, sha string, body io.ReadSeeker, size int64) error {
	err := h.begin("put")
	defer h.end()
	if err != nil {
		return err
	}
	data, err := io.ReadAll(body)
	if err == nil && int64(len(data)) != size {
		err = fmt.Errorf("%d bytes of %d", len(data), size)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if err == nil && h.objects[sha] != nil {
		return nil
	}
	h.objects[sha] = data
	return err
}

func (h *home) Get(_ context.Context, sha string, w io.Writer) error {
	err := h.begin("get")
	defer h.end()
	if h.pause != nil {
		h.pause()
	}
	if err != nil {
		return err
	}
	h.mu.Lock()
	data := h.objects[sha]
	h.mu.Unlock()
	if data == nil {
		return fs.ErrNotExist
	}
	var cut error
	if h.send != nil {
		data, cut = h.send(data)
	}
	if _, err := io.Copy(w, bytes.NewReader(data)); err != nil {
		return err
	}
	return cut
}

func (h *home) String() string { return "home" }

// calls are what was asked of the home since the last time.
func (h *home) calls() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	text := fmt.Sprint(h.asked)
	h.asked = nil
	return text
}

// storeOf is a store in an empty folder that is a cache of a home.
func storeOf(t testing.TB, h *home) (*objects.Store, *remote.Objects) {
	t.Helper()
	return storeOn(t, h, h)
}

// storeOn is storeOf with another way to the home.
func storeOn(t testing.TB, h *home, way remote.Home) (*objects.Store, *remote.Objects) {
	t.Helper()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	s := objects.In(root, "objects", func() error { return nil })
	t.Cleanup(func() { _ = s.Close() })
	far := remote.New(way, func(sha string) (int64, bool) {
		size, known := h.recorded[sha]
		return size, known
	}, func(sha string) bool { return h.recorded[sha] > 0 && !h.let[sha] })
	s.Beyond(t.Context(), far)
	return s, far
}

// put puts an object into a store's folder.
func put(t testing.TB, s *objects.Store, content string) string {
	t.Helper()
	in, err := s.Create()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Abort()
	if _, err := io.WriteString(in, content); err != nil {
		t.Fatal(err)
	}
	sha, _, err := in.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return sha
}

// files are the names in a store's folder.
func files(t testing.TB, s *objects.Store) (names []string) {
	t.Helper()
	if err := s.List(func(e objects.Entry) error {
		names = append(names, e.Name)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return names
}
