package home_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"gesso/state"
	"gesso/state/home"
	"gesso/state/home/shelf/shelftest"
)

// worked is a home in which two runs were, and where its log was after the first.
func worked(t *testing.T, s *shelftest.Memory, o home.Options, word string) (middle home.Position) {
	t.Helper()
	h, at := founded(t, s, o)
	e, _ := begin(t, h, at, "one")
	appended(t, e, word, "b")
	snapshot, err := h.Save(t.Context(), e.At(), func(w io.Writer) error { _, err := io.WriteString(w, "state"); return err })
	if err != nil {
		t.Fatal(err)
	}
	ended(t, e, snapshot)
	middle = e.At()
	e, _ = begin(t, h, middle, "two")
	appended(t, e, "c")
	ended(t, e, nil)
	return middle
}

// wholly reads all of a home that a reader would.
func wholly(t *testing.T, s *shelftest.Memory, o home.Options) error {
	h := home.On(s, o)
	_, whole := h.Tail(t.Context(), home.Position{})
	snapshot, _, err := h.Newest(t.Context())
	if err == nil && snapshot != nil {
		err = h.Content(t.Context(), *snapshot, io.Discard)
	}
	return errors.Join(whole, err)
}

// object is what lies under a name.
func object(t *testing.T, s *shelftest.Memory, name string) []byte {
	t.Helper()
	body, _, err := s.Read(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// objects are the names of all that lies there.
func objects(t *testing.T, s *shelftest.Memory) []string {
	var names []string
	for item := range s.List(t.Context(), "", "") {
		names = append(names, item.Name)
	}
	return names
}

// named asserts that an error is of damage, or of a newer version, that it names the object,
// and says what to do.
func named(t *testing.T, err error, object, what string) {
	t.Helper()
	var damage *state.DamageError
	switch {
	case err == nil:
		t.Errorf("%s: nobody notices", what)
	case !errors.As(err, &damage):
		t.Errorf("%s: %v", what, err)
	case damage.File != object+" of memory" || damage.Hint == "":
		t.Errorf("%s: it is told of %s, with the hint %q", what, damage.File, damage.Hint)
	}
}

// TestEveryByte: an object that is cut anywhere, or has any bit changed, is refused by name.
func TestEveryByte(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		worked(t, s, home.Options{}, "a")
		o := home.Options{ID: homeID}
		if err := wholly(t, s, o); err != nil {
			t.Fatal(err)
		}
		names := objects(t, s)
		if len(names) != 9 {
			t.Fatalf("there are %q", names)
		}
		for _, name := range names {
			data := object(t, s, name)
			broken := s.Clone()
			for i := range data {
				broken.Put(name, data[:i])
				named(t, wholly(t, broken, o), name, fmt.Sprintf("%s cut at %d", name, i))
				changed := append([]byte(nil), data...)
				changed[i] ^= 1 << (i % 8)
				broken.Put(name, changed)
				named(t, wholly(t, broken, o), name, fmt.Sprintf("%s with byte %d changed", name, i))
			}
			broken.Put(name, append(append([]byte(nil), data...), '\n'))
			named(t, wholly(t, broken, o), name, name+" with more at its end")
		}
	})
}

