package shelftest_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/shelftest"
)

// echoing is a shelf in memory every other Create of which meets itself.
func echoing() shelf.Shelf {
	creates := make(chan int64, 1)
	creates <- 0
	return shelftest.WithFaults(new(shelftest.Memory), func(c shelftest.Call) shelftest.Fault {
		if c.Op != shelftest.Create {
			return shelftest.None
		}
		n := <-creates + 1
		creates <- n
		if n%2 == 1 {
			return shelftest.Echo
		}
		return shelftest.None
	})
}

// TestSettled: a shelf whose creates meet themselves says of its own objects that their names
// are taken, as its contract allows; whoever looks has a shelf that passes the suite.
func TestSettled(t *testing.T) {
	if err := echoing().Create(t.Context(), "home", strings.NewReader("x"), 1); !errors.Is(err, fs.ErrExist) {
		t.Fatalf("%v; want fs.ErrExist", err)
	}
	shelftest.Run(t, func(*testing.T) shelf.Shelf { return shelftest.Settled(echoing()) })
}

// TestSettledKnowsOthers: what another one has created is taken, and so is what was created
// before, whoever tries it with the same bytes.
func TestSettledKnowsOthers(t *testing.T) {
	memory := new(shelftest.Memory)
	s := shelftest.Settled(memory)
	put := func(s shelf.Shelf, text string) error {
		return s.Create(t.Context(), "log/0000000001", strings.NewReader(text), int64(len(text)))
	}
	if err := put(memory, "another's"); err != nil {
		t.Fatal(err)
	}
	if err := put(s, "ours"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("of another's: %v; want fs.ErrExist", err)
	}
	if err := put(s, "another's"); err != nil { // sent twice, it would look the same
		t.Errorf("of what looks like its own: %v", err)
	}
	if err := put(s, "another's"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("once it is known: %v; want fs.ErrExist", err)
	}
}
