package disk

import (
	"os"
	"path/filepath"
	"testing"
)

func TestUploadsAreRememberedByEndpointAndContent(t *testing.T) {
	dir := t.TempDir()
	w, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	u := w.Uploads()
	u.Put("https://api.test", "aa", "https://cdn.test/1")
	u.Put("https://api.test", "bb", "https://cdn.test/2")
	if err := u.Flush(); err != nil {
		t.Fatal(err)
	}
	again := w.Uploads()
	for _, test := range []struct{ endpoint, sha, want string }{
		{"https://api.test", "aa", "https://cdn.test/1"},
		{"https://api.test", "bb", "https://cdn.test/2"},
		{"https://api.test", "cc", ""},
		{"https://other.test", "aa", ""},
	} {
		if got := again.Get(test.endpoint, test.sha); got != test.want {
			t.Errorf("%s at %s: got %q, want %q", test.sha, test.endpoint, got, test.want)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, ".gesso", "uploads"), []byte("{nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := w.Uploads().Get("https://api.test", "aa"); got != "" {
		t.Errorf("a damaged cache answered %q", got)
	}
}
