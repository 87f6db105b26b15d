package cache

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	folder, err := Open(dir, Thumbs)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if _, err := folder.Read("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before anything is written: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("looking has made %v, %v", entries, err)
	}
	for _, text := range []string{"one", "another", ""} {
		if err := folder.Write("a", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if data, err := folder.Read("a"); err != nil || string(data) != text {
			t.Errorf("%q, %v", data, err)
		}
	}
	if text, err := os.ReadFile(filepath.Join(dir, ".gesso", ".gitignore")); err != nil || string(text) != "*\n" {
		t.Errorf("git is told %q, %v", text, err)
	}
	for _, name := range []string{"../b", "b/c", "/b", "", `b\c`} {
		if err := folder.Write(name, []byte("elsewhere")); err == nil {
			t.Errorf("%q was written", name)
		}
		if _, err := folder.Read(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", name, err)
		}
	}
	large := filepath.Join(dir, ".gesso", Thumbs, "large")
	if err := os.WriteFile(large, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, MaxFile+1); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Read("large"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is too large: %v", err)
	}
	if err := folder.Remove(time.Now(), func(name string) bool { return name == "large" }); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(large); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is there still, %v", err)
	}
}

// Whoever writes a file at the same time writes all of it.
func TestManyWriters(t *testing.T) {
	dir := t.TempDir()
	contents := [][]byte{bytes.Repeat([]byte("a"), 1<<16), bytes.Repeat([]byte("b"), 1<<10)}
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			folder, err := Open(dir, Thumbs)
			if err != nil {
				t.Error(err)
				return
			}
			defer folder.Close()
			for range 30 {
				if err := folder.Write("a", contents[n%2]); err != nil {
					t.Error(err)
				}
				if data, err := folder.Read("a"); err != nil || !bytes.Equal(data, contents[0]) && !bytes.Equal(data, contents[1]) {
					t.Errorf("%d bytes, %v", len(data), err)
				}
			}
		})
	}
	wg.Wait()
	entries, err := os.ReadDir(filepath.Join(dir, ".gesso", Thumbs))
	if err != nil || len(entries) != 1 {
		t.Errorf("left are %v, %v", entries, err)
	}
}

func TestTemporary(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	folder, err := Temporary()
	if err != nil {
		t.Fatal(err)
	}
	if err := folder.Write("a", []byte("text")); err != nil {
		t.Error(err)
	}
	if data, err := folder.Read("a"); err != nil || string(data) != "text" {
		t.Errorf("%q, %v", data, err)
	}
	at := folder.root.Name()
	if err := folder.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(at); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(at, os.TempDir()) {
		t.Errorf("%s: %v", at, err)
	}
}
