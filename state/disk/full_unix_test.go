//go:build unix

package disk

import (
	"errors"
	"fmt"
	"io"
	"os/signal"
	"strings"
	"syscall"
	"testing"
)

// diskSize is where fillDisk's disk ends: no file of it grows longer.
const diskSize = 64 << 10

// fillDisk runs until nothing can be written, and says how far it came.
func fillDisk(dir string) error {
	signal.Ignore(syscall.SIGXFSZ) // so that the write fails instead
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: diskSize, Max: diskSize}); err != nil {
		return err
	}
	w, err := Open(dir)
	if err != nil {
		return err
	}
	lock, err := w.Lock("apply")
	if err != nil {
		return err
	}
	defer lock.Unlock()
	s, err := w.Load()
	if err != nil {
		return err
	}
	j, err := w.Begin(s)
	if err != nil {
		return err
	}
	n, err := 0, error(nil)
	for ; err == nil; n++ {
		r := record(fmt.Sprintf("image.new[%d]", n), n)
		err = j.Append(collectedBy("", n+1, 0, r))
	}
	if again := j.Append(story()[0]); !errors.Is(again, syscall.EFBIG) {
		return fmt.Errorf("appended after a failed write: %w", again)
	}
	if err := j.Close(); !errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("closed with %w", err)
	}
	_, err = w.Outputs().Place("out/a.png", content(strings.Repeat("x", diskSize+1)))
	if !errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("placed with %w", err)
	}
	in, err := w.Store().Create()
	if err != nil {
		return err
	}
	defer in.Abort()
	if _, err := io.WriteString(in, strings.Repeat("x", diskSize+1)); !errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("stored with %w", err)
	}
	fmt.Println(n - 1)
	return nil
}

// On a full disk nothing old is harmed, nothing half written stays, and what
// Append accepted is found by the next run.
func TestFullDisk(t *testing.T) {
	w := open(t, t.TempDir())
	j, finish := begin(t, w)
	for n := range 100 { // a state that is longer than the disk of the child
		appendAll(t, j, collectedBy("", n+1, 0, record(fmt.Sprintf("image.old[%d]", n), n)))
	}
	finish()
	if _, err := w.Outputs().Place("out/a.png", content("old")); err != nil {
		t.Fatal(err)
	}
	before := files(t, w.Dir())

	out, err := child(t, "full", w.Dir()).Output()
	if err != nil {
		t.Fatal(err)
	}
	var accepted int
	if _, err := fmt.Sscan(string(out), &accepted); err != nil || accepted < 10 {
		t.Fatalf("the child said %q", out)
	}
	after := files(t, w.Dir())
	same(t, "state", after[StateFile], before[StateFile])
	same(t, "output", after["out/a.png"], "old")
	journal := after[journalFile]
	delete(after, journalFile)
	same(t, "files", names(after), names(before))
	if lines := strings.Count(journal, "\n"); lines != accepted+1 || !strings.HasSuffix(journal, "\n") {
		t.Errorf("%d journal lines of %d events", lines, accepted)
	}
	run(t, w)
	if s := load(t, w); s.Len() != 100+accepted || s.Get(fmt.Sprintf("image.new[%d]", accepted-1)) == nil {
		t.Errorf("%d records, want %d", s.Len(), 100+accepted)
	}
}
