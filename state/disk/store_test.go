package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func put(t testing.TB, w *Workspace, text string) (sha string) {
	t.Helper()
	in, err := w.Store().Create()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Abort()
	if _, err := io.WriteString(in, text); err != nil {
		t.Fatal(err)
	}
	sha, size, err := in.Commit()
	if err != nil {
		t.Fatal(err)
	}
	same(t, "name", sha, shaOf(text))
	same(t, "size", size, int64(len(text)))
	return sha
}

func objectFile(w *Workspace, sha string) string {
	return filepath.Join(w.Dir(), objectsDir, sha[:2], sha)
}

func TestStore(t *testing.T) {
	w := open(t, t.TempDir())
	store := w.Store()
	if store.Has(shaOf("fox")) {
		t.Error("an empty store has an object")
	}
	if _, err := store.Open(shaOf("fox")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("opened: %v", err)
	}
	sha := put(t, w, "fox")
	put(t, w, "fox") // the same once more is fine
	if !store.Has(sha) || store.Has(shaOf("hen")) {
		t.Error("Has is wrong")
	}
	f, err := store.Open(sha)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil || string(data) != "fox" {
		t.Errorf("read %q, %v", data, err)
	}
	if f.Size() != 3 {
		t.Errorf("%d bytes", f.Size())
	}
	info, err := os.Stat(objectFile(w, sha))
	if err != nil || info.Mode().Perm()&0o222 != 0 {
		t.Errorf("an object can be written: %v, %v", info.Mode(), err)
	}
	same(t, "files", names(files(t, w.Dir())), []string{".gesso/.gitignore", ".gesso/objects/" + sha[:2] + "/" + sha})
}

func TestIncomingIsReadBackBeforeItIsCommitted(t *testing.T) {
	w := open(t, t.TempDir())
	in, err := w.Store().Create()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, "half a fox"); err != nil {
		t.Fatal(err)
	}
	f, err := in.Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil || string(data) != "half a fox" || in.Size() != 10 {
		t.Errorf("read back %q (%d), %v", data, in.Size(), err)
	}
	f.Close()
	in.Abort()
	in.Abort()
	same(t, "files", names(files(t, w.Dir())), []string{".gesso/.gitignore"})
}

func TestDamagedObject(t *testing.T) {
	w := open(t, t.TempDir())
	sha := put(t, w, "fox")
	if err := w.Store().Verify(sha); err != nil {
		t.Errorf("whole object: %v", err)
	}
	if err := os.Remove(objectFile(w, sha)); err != nil {
		t.Fatal(err)
	}
	write(t, objectFile(w, sha), "hen")
	want := &CorruptError{File: objectsDir + "/" + sha[:2] + "/" + sha, Want: sha, Actual: shaOf("hen")}
	var corrupt *CorruptError
	if err := w.Store().Verify(sha); !errors.As(err, &corrupt) {
		t.Errorf("verified: %v", err)
	}
	same(t, "error", corrupt, want)
	if err := w.Outputs().PlaceCopy("a.png", sha); !errors.As(err, &corrupt) {
		t.Errorf("placed: %v", err)
	}
	if runtime.GOOS != "windows" {
		put(t, w, "fox")
		if err := w.Store().Verify(sha); err != nil {
			t.Errorf("the same bytes again did not mend it: %v", err)
		}
	}
	same(t, "outputs", strings.Contains(strings.Join(names(files(t, w.Dir())), " "), "a.png"), false)
}

func TestStoreRefusesOtherNames(t *testing.T) {
	w := open(t, t.TempDir())
	for _, name := range []string{"", "../../gesso.state", strings.Repeat("A", 64), strings.Repeat("/", 64), sha(1) + "0"} {
		if w.Store().Has(name) {
			t.Errorf("has %q", name)
		}
		if _, err := w.Store().Open(name); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("opened %q: %v", name, err)
		}
	}
}
