package local_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/local"
	"gesso/state/home/shelf/shelftest"
)

func open(t *testing.T, dir string) *local.Shelf {
	t.Helper()
	s, err := local.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestShelf(t *testing.T) {
	shelftest.Run(t, func(t *testing.T) shelf.Shelf { return open(t, t.TempDir()) })
}

// TestProcesses: several processes create the same names, and each name has one winner.
func TestProcesses(t *testing.T) {
	const names, processes = 40, 4
	dir := os.Getenv("GESSO_TEST_SHELF")
	if dir != "" {
		s := open(t, dir)
		for i := range names {
			text := strconv.Itoa(os.Getpid())
			err := s.Create(t.Context(), fmt.Sprintf("log/%010d", i+1), strings.NewReader(text), int64(len(text)))
			switch {
			case err == nil:
				fmt.Printf("won %d %s\n", i+1, text)
			case !errors.Is(err, fs.ErrExist):
				t.Fatal(err)
			}
		}
		return
	}
	dir = t.TempDir()
	var group sync.WaitGroup
	outputs := make([][]byte, processes)
	failed := make([]error, processes)
	for i := range processes {
		group.Go(func() {
			command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProcesses$", "-test.v")
			command.Env = append(os.Environ(), "GESSO_TEST_SHELF="+dir)
			outputs[i], failed[i] = command.Output()
		})
	}
	group.Wait()
	winners := map[int]string{}
	for i, output := range outputs {
		if failed[i] != nil {
			t.Fatalf("%v\n%s", failed[i], output)
		}
		for line := range strings.Lines(string(output)) {
			var n int
			var pid string
			if _, err := fmt.Sscanf(line, "won %d %s", &n, &pid); err != nil {
				continue
			}
			if winners[n] != "" {
				t.Errorf("name %d was created by %s and %s", n, winners[n], pid)
			}
			winners[n] = pid
		}
	}
	for n := range names {
		data, err := os.ReadFile(filepath.Join(dir, "log", fmt.Sprintf("%010d", n+1)))
		if err != nil || string(data) != winners[n+1] {
			t.Errorf("name %d holds %q (%v), and was created by %q", n+1, data, err, winners[n+1])
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	write(t, file, "x")
	for _, test := range []struct{ path, want string }{
		{filepath.Join(dir, "absent"), "it is not mounted, else make it first"},
		{file, "it is no directory"},
	} {
		_, err := local.Open(test.path)
		e, ok := errors.AsType[*shelf.Error](err)
		if !ok || e.Problem != shelf.Missing || !strings.Contains(e.Detail, test.want) {
			t.Errorf("Open(%s): %v; want a missing shelf, and %q", test.path, err, test.want)
		}
	}
}

// TestForeignFiles: what others put into the directory is not gesso's, whatever it is.
func TestForeignFiles(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	s := open(t, dir)
	if err := s.Create(t.Context(), "log/0000000001", strings.NewReader("x"), 1); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(outside, "0000000002"), "secret")
	link(t, filepath.Join(outside, "0000000002"), filepath.Join(dir, "log/0000000002"))
	link(t, outside, filepath.Join(dir, "state"))
	link(t, "0000000001", filepath.Join(dir, "log/0000000003"))
	for _, name := range []string{".gesso-leftover", ".nfs0001", "README.md", "Thumbs.db"} {
		write(t, filepath.Join(dir, "log", name), "x")
	}
	if err := os.Mkdir(filepath.Join(dir, "log/0000000004"), 0o755); err != nil {
		t.Fatal(err)
	}
	var names []string
	for item, err := range s.List(t.Context(), "", "") {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, item.Name)
	}
	if diff := cmp.Diff([]string{"log/0000000001"}, names); diff != "" {
		t.Errorf("List (-want +got):\n%s", diff)
	}
	for _, name := range []string{"log/0000000002", "state/0000000002", "log/0000000004"} {
		if body, _, err := s.Read(t.Context(), name); err == nil {
			_ = body.Close()
			t.Errorf("Read(%s) succeeds", name)
		}
	}
	for _, name := range []string{"log/0000000002", "log/0000000003", "log/0000000004"} {
		if err := s.Create(t.Context(), name, strings.NewReader("x"), 1); !errors.Is(err, fs.ErrExist) {
			t.Errorf("Create(%s): %v; want fs.ErrExist", name, err)
		}
	}
	if err := s.Create(t.Context(), "state/0000000001", strings.NewReader("x"), 1); err == nil {
		t.Error("an object was created through a link")
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) != 1 {
		t.Errorf("outside are %v (%v), want the one file alone", entries, err)
	}
}

// TestNothingIsLeft: neither a failed create nor a taken name leaves a file.
func TestNothingIsLeft(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	_ = s.Create(t.Context(), "log/0000000001", strings.NewReader("x"), 1)
	_ = s.Create(t.Context(), "log/0000000001", strings.NewReader("x"), 1)
	_ = s.Create(t.Context(), "log/0000000002", strings.NewReader("x"), 2)
	_ = s.Create(ctx, "log/0000000003", canceling{strings.NewReader("xyz"), cancel}, 3)
	entries, err := os.ReadDir(filepath.Join(dir, "log"))
	if err != nil || len(entries) != 1 {
		t.Errorf("in the folder are %v (%v), want one object", entries, err)
	}
}

// canceling cancels a context when it is read.
type canceling struct {
	io.ReadSeeker
	cancel func()
}

func (c canceling) Read(p []byte) (int, error) {
	c.cancel()
	return c.ReadSeeker.Read(p[:1])
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, old, name string) {
	t.Helper()
	if err := os.Symlink(old, name); err != nil {
		t.Skip(err)
	}
}
