package remote_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What goes from the cache is the longest unused, and what the home surely has.
func TestTrim(t *testing.T) {
	h := newHome()
	s, far := storeOf(t, h)
	at := map[string]time.Time{}
	for i, content := range []string{"oldest", "only here", "used", "newest"} {
		sha := put(t, s, content)
		if content != "only here" {
			h.objects[sha] = []byte(content)
		}
		at[sha] = time.Now().Add(time.Duration(i-100) * time.Hour)
		if err := os.Chtimes(filepath.Join(s.Real(), sha[:2], sha), at[sha], at[sha]); err != nil {
			t.Fatal(err)
		}
	}
	f, err := s.Open(shaOf("used"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if went, err := far.Trim(t.Context(), s, 1); went != 0 || err != nil || h.calls() != "[]" {
		t.Fatalf("a process that has moved nothing: %d, %v", went, err)
	}
	moved := func() { _ = s.Put(t.Context(), shaOf("newest")); h.calls() }
	moved()
	h.fail = func(string) error { return os.ErrPermission }
	if went, err := far.Trim(t.Context(), s, 1); went != 0 || !errors.Is(err, os.ErrPermission) {
		t.Fatalf("a home that cannot be asked: %d, %v", went, err)
	}
	h.fail = nil
	moved()
	// Two must go, and one of them is nowhere else.
	if went, err := far.Trim(t.Context(), s, int64(len("used")+len("newest"))); went != 1 || err != nil {
		t.Fatalf("%d went, %v", went, err)
	}
	var left []string
	for _, content := range []string{"oldest", "only here", "used", "newest"} {
		if s.Here(shaOf(content)) {
			left = append(left, content)
		}
	}
	if diff := cmp.Diff([]string{"only here", "used", "newest"}, left); diff != "" {
		t.Error(diff)
	}
	moved()
	if _, err := far.Trim(t.Context(), s, int64(len("only here")+len("used"))); err != nil || !s.Here(shaOf("used")) && s.Here(shaOf("newest")) {
		t.Errorf("what was used lately goes last: %v", err)
	}
	if !s.Has(shaOf("oldest")) || s.Verify(shaOf("oldest")) != nil {
		t.Error("what went cannot be had back")
	}
}

// What the home was found to lack is put there when it has come here otherwise.
func TestSettle(t *testing.T) {
	h := newHome("fox")
	fox := shaOf("fox")
	delete(h.objects, fox)
	s, far := storeOf(t, h)
	if err := s.Verify(fox); !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	if err := far.Settle(t.Context(), s); err != nil || h.objects[fox] != nil {
		t.Fatal(err)
	}
	put(t, s, "fox")
	if err := far.Settle(t.Context(), s); err != nil || string(h.objects[fox]) != "fox" || !s.Has(fox) {
		t.Error(err)
	}
}
