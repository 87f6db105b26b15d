package home_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state/home"
	"gesso/state/home/shelf"
	"gesso/state/home/shelf/shelftest"
	"gesso/state/text"
)

const homeID = "home-1"

// frames are lines such as the journal has, one a word.
func frames(t testing.TB, words ...string) []byte {
	t.Helper()
	var all []byte
	for _, word := range words {
		line, err := text.Frame(word)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, line...)
	}
	return all
}

// words are those of frames, in order, of some segments.
func words(t testing.TB, segments []home.Segment) []string {
	t.Helper()
	var all []string
	for _, s := range segments {
		for line := range bytes.Lines(s.Frames) {
			data, ok := text.Unframe(line)
			var word string
			if !ok || text.Unmarshal(data, &word) != nil {
				t.Fatalf("segment %d has the line %q", s.At.N, line)
			}
			all = append(all, word)
		}
	}
	return all
}

// kinds are what segments are for.
func kinds(segments []home.Segment) string {
	var all []string
	for _, s := range segments {
		all = append(all, string(s.Kind))
	}
	return strings.Join(all, " ")
}

func holder(host string) home.Holder {
	return home.Holder{PID: 7, Host: host, User: "ann", Command: "apply", Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
}

// founded is a home on a shelf, with nothing in it.
func founded(t testing.TB, s shelf.Shelf, o home.Options) (*home.Home, home.Position) {
	t.Helper()
	o.ID = homeID
	h := home.On(s, o)
	who := holder("founder")
	who.Nonce = "founder"
	at, err := h.Found(t.Context(), home.Identity{ID: homeID}, who, nil)
	if err != nil {
		t.Fatal(err)
	}
	return h, at
}

func begin(t testing.TB, h *home.Home, at home.Position, host string) (*home.Epoch, []home.Segment) {
	t.Helper()
	e, segments, err := h.Begin(t.Context(), at, holder(host), home.Waiting{Patience: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	return e, segments
}

func appended(t testing.TB, e *home.Epoch, text ...string) []home.Segment {
	t.Helper()
	foreign, err := e.Append(frames(t, text...))
	if err != nil {
		t.Fatal(err)
	}
	return foreign
}

func ended(t testing.TB, e *home.Epoch, s *home.Snapshot) {
	t.Helper()
	if err := e.End(s); err != nil {
		t.Fatal(err)
	}
}

func tail(t testing.TB, h *home.Home, at home.Position) []home.Segment {
	t.Helper()
	segments, err := h.Tail(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	return segments
}

// TestRun: what a run writes is what others read, from wherever they read on.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		h, at := founded(t, s, home.Options{})
		e, before := begin(t, h, at, "one")
		if len(before) != 0 {
			t.Errorf("behind the founding there is %s", kinds(before))
		}
		appended(t, e, "a", "b")
		middle := e.At()
		appended(t, e, "c")
		ended(t, e, nil)
		ended(t, e, nil)
		if _, err := e.Append(frames(t, "late")); err == nil {
			t.Error("an epoch that has ended takes events")
		}

		other := home.On(s, home.Options{})
		all := tail(t, other, home.Position{})
		if got, want := kinds(all), "founded begun events events ended"; got != want {
			t.Errorf("the log is %s, want %s", got, want)
		}
		if diff := cmp.Diff([]string{"a", "b", "c"}, words(t, all)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(all[3:], tail(t, other, middle)); diff != "" {
			t.Errorf("behind %v: %s", middle, diff)
		}
		if got := tail(t, other, all[4].At); len(got) != 0 {
			t.Errorf("behind the end there is %s", kinds(got))
		}
		standing, err := other.Standing(t.Context())
		if err != nil || standing.Holder != nil || standing.At != all[4].At || standing.Epoch != 1 {
			t.Errorf("it stands at %+v, %v", standing, err)
		}

		e, before = begin(t, other, middle, "two")
		if diff := cmp.Diff([]string{"c"}, words(t, before)); diff != "" {
			t.Errorf("who begins is told: %s", diff)
		}
		standing, err = h.Standing(t.Context())
		if err != nil || standing.Holder == nil || standing.Holder.Host != "two" || standing.Epoch != 2 {
			t.Errorf("it stands at %+v, %v", standing, err)
		}
		ended(t, e, nil)
	})
}

// TestSnapshots: the newest that counts is found, with what is behind it.
func TestSnapshots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		h, at := founded(t, s, home.Options{})
		newest := func(content, behind string) {
			t.Helper()
			snapshot, segments, err := home.On(s, home.Options{}).Newest(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if snapshot != nil {
				if err := h.Content(t.Context(), *snapshot, &b); err != nil {
					t.Fatal(err)
				}
			}
			kept, err := home.On(s, home.Options{}).Kept(t.Context())
			if diff := cmp.Diff(snapshot, kept); diff != "" || err != nil {
				t.Errorf("it is another one without what is behind it: %v\n%s", err, diff)
			}
			if b.String() != content || kinds(segments) != behind {
				t.Errorf("the newest snapshot is %q with %s behind it, want %q with %s", b.String(), kinds(segments), content, behind)
			}
		}
		save := func(e *home.Epoch, content string) *home.Snapshot {
			t.Helper()
			snapshot, err := h.Save(t.Context(), e.At(), func(w io.Writer) error { _, err := io.WriteString(w, content); return err })
			if err != nil {
				t.Fatal(err)
			}
			return snapshot
		}
		newest("", "founded")
		e, _ := begin(t, h, at, "one")
		appended(t, e, "a")
		first := save(e, "state of a")
		newest("", "founded begun events") // it does not count yet
		appended(t, e, "b")
		ended(t, e, first)
		newest("state of a", "events ended")

		e, _ = begin(t, h, e.At(), "two")
		appended(t, e, "c")
		save(e, "never named")
		newest("state of a", "events ended begun events")
		second := save(e, "state of c")
		if again := save(e, "state of c"); *again != *second {
			t.Errorf("the same content is %+v and %+v", second, again)
		}
		ended(t, e, second)
		newest("state of c", "ended")
	})
}

