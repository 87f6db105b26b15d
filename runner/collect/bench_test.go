package collect

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/log"
	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/state"
	"gesso/state/disk"
)

var now = time.Date(2026, 3, 2, 1, 0, 0, 500, time.UTC)

// fake is a provider. Answers are given in their order, the last one again and again.
type fake struct {
	mu     sync.Mutex
	at     map[string][]answer // by URL
	tasks  map[string][]provider.Task
	silent error // of every question about tasks
	asked  []string
	waits  int // pictures that a task is expected to have
}

// answer is what a download brings.
type answer struct {
	bytes []byte
	err   error
}

func next[T any](answers map[string][]T, name string) (T, bool) {
	list := answers[name]
	if len(list) == 0 {
		var none T
		return none, false
	}
	if len(list) > 1 {
		answers[name] = list[1:]
	}
	return list[0], true
}

func (f *fake) Poll(_ context.Context, ids []string) ([]provider.Task, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.silent != nil {
		return nil, f.silent
	}
	var tasks []provider.Task
	for _, id := range ids {
		f.asked = append(f.asked, "task "+id)
		if task, known := next(f.tasks, id); known {
			task.ID = id
			tasks = append(tasks, task)
		}
	}
	return tasks, nil
}

func (f *fake) Alive(_ context.Context, url string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.at[url]) > 0
}

func (f *fake) Download(_ context.Context, url string, w io.Writer, _ int64) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, url)
	a, known := next(f.at, url)
	switch {
	case !known:
		return 0, gone
	case a.err != nil:
		return 0, a.err
	}
	n, err := w.Write(a.bytes)
	return int64(n), err
}

func (f *fake) Expect(_ string, pictures int) { f.waits = pictures }

var gone = &provider.Error{Class: provider.Gone, Message: "HTTP 404"}

// bench is a collector of a new folder, a fake provider, and what was written and said.
type bench struct {
	*Collector
	*fake
	desk   *Desk
	dir    string
	mu     sync.Mutex
	events []state.Event
	said   []string
	fails  error // of the journal
	ledger []state.Entry
	spoilt error // of the ledger
	have   supply
}

func (b *bench) Append(e state.Event) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events = append(b.events, e)
	return b.fails
}

func (b *bench) Entries() ([]state.Entry, error) { return b.ledger, b.spoilt }

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{dir: t.TempDir(), fake: &fake{at: map[string][]answer{}, tasks: map[string][]provider.Task{}}}
	w, err := disk.Open(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	l := &log.Log{Journal: b, Now: func() time.Time { return now }, Warned: func(address string, err error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.said = append(b.said, address+": "+err.Error())
	}}
	b.have = supply{store: w.Store(), outputs: map[string]string{}, copies: map[string]string{}}
	b.Collector = New(Config{Log: l, Store: w.Store(), Outputs: w.Outputs(), Ledger: b, Supply: &b.have,
		Open: func(name string) (*os.File, error) { return os.Open(filepath.Join(b.dir, name)) }})
	limits := traffic.Limits{}.WithDefaults()
	b.desk = &Desk{
		Provider: b.fake, Poller: traffic.NewPoller(t.Context(), b.fake, limits, nil),
		Name: "flux.second", Title: "flux.second", MaxBytes: limits.PictureBytes,
	}
	return b
}

// kinds are what was written down.
func (b *bench) kinds() string {
	var kinds []string
	for _, e := range b.events {
		kinds = append(kinds, string(e.Kind))
	}
	return strings.Join(kinds, " ")
}

// check compares what was written down and said with what should have been.
func (b *bench) check(t *testing.T, kinds, said string) {
	t.Helper()
	if diff := cmp.Diff([]string{kinds, said}, []string{b.kinds(), strings.Join(b.said, "\n")}); diff != "" {
		t.Error(diff)
	}
}

// put writes a file.
func (b *bench) put(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, name), content, 0o666); err != nil {
		t.Fatal(err)
	}
}

// stored puts bytes into the store.
func (b *bench) stored(t *testing.T, content []byte) string {
	t.Helper()
	p, err := b.Adopt(t.Context(), bytes.NewReader(content), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	return p.Artifact
}

// damage changes an object of the store.
func (b *bench) damage(t *testing.T, sha string) {
	t.Helper()
	name := filepath.Join(b.dir, disk.Home, "objects", sha[:2], sha)
	if err := os.Chmod(name, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("damaged"), 0o666); err != nil {
		t.Fatal(err)
	}
}

// supply knows of literals where pictures are.
type supply struct {
	store   *disk.Store
	outputs map[string]string // paths, by artifact
	copies  map[string]string // paths, by the hash of what is there
	others  []state.Picture   // other bytes of the picture that are in the store
	nobody  bool              // no provider can be asked
}

func (s *supply) Verify(sha string) error       { return s.store.Verify(sha) }
func (s *supply) Output(artifact string) string { return s.outputs[artifact] }
func (s *supply) Deliveries(*state.Picture) iter.Seq2[state.Picture, string] {
	return func(yield func(state.Picture, string) bool) {
		for _, p := range s.others {
			if !yield(p, "") {
				return
			}
		}
	}
}
func (s *supply) Asked(*state.Picture) bool { return !s.nobody }

func (s *supply) Made(*state.Picture) int { return 0 }

func (s *supply) Sought(*state.Picture) bool { return false }
func (s *supply) Copies(*state.Picture) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for sha, path := range s.copies {
			if !yield(sha, path) {
				return
			}
		}
	}
}

// shade is a PNG of dots, of which each number has its own.
func shade(n uint8) []byte {
	m := image.NewGray(image.Rect(0, 0, 16, 16))
	for i := range m.Pix {
		m.Pix[i] = n * uint8(i)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}
