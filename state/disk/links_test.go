package disk

import (
	"os"
	"path/filepath"
	"testing"
)

// Nothing of gesso's own is written through a link that leaves the folder.
func TestHomeIsALink(t *testing.T) {
	outside := t.TempDir()
	write(t, filepath.Join(outside, "a.png"), "theirs")
	w := open(t, t.TempDir())
	if err := os.Symlink(outside, filepath.Join(w.Dir(), ".gesso")); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	if _, err := w.Lock("apply"); err == nil {
		t.Error("locked outside")
	}
	if _, err := w.Store().Create(); err == nil {
		t.Error("stored outside")
	}
	same(t, "outside", files(t, outside), map[string]string{"a.png": "theirs"})
}