// TestFound: founding may be repeated by whoever did it, and is not done twice.
func TestFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		h := home.On(s, home.Options{})
		if _, err := h.Tail(t.Context(), home.Position{}); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the log of no home: %v", err)
		}
		who := holder("one")
		who.Nonce = "one"
		content := func(text string) func(io.Writer) error {
			return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
		}
		found := func(id, nonce, text string) (home.Position, error) {
			who.Nonce = nonce
			return home.On(s, home.Options{}).Found(t.Context(), home.Identity{ID: id}, who, content(text))
		}
		at, err := found("first", "one", "state")
		if err != nil || at.N != 1 {
			t.Fatal(at, err)
		}
		for _, again := range []struct {
			id, nonce, text string
			exists          bool
		}{
			{"first", "one", "state", false},
			{"first", "one", "folded meanwhile", false},
			{"first", "two", "state", false},
			{"first", "two", "other", true},
			{"second", "one", "state", true},
		} {
			is, err := found(again.id, again.nonce, again.text)
			if again.exists != errors.Is(err, fs.ErrExist) || !again.exists && is != at {
				t.Errorf("%+v: %v, %v", again, is, err)
			}
		}

		e, _ := begin(t, h, home.Position{}, "three")
		if err := e.Leave("the folder /tmp"); err != nil {
			t.Fatal(err)
		}
		var left *home.LeftError
		if _, _, err := h.Begin(t.Context(), at, holder("four"), home.Waiting{}); !errors.As(err, &left) || left.To != "the folder /tmp" {
			t.Errorf("beginning where the project has left: %v", err)
		}
		who.Nonce = "five"
		if _, err := h.Found(t.Context(), home.Identity{ID: "first"}, who, nil); !errors.Is(err, fs.ErrExist) {
			t.Errorf("coming back with nothing: %v", err)
		}
		back, err := found("first", "five", "brought back")
		if err != nil || back.N != 4 {
			t.Fatal(back, err)
		}
		snapshot, segments, err := h.Newest(t.Context())
		if kept, err := h.Kept(t.Context()); err != nil || !cmp.Equal(kept, snapshot) {
			t.Errorf("after coming back without what is behind it: %+v, %v", kept, err)
		}
		if err != nil || snapshot == nil || snapshot.At.N != 3 || kinds(segments) != "founded" {
			t.Errorf("after coming back: %+v, %s, %v", snapshot, kinds(segments), err)
		}
		e, _ = begin(t, h, back, "six")
		ended(t, e, nil)
	})
}

// TestWorkspaces: each has a log of its own, and none is taken for another.
func TestWorkspaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		names := []string{"Draft", "draft", "entwürfe", "under_score", strings.Repeat("ü", 45)}
		founded(t, s, home.Options{})
		for _, name := range names {
			h, at := founded(t, s, home.Options{Workspace: name})
			e, _ := begin(t, h, at, "one")
			appended(t, e, name)
			ended(t, e, nil)
		}
		for _, name := range names {
			if diff := cmp.Diff([]string{name}, words(t, tail(t, home.On(s, home.Options{Workspace: name}), home.Position{}))); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		got, err := home.On(s, home.Options{}).Workspaces(t.Context())
		if diff := cmp.Diff(names, got); diff != "" || err != nil {
			t.Errorf("%v: %s", err, diff)
		}
	})
}

