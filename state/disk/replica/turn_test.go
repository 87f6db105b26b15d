package replica_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"gesso/state/disk/replica"
)

// Whoever waits for somebody that never ends is told whom it waited for.
func TestTurn(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	release, err := replica.Turn(t.Context(), root, dir, "pull.lock", time.Second)
	if err != nil {
		t.Fatal(err)
	}
	busy := new(replica.BusyError)
	if _, err := replica.Turn(t.Context(), root, dir, "pull.lock", 5*time.Millisecond); !errors.As(err, &busy) || busy.PID != os.Getpid() {
		t.Errorf("%v", err)
	}
	release()
	again, err := replica.Turn(t.Context(), root, dir, "pull.lock", 0)
	if err != nil {
		t.Fatal(err)
	}
	again()
}
