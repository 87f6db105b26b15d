package collect

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/provider"
	"gesso/state"
)

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// TestHave looks for one picture that was paid for in each place where it can be, with
// and without the nearer ones.
func TestHave(t *testing.T) {
	was := state.Picture{
		Artifact: hashOf(shade(1)), Bytes: int64(len(shade(1))), Format: "png", Width: 16, Height: 16,
		URL: "https://x/a", Task: "T", Provider: "flux.second",
	}
	network := &provider.Error{Class: provider.Network}
	tests := []struct {
		name   string
		change func(t *testing.T, b *bench, p *state.Picture)
		asked  string
		other  []byte // what is taken for it
		err    string
		vain   bool
		said   string
	}{
		{name: "in the store", change: func(t *testing.T, b *bench, _ *state.Picture) { b.stored(t, shade(1)) }},
		{name: "as an output", change: func(t *testing.T, b *bench, p *state.Picture) {
			b.put(t, "a.png", shade(1))
			b.have.outputs[p.Artifact] = "a.png"
		}},
		{name: "at its address", change: func(_ *testing.T, b *bench, _ *state.Picture) { b.at["https://x/a"] = []answer{{bytes: shade(1)}} }, asked: "https://x/a"},
		{name: "damaged in the store", change: func(t *testing.T, b *bench, p *state.Picture) {
			b.damage(t, b.stored(t, shade(1)))
			b.at["https://x/a"] = []answer{{bytes: shade(1)[:40]}, {bytes: shade(1)}}
		}, asked: "https://x/a https://x/a", said: "image.a: the object .gesso/objects/" + was.Artifact[:2] + "/" + was.Artifact + " in the store is damaged, and its picture is looked for elsewhere"},
		{name: "at the address that its task has now", change: func(_ *testing.T, b *bench, _ *state.Picture) {
			b.tasks["T"] = []provider.Task{pictures("https://x/new")}
			b.at["https://x/new"] = []answer{{bytes: shade(1)}}
		}, asked: "https://x/a task T https://x/new"},
		{name: "behind another picture of its task", change: func(_ *testing.T, b *bench, _ *state.Picture) {
			b.tasks["T"] = []provider.Task{pictures("https://x/1", "https://x/2", "https://x/3")}
			b.at["https://x/1"], b.at["https://x/2"], b.at["https://x/3"] = []answer{{bytes: shade(3)}}, []answer{{bytes: shade(1)}}, []answer{{bytes: shade(5)}}
		}, asked: "https://x/a task T https://x/1 https://x/2"},
		{name: "in other bytes, from its task", change: func(_ *testing.T, b *bench, _ *state.Picture) {
			b.at["https://x/a"] = []answer{{bytes: shade(9)}} // what says that the link has expired
			b.tasks["T"] = []provider.Task{pictures("https://x/new")}
			b.at["https://x/new"] = []answer{{bytes: shade(3)}}
		}, asked: "https://x/a task T https://x/new https://x/new", other: shade(3),
			said: "image.a: the provider delivered its picture in other bytes than before; it is the same picture, and nothing that depends on it changes"},
		{name: "in other bytes, at the place that the ledger tells", change: func(_ *testing.T, b *bench, p *state.Picture) {
			b.ledger = []state.Entry{{Outcome: state.OutcomeCollected, Task: "T", Index: 1, Picture: p}}
			b.tasks["T"] = []provider.Task{pictures("https://x/1", "https://x/2")}
			b.at["https://x/1"], b.at["https://x/2"] = []answer{{bytes: shade(3)}}, []answer{{bytes: shade(5)}}
		}, asked: "https://x/a task T https://x/2 https://x/1 https://x/2", other: shade(5),
			said: "image.a: the provider delivered its picture in other bytes than before; it is the same picture, and nothing that depends on it changes"},
		{name: "another picture at its address, and no task", change: func(_ *testing.T, b *bench, p *state.Picture) {
			p.Task, b.at["https://x/a"] = "", []answer{{bytes: shade(9)}}
		}, asked: "https://x/a", vain: true, err: "its address gives another picture now, which nothing ties to the one that was paid for; it is not taken"},
		{name: "one of several, and nothing tells which", change: func(_ *testing.T, b *bench, _ *state.Picture) {
			b.tasks["T"] = []provider.Task{pictures("https://x/1", "https://x/2")}
			b.at["https://x/1"], b.at["https://x/2"] = []answer{{bytes: shade(3)}}, []answer{{bytes: shade(5)}}
		}, asked: "https://x/a task T https://x/1 https://x/2", vain: true,
			err: "its task has 2 pictures, none of them with its bytes, and nothing tells which of them it is"},
		{name: "a task that lost it", change: func(_ *testing.T, b *bench, _ *state.Picture) {
			b.tasks["T"] = []provider.Task{pictures("https://x/new")}
		}, asked: "https://x/a task T https://x/new", vain: true, err: "gone: HTTP 404"},
		{name: "a task that nobody knows", change: func(*testing.T, *bench, *state.Picture) {}, asked: "https://x/a task T", vain: true, err: "gone: HTTP 404"},
		{name: "nothing is known of where it was", change: func(_ *testing.T, _ *bench, p *state.Picture) { p.URL, p.Task = "", "" }, vain: true, err: "nothing is known of where it was"},
		{name: "nobody answers", change: func(_ *testing.T, b *bench, _ *state.Picture) { b.silent = network }, asked: "https://x/a", err: "network"},
		{name: "one that cannot be had now", change: func(_ *testing.T, b *bench, _ *state.Picture) {
			b.tasks["T"] = []provider.Task{pictures("https://x/new")}
			b.at["https://x/new"] = []answer{{err: network}}
		}, asked: "https://x/a task T https://x/new", err: "network"},
		{name: "somebody else than who made it", change: func(_ *testing.T, _ *bench, p *state.Picture) { p.Provider = "flux.first" }, asked: "https://x/a task T",
			err: "its picture was bought with flux.first, which no provider block is now; add that block again to ask for it: gone: HTTP 404"},
		{name: "without a token", change: func(_ *testing.T, b *bench, _ *state.Picture) { b.desk.Provider = nil },
			err: "its picture is not in the store, and flux.second cannot be asked for it: is there a token for it?"},
		{name: "no provider to ask", change: func(_ *testing.T, b *bench, _ *state.Picture) { b.have.nobody = true }, vain: true,
			err: "no output is it, and there is no provider to ask for it"},
		{name: "as it was converted", change: func(t *testing.T, b *bench, _ *state.Picture) {
			b.have.nobody = true
			b.have.copies[b.stored(t, shade(7))] = ""
		}, other: shade(7), said: "image.a: its picture is left only as it was converted for an output, which is taken in its place; nothing that depends on it changes"},
		{name: "as an output that was converted", change: func(t *testing.T, b *bench, _ *state.Picture) {
			b.put(t, "a.png", shade(7))
			b.have.copies[hashOf(shade(7))] = "a.png"
		}, asked: "https://x/a task T", other: shade(7), said: "image.a: its picture is left only as it was converted for an output, which is taken in its place; nothing that depends on it changes"},
		{name: "as a copy that is gone too", change: func(_ *testing.T, b *bench, _ *state.Picture) {
			b.have.nobody, b.have.copies[hashOf(shade(7))] = true, "a.png"
		}, vain: true, err: "no output is it, and there is no provider to ask for it"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b, p := newBench(t), was
			test.change(t, b, &p)
			had, err := b.Have(t.Context(), b.desk, "image.a", p)
			switch {
			case err != nil:
				if err.Error() != test.err || IsVain(err) != test.vain {
					t.Errorf("error %v, in vain: %v", err, IsVain(err))
				}
			case test.err != "" || b.Store.Verify(had.Artifact) != nil || had.Identity() != p.Artifact:
				t.Errorf("had %+v, want the error %q", had, test.err)
			case test.other == nil && had.Artifact != p.Artifact, test.other != nil && had.Artifact != hashOf(test.other):
				t.Errorf("other bytes: %+v", had)
			}
			if diff := cmp.Diff(test.asked, strings.Join(b.asked, " ")); diff != "" {
				t.Error(diff)
			}
			b.check(t, "", test.said)
		})
	}
}

