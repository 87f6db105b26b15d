package studio

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"gesso/runner/sandbox/internal/paint"
)

func works(n int) []*Work {
	var all []*Work
	for i := range n {
		w := &Work{Name: fmt.Sprint(i), Recipe: paint.Recipe{Prompt: "a fox", Model: "m", Seed: uint32(i), Width: 64, Height: 64}}
		if i%2 == 1 {
			w.Source.Work = all[i-1]
			w.Recipe.Depth = w.Source.Depth()
		}
		all = append(all, w)
	}
	return all
}

// What is drawn is the same with everything at hand and with nothing, and what
// is at hand is bounded.
func TestDrawnAgain(t *testing.T) {
	const bound = 16 << 10
	all := works(20)
	small, none := New(bound), New(0)
	for i := len(all) - 1; i >= 0; i-- { // an edit before its source
		first, err := small.Bytes(t.Context(), all[i])
		if err != nil {
			t.Fatal(err)
		}
		again, err := none.Bytes(t.Context(), all[i])
		if err != nil || !bytes.Equal(first, again) {
			t.Errorf("%s differs: %v", all[i].Name, err)
		}
	}
	if small.cache.held > bound || small.cache.held < bound/2 || none.cache.held != 0 {
		t.Errorf("%d and %d bytes are held, the bounds are %d and 0", small.cache.held, none.cache.held, bound)
	}
}

func TestShelf(t *testing.T) {
	shelf := NewShelf()
	first, err := shelf.Add(bytes.NewReader([]byte("x")), "../a b.PNG")
	if err != nil {
		t.Fatal(err)
	}
	again, err := shelf.Add(bytes.NewReader([]byte("x")), "other.png")
	if err != nil || again != first || shelf.Find(first.Name) != first {
		t.Errorf("one content is two files: %v and %v, error %v", first, again, err)
	}
	if filepath.Ext(first.Name) != ".png" || filepath.Base(first.Name) != first.Name {
		t.Errorf("the name is %q", first.Name)
	}
	if first.Verify() == nil {
		t.Error("a letter is taken for a picture")
	}
	if err := shelf.Close(); err != nil {
		t.Fatal(err)
	}
	if opened, err := first.Open(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v, %v", opened, err)
	}
	if _, err := shelf.Add(bytes.NewReader([]byte("y")), ""); err == nil {
		t.Error("a closed shelf takes a file")
	}
}

func TestCacheForgetsWhatWasUsedLongestAgo(t *testing.T) {
	c := newCache(10)
	c.put("a", make([]byte, 4))
	c.put("b", make([]byte, 4))
	c.get("a")
	c.put("c", make([]byte, 4))
	c.put("too large", make([]byte, 11))
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "too large": false} {
		if got := c.get(key) != nil; got != want {
			t.Errorf("%s held: %v", key, got)
		}
	}
	if c.held != 8 {
		t.Errorf("%d bytes held", c.held)
	}
}