// TestPictures: one name, one content.
func TestPictures(t *testing.T) {
	s := &shelftest.Memory{}
	h, _ := founded(t, s, home.Options{})
	picture := []byte("the bytes of a picture")
	sum := sha256.Sum256(picture)
	sha := hex.EncodeToString(sum[:])
	for _, step := range []bool{false, true} {
		if has, err := h.Has(t.Context(), sha); has != step || err != nil {
			t.Errorf("it has it: %v, %v", has, err)
		}
		if err := h.Put(t.Context(), sha, bytes.NewReader(picture), int64(len(picture))); err != nil {
			t.Error(err)
		}
	}
	var b bytes.Buffer
	if err := h.Get(t.Context(), sha, &b); err != nil || !bytes.Equal(b.Bytes(), picture) {
		t.Errorf("%q, %v", &b, err)
	}
	s.Put("objects/"+sha[:2]+"/"+sha, []byte("the bytes of a picturE"))
	if err := h.Get(t.Context(), sha, io.Discard); err == nil || !strings.Contains(err.Error(), "objects/") {
		t.Errorf("a changed one: %v", err)
	}
	s.Put("objects/zz/"+sha, nil)
	s.Put("objects/readme", nil)
	for object, err := range h.Objects(t.Context()) {
		if err != nil || object != (home.Object{SHA: sha, Bytes: int64(len(picture))}) {
			t.Errorf("among the pictures is %+v, %v", object, err)
		}
	}
	first := home.Copy{Name: "objects/" + sha[:2] + "/" + sha}
	if err := errors.Join(h.GiveUp(t.Context(), first), h.Remove(t.Context(), first), h.Remove(t.Context(), first)); err != nil {
		t.Error(err)
	}
	if has, err := h.Has(t.Context(), sha); has || err != nil {
		t.Errorf("it has what was removed: %v, %v", has, err)
	}
	missing := strings.Repeat("0", 64)
	if err := h.Get(t.Context(), missing, io.Discard); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing one: %v", err)
	}
	for _, bad := range []string{"", "../../home", strings.ToUpper(sha), sha[1:]} {
		if _, err := h.Has(context.Background(), bad); err == nil {
			t.Errorf("%q is the name of a picture", bad)
		}
	}
}

// TestGivenUp: what was given up is read for as long as it is there, counts for nobody who
// puts it, and its name is never used again: removing it late harms nobody.
func TestGivenUp(t *testing.T) {
	s := &shelftest.Memory{}
	h, _ := founded(t, s, home.Options{})
	picture := []byte("a fox")
	sum := sha256.Sum256(picture)
	sha := hex.EncodeToString(sum[:])
	put := func() {
		t.Helper()
		if err := h.Put(t.Context(), sha, bytes.NewReader(picture), int64(len(picture))); err != nil {
			t.Fatal(err)
		}
	}
	read := func() error {
		var b bytes.Buffer
		err := h.Get(t.Context(), sha, &b)
		if err == nil && b.String() != "a fox" {
			t.Errorf("read %q", &b)
		}
		return err
	}
	copies := func() (all []home.Copy) {
		t.Helper()
		for p, err := range h.Pictures(t.Context()) {
			if err != nil || p.SHA != sha {
				t.Fatal(p.SHA, err)
			}
			all = append(all, p.Copies...)
		}
		return all
	}
	put()
	for n := range 3 {
		first := copies()[0]
		if first.GivenUp || first.Time.IsZero() || first.Bytes != 5 {
			t.Fatalf("%d: %+v", n, first)
		}
		for range 2 {
			if err := h.GiveUp(t.Context(), first); err != nil {
				t.Fatal(err)
			}
		}
		if has, err := h.Has(t.Context(), sha); has || err != nil || read() != nil {
			t.Errorf("%d: what was given up is %v, %v", n, has, err)
		}
		put()
		put()
		if got := copies(); len(got) != 2 || !got[0].GivenUp || got[1].GivenUp || got[0].Name == got[1].Name {
			t.Fatalf("%d: %+v", n, got)
		}
		for range 2 {
			if err := errors.Join(h.Remove(t.Context(), first), read()); err != nil {
				t.Errorf("%d: removed late: %v", n, err)
			}
		}
		if has, err := h.Has(t.Context(), sha); !has || err != nil {
			t.Errorf("%d: what was put again is %v, %v", n, has, err)
		}
	}
	for _, strange := range []string{sha + ".01", sha + ".x", sha + ".1.gone.gone", sha + ".1000", sha + ".-1"} {
		s.Put("objects/"+sha[:2]+"/"+strange, []byte("?"))
	}
	if got := copies(); len(got) != 1 {
		t.Errorf("what is nobody's counts: %+v", got)
	}
	if err := h.Renew(t.Context(), sha, bytes.NewReader(picture), 5); err != nil || read() != nil {
		t.Error(err)
	}
	if now, err := h.MayRemove(t.Context()); err != nil || now.IsZero() {
		t.Error(now, err)
	}
}