// TestExchanged: an object in the place of another, or of another home, workspace or former
// time, is refused by name.
func TestExchanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		worked(t, s, home.Options{}, "a")
		o := home.Options{ID: homeID}
		twin := &shelftest.Memory{} // the same id: a copy that went its own way
		worked(t, twin, home.Options{}, "x")
		draft := &shelftest.Memory{}
		worked(t, draft, home.Options{Workspace: "draft"}, "a")
		strange := &shelftest.Memory{}
		who := holder("x")
		who.Nonce = "x"
		if _, err := home.On(strange, home.Options{}).Found(t.Context(), home.Identity{ID: "strange"}, who, nil); err != nil {
			t.Fatal(err)
		}

		for n := 1; n <= 7; n++ {
			name := fmt.Sprintf("log/%010d", n)
			for other := 1; other <= 7; other++ {
				if other != n {
					broken := s.Clone()
					broken.Put(name, object(t, s, fmt.Sprintf("log/%010d", other)))
					named(t, wholly(t, broken, o), name, fmt.Sprintf("%s with %d", name, other))
				}
			}
			broken := s.Clone()
			broken.Put(name, object(t, draft, "workspaces/draft/"+name))
			named(t, wholly(t, broken, o), name, name+" of another workspace")

			broken = s.Clone()
			broken.Put(name, object(t, twin, name))
			if n < 7 { // what tells is the next one, or this one
				if err := wholly(t, broken, o); err == nil || !strings.Contains(err.Error(), "log/") {
					t.Errorf("%s of a twin: %v", name, err)
				}
			} else {
				named(t, wholly(t, broken, o), name, name+" of a twin")
			}

			broken = s.Clone()
			if err := broken.Remove(t.Context(), name); err != nil {
				t.Fatal(err)
			}
			if n < 7 {
				named(t, wholly(t, broken, o), name, name+" removed")
			}
		}
		broken := s.Clone()
		broken.Put("log/0000000001", object(t, strange, "log/0000000001"))
		named(t, wholly(t, broken, o), "log/0000000001", "the beginning of another home")
		broken.Put("home", object(t, strange, "home"))
		var other *home.OtherError
		if err := wholly(t, broken, o); !errors.As(err, &other) || other.Known != homeID || other.Found != "strange" {
			t.Errorf("another home: %v", err)
		}
		if err := wholly(t, strange, o); !errors.As(err, &other) {
			t.Errorf("another home: %v", err)
		}
		if err := wholly(t, &shelftest.Memory{}, o); !errors.As(err, &other) || other.Found != "" {
			t.Errorf("no home: %v", err)
		}
	})
}

// TestRolledBack: who has seen a log knows when it has become shorter, or another.
func TestRolledBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		middle := worked(t, s, home.Options{}, "a")
		h := home.On(s, home.Options{ID: homeID})
		behind := tail(t, h, middle)
		last := behind[len(behind)-1].At

		shorter := s.Clone()
		for n := middle.N + 1; n <= last.N; n++ {
			if err := shorter.Remove(t.Context(), fmt.Sprintf("log/%010d", n)); err != nil {
				t.Fatal(err)
			}
		}
		var back *home.RolledBackError
		old := home.On(shorter, home.Options{ID: homeID})
		if _, err := old.Tail(t.Context(), last); !errors.As(err, &back) || back.Known != last || back.Found.N != middle.N {
			t.Errorf("of a shorter log: %v", err)
		}
		if _, _, err := old.Begin(t.Context(), last, holder("x"), home.Waiting{}); !errors.As(err, &back) {
			t.Errorf("beginning in a shorter log: %v", err)
		}
		tail(t, old, middle) // who has seen no more cannot know

		// It grows again: to the same length, and beyond.
		e, _ := begin(t, old, middle, "regrown")
		appended(t, e, "c")
		for range 2 {
			ended(t, e, nil)
			if _, err := old.Tail(t.Context(), last); !errors.As(err, &back) || back.Found.N != last.N || back.Found.Seal == last.Seal {
				t.Errorf("of a log that grew again: %v", err)
			}
			e, _ = begin(t, old, e.At(), "again")
		}
		ended(t, e, nil)

		// One that was changed in its place is not a log that went back.
		changed := s.Clone()
		changed.Put(fmt.Sprintf("log/%010d", middle.N), object(t, s, fmt.Sprintf("log/%010d", middle.N-1)))
		_, err := home.On(changed, home.Options{ID: homeID}).Tail(t.Context(), middle)
		named(t, err, fmt.Sprintf("log/%010d", middle.N), "one that was changed")
	})
}

// TestForeignNames: what gesso does not name is nobody's business.
func TestForeignNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		worked(t, s, home.Options{}, "a")
		for _, name := range []string{
			"log/readme.txt", "log/0000000008.tmp", "log/00000000080", "log/-000000001", "log/0000000008/x",
			"state/latest", "state/0000000001", "state/9999999999-0000000000000000", "objects/x", "workspaces/x", "workspaces/under.score/log/0000000001", "zzz",
		} {
			s.Put(name, []byte("not ours"))
		}
		if err := wholly(t, s, home.Options{ID: homeID}); err != nil {
			t.Error(err)
		}
		h := home.On(s, home.Options{ID: homeID})
		if standing, err := h.Standing(t.Context()); err != nil || standing.At.N != 7 {
			t.Errorf("%+v, %v", standing, err)
		}
		if names, err := h.Workspaces(t.Context()); err != nil || len(names) > 0 {
			t.Errorf("the workspaces are %q, %v", names, err)
		}
		s.Put("log/9999999999", []byte("ours by its name"))
		_, err := h.Tail(t.Context(), home.Position{})
		named(t, err, "log/0000000008", "a gap of billions")
	})
}