// What stands in the place of a picture is not taken for it, be it of its size or not.
func TestOtherDimensions(t *testing.T) {
	b := newBench(t)
	b.tasks["T"] = []provider.Task{pictures("https://x/new")}
	b.at["https://x/new"] = []answer{{bytes: shade(3)}}
	_, err := b.Have(t.Context(), b.desk, "image.a", state.Picture{Artifact: hashOf(shade(1)), Width: 8, Height: 8, Task: "T"})
	if !errors.As(err, new(*OtherBytesError)) || !FromProvider(err) || FromProvider(errors.New("a full disk")) {
		t.Errorf("error %v", err)
	}
	if b.Store.Has(hashOf(shade(3))) {
		t.Error("it is in the store")
	}
}

func TestWholeWarnsOnce(t *testing.T) {
	b := newBench(t)
	sha := b.stored(t, shade(1))
	if !b.Whole("image.a", sha) {
		t.Error("a whole object is not")
	}
	b.damage(t, sha)
	if b.Whole("image.a", sha) || b.Whole("image.b", sha) || len(b.said) != 1 {
		t.Errorf("said %q", b.said)
	}
}

func TestSecure(t *testing.T) {
	b := newBench(t)
	b.put(t, "a.png", shade(1))
	p := &state.Picture{Artifact: hashOf(shade(1))}
	b.Secure(p)
	if b.Store.Has(p.Artifact) {
		t.Error("a file is kept that is no output")
	}
	b.have.outputs[p.Artifact] = "a.png"
	if b.Secure(p); !b.Store.Has(p.Artifact) {
		t.Error("the output is not kept")
	}
}

