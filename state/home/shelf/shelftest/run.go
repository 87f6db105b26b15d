package shelftest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state/home/shelf"
)

// Run is the suite that every kind of shelf passes. Open returns a new empty shelf each
// time.
func Run(t *testing.T, open func(t *testing.T) shelf.Shelf) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, shelf.Shelf)
	}{
		{"one of many creates", oneOfMany},
		{"what was created is read whole", readWhole},
		{"a taken name stays what it is", taken},
		{"what is not there", absent},
		{"lists are in byte order", listed},
		{"long lists", longList},
		{"names", names},
		{"big objects", big},
		{"the size must be right", wrongSize},
		{"a removed name can be used again", removed},
		{"a context that is over", canceled},
		{"a probe succeeds", probed},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

const (
	races   = 40
	writers = 8
)

// oneOfMany: of all that create the same name exactly one succeeds, and everybody reads
// what that one wrote.
func oneOfMany(t *testing.T, s shelf.Shelf) {
	ctx := t.Context()
	for race := range races {
		name := fmt.Sprintf("log/%010d", race+1)
		var group sync.WaitGroup
		var won [writers]error
		for w := range writers {
			group.Go(func() { won[w] = create(ctx, s, name, fmt.Sprintf("race %d, writer %d", race, w)) })
		}
		group.Wait()
		winner := -1
		for w, err := range won {
			switch {
			case err == nil && winner >= 0:
				t.Fatalf("%s was created by writers %d and %d", name, winner, w)
			case err == nil:
				winner = w
			case !errors.Is(err, fs.ErrExist):
				t.Fatalf("writer %d of %s: %v; want fs.ErrExist", w, name, err)
			}
		}
		if winner < 0 {
			t.Fatalf("nobody created %s", name)
		}
		if got, want := read(t, s, name), fmt.Sprintf("race %d, writer %d", race, winner); got != want {
			t.Errorf("%s holds %q, and the winner wrote %q", name, got, want)
		}
	}
}

func readWhole(t *testing.T, s shelf.Shelf) {
	for name, text := range map[string]string{"home": "one", "log/0000000001": "", "objects/ab/abcd": "two\n\x00\xff"} {
		must(t, create(t.Context(), s, name, text))
		if got := read(t, s, name); got != text {
			t.Errorf("%s holds %q, want %q", name, got, text)
		}
		size, err := s.Stat(t.Context(), name)
		must(t, err)
		if size != int64(len(text)) {
			t.Errorf("Stat(%s) = %d, want %d", name, size, len(text))
		}
	}
}

func taken(t *testing.T, s shelf.Shelf) {
	must(t, create(t.Context(), s, "state/0000000001", "first"))
	for _, text := range []string{"second", "first", ""} {
		if err := create(t.Context(), s, "state/0000000001", text); !errors.Is(err, fs.ErrExist) {
			t.Errorf("creating it again with %q: %v; want fs.ErrExist", text, err)
		}
	}
	if got := read(t, s, "state/0000000001"); got != "first" {
		t.Errorf("it holds %q, want what was first", got)
	}
}

func absent(t *testing.T, s shelf.Shelf) {
	must(t, create(t.Context(), s, "log/0000000001", "one"))
	for _, name := range []string{"home", "log/0000000002", "objects/ab/abcd"} {
		if _, _, err := s.Read(t.Context(), name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Read(%s): %v; want fs.ErrNotExist", name, err)
		}
		if _, err := s.Stat(t.Context(), name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Stat(%s): %v; want fs.ErrNotExist", name, err)
		}
		if err := s.Remove(t.Context(), name); err != nil {
			t.Errorf("Remove(%s): %v; what is not there is no error", name, err)
		}
	}
}

func listed(t *testing.T, s shelf.Shelf) {
	all := []string{
		"home", "log-2/0000000001", "log.old/0000000001", "log/0000000001", "log/0000000002", "log/0000000010",
		"log0/0000000001", "objects/00/00ab", "objects/ab/ab12", "objects/ab/abff", "workspaces/a-b/log/0000000001", "workspaces/a/log/0000000001",
	}
	for _, i := range rand.Perm(len(all)) {
		must(t, create(t.Context(), s, all[i], all[i]))
	}
	for _, test := range []struct {
		prefix, after string
		want          []string
	}{
		{"", "", all},
		{"log/", "", []string{"log/0000000001", "log/0000000002", "log/0000000010"}},
		{"log/", "log/0000000001", []string{"log/0000000002", "log/0000000010"}},
		{"log/", "log/0000000003", []string{"log/0000000010"}},
		{"log/", "log/0000000010", nil},
		{"log", "log.", []string{"log.old/0000000001", "log/0000000001", "log/0000000002", "log/0000000010", "log0/0000000001"}},
		{"objects/a", "", []string{"objects/ab/ab12", "objects/ab/abff"}},
		{"objects/", "objects/ab/ab12", []string{"objects/ab/abff"}},
		{"", "objects/zz", []string{"workspaces/a-b/log/0000000001", "workspaces/a/log/0000000001"}},
		{"state/", "", nil},
		{"log/0000000002", "", []string{"log/0000000002"}},
		{"home", "home", nil},
	} {
		var got []string
		for item, err := range s.List(t.Context(), test.prefix, test.after) {
			must(t, err)
			if item.Size != int64(len(item.Name)) {
				t.Errorf("the list says that %s has %d bytes", item.Name, item.Size)
			}
			got = append(got, item.Name)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("List(%q, %q) (-want +got):\n%s", test.prefix, test.after, diff)
		}
	}
	for range s.List(t.Context(), "", "") {
		break // the caller may stop a list
	}
}

// longList has more names than a page of a bucket's list.
func longList(t *testing.T, s shelf.Shelf) {
	const n = 1100
	var want []string
	for i := range n {
		want = append(want, fmt.Sprintf("log/%010d", i+1))
	}
	var group sync.WaitGroup
	failed := make([]error, writers)
	for w := range writers {
		group.Go(func() {
			for i := w; i < n && failed[w] == nil; i += writers {
				failed[w] = create(t.Context(), s, want[i], "x")
			}
		})
	}
	group.Wait()
	must(t, errors.Join(failed...))
	var got []string
	for item, err := range s.List(t.Context(), "log/", "") {
		must(t, err)
		got = append(got, item.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d names were listed, want %d in order", len(got), len(want))
	}
}

func names(t *testing.T, s shelf.Shelf) {
	long := "objects/" + strings.Repeat("a", 200)
	must(t, create(t.Context(), s, long, "long"))
	if got := read(t, s, long); got != "long" {
		t.Errorf("an object of a long name holds %q", got)
	}
	for _, name := range []string{"", "/log", "log/", "log//1", ".", "..", "../home", "log/../home", ".hidden", "LOG", "log\\1", "log/ä", "a b", strings.Repeat("a", 201)} {
		err := create(t.Context(), s, name, "x")
		if err == nil || errors.Is(err, fs.ErrExist) {
			t.Errorf("Create(%q): %v; want an error about the name", name, err)
		}
		if _, _, err := s.Read(t.Context(), name); err == nil {
			t.Errorf("Read(%q) succeeds", name)
		}
		if err := s.Remove(t.Context(), name); err == nil {
			t.Errorf("Remove(%q) succeeds", name)
		}
	}
}

// big has more bytes than one part of any multipart upload.
func big(t *testing.T, s shelf.Shelf) {
	data := make([]byte, 20<<20)
	source := rand.NewChaCha8([32]byte{})
	_, _ = source.Read(data)
	must(t, s.Create(t.Context(), "objects/bi/big", bytes.NewReader(data), int64(len(data))))
	body, size, err := s.Read(t.Context(), "objects/bi/big")
	must(t, err)
	defer body.Close()
	got, err := io.ReadAll(body)
	must(t, err)
	if size != int64(len(data)) || !bytes.Equal(got, data) {
		t.Errorf("%d bytes were said and %d came, want %d, the same ones", size, len(got), len(data))
	}
	if err := s.Create(t.Context(), "objects/bi/big", bytes.NewReader(data), int64(len(data))); !errors.Is(err, fs.ErrExist) {
		t.Errorf("creating it again: %v; want fs.ErrExist", err)
	}
}

func wrongSize(t *testing.T, s shelf.Shelf) {
	for i, size := range []int64{2, 4} {
		name := fmt.Sprintf("log/%010d", i+1)
		if err := s.Create(t.Context(), name, strings.NewReader("abc"), size); err == nil || errors.Is(err, fs.ErrExist) {
			t.Errorf("creating 3 bytes as %d: %v; want an error", size, err)
		}
		if _, err := s.Stat(t.Context(), name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Stat after it: %v; want fs.ErrNotExist", err)
		}
	}
}

func removed(t *testing.T, s shelf.Shelf) {
	must(t, create(t.Context(), s, "objects/ab/ab12", "old"))
	must(t, s.Remove(t.Context(), "objects/ab/ab12"))
	if _, err := s.Stat(t.Context(), "objects/ab/ab12"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Stat of what was removed: %v; want fs.ErrNotExist", err)
	}
	for item := range s.List(t.Context(), "objects/", "") {
		t.Errorf("%s was removed, and is listed", item.Name)
	}
	must(t, create(t.Context(), s, "objects/ab/ab12", "new"))
	if got := read(t, s, "objects/ab/ab12"); got != "new" {
		t.Errorf("it holds %q, want new", got)
	}
}

func canceled(t *testing.T, s shelf.Shelf) {
	must(t, create(t.Context(), s, "home", "x"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, read := s.Read(ctx, "home")
	_, stat := s.Stat(ctx, "home")
	list := error(nil)
	for _, err := range s.List(ctx, "", "") {
		list = err
	}
	for op, err := range map[string]error{"create": create(ctx, s, "log/0000000001", "x"), "read": read, "stat": stat, "list": list, "remove": s.Remove(ctx, "home")} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v; want context.Canceled", op, err)
		}
	}
}

func probed(t *testing.T, s shelf.Shelf) {
	must(t, shelf.Probe(t.Context(), s))
	must(t, shelf.Probe(t.Context(), s))
	for item, err := range s.List(t.Context(), "", "") {
		must(t, err)
		t.Errorf("the probe left %s", item.Name)
	}
}

func create(ctx context.Context, s shelf.Shelf, name, text string) error {
	return s.Create(ctx, name, strings.NewReader(text), int64(len(text)))
}

func read(t *testing.T, s shelf.Shelf, name string) string {
	t.Helper()
	body, size, err := s.Read(t.Context(), name)
	must(t, err)
	defer body.Close()
	data, err := io.ReadAll(body)
	must(t, err)
	if size != int64(len(data)) {
		t.Errorf("Read(%s) says %d bytes, and %d came", name, size, len(data))
	}
	return string(data)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