// An address is asked once, and what it gave is remembered.
func TestGives(t *testing.T) {
	b := newBench(t)
	b.at["https://x/a"] = []answer{{bytes: shade(1)}}
	for _, test := range []struct {
		url, sha string
		want     bool
	}{
		{"https://x/a", hashOf(shade(2)), false}, {"https://x/a", hashOf(shade(1)), true}, {"https://x/a", hashOf(shade(1)), true},
		{"https://x/dead", hashOf(shade(1)), false},
	} {
		if got := b.Gives(t.Context(), b.desk, test.url, test.sha); got != test.want {
			t.Errorf("%+v: got %v", test, got)
		}
	}
	if got := strings.Join(b.asked, " "); got != "https://x/a https://x/a" {
		t.Errorf("asked for %s", got)
	}
}

// At most so many pictures are fetched at once, and none after the end.
func TestDownloadsEnd(t *testing.T) {
	b := newBench(t)
	b.at["https://x/a"] = []answer{{bytes: shade(1)}}
	for range maxFetches {
		if err := b.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Fetch(ctx, b.desk, pictures("https://x/a"), 0); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if b.Gives(ctx, b.desk, "https://x/a", hashOf(shade(1))) || len(b.asked) != 0 {
		t.Errorf("asked for %q", b.asked)
	}
}

func TestAdopt(t *testing.T) {
	b := newBench(t)
	p, err := b.Adopt(t.Context(), bytes.NewReader(shade(1)), 1<<20)
	want := state.Picture{Artifact: hashOf(shade(1)), Bytes: int64(len(shade(1))), Format: "png", Width: 16, Height: 16}
	if diff := cmp.Diff(want, p); diff != "" || err != nil || !b.Store.Has(p.Artifact) {
		t.Errorf("error %v\n%s", err, diff)
	}
	for _, limit := range []int64{0, 40} {
		if _, err := b.Adopt(t.Context(), bytes.NewReader(shade(3)), limit); !errors.As(err, new(*NoPictureError)) || errors.Unwrap(err) == nil {
			t.Errorf("%d bytes: error %v", limit, err)
		}
	}
}

// A file is imported as the plan has seen it.
func TestImport(t *testing.T) {
	b := newBench(t)
	b.put(t, "a.png", shade(1))
	if err := b.Import("a.png", hashOf(shade(1))); err != nil || !b.Store.Has(hashOf(shade(1))) {
		t.Errorf("error %v", err)
	}
	if err := b.Import("a.png", hashOf(shade(3))); err == nil || err.Error() != "the file a.png has changed since the plan was made" {
		t.Errorf("error %v", err)
	}
	if err := b.Import("b.png", hashOf(shade(1))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}
