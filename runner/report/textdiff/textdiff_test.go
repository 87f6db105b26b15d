package textdiff

import (
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// marked writes pieces as git's word diff does.
func marked(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString([]string{Same: "", Old: "[-", New: "{+", Left: "<"}[p.Kind] + p.Text + []string{Same: "", Old: "-]", New: "+}", Left: ">"}[p.Kind])
	}
	return b.String()
}

func TestWords(t *testing.T) {
	for _, test := range []struct{ before, after, want string }{
		{"", "", ""},
		{"a fox", "a fox", "a fox"},
		{"a red fox", "a blue fox", "a [-red-]{+blue+} fox"},
		{"the old red fox sleeps", "the young blue fox sleeps", "the [-old red-]{+young blue+} fox sleeps"},
		{"a fox", "a fox, at night", "a fox{+, at night+}"},
		{"don't stop", "do stop", "[-don't-]{+do+} stop"},
		{"一只红色的狐狸在雪地里", "一只蓝色的狐狸在雪地里", "一只[-红-]{+蓝+}色的狐狸在雪地里"},
		{"ثعلب أحمر في الثلج", "ثعلب أزرق في الثلج", "ثعلب [-أحمر-]{+أزرق+} في الثلج"},
		{"cat 👩‍🚀 moon", "cat 👩‍🎨 moon", "cat [-👩‍🚀-]{+👩‍🎨+} moon"},
		{"a  fox", "a fox", "a[-  -]{+ +}fox"},
		{"naïve café", "naïve cafè", "naïve [-café-]{+cafè+}"},
	} {
		if got := marked(Words(test.before, test.after)); got != test.want {
			t.Errorf("%q and %q: got %s, want %s", test.before, test.after, got, test.want)
		}
	}
}

func TestAround(t *testing.T) {
	before := "one two three four five six seven eight nine ten"
	got := marked(Around(Words(before, strings.Replace(before, "five", "5", 1)), 2))
	if want := "<one two> three four [-five-]{+5+} six seven <eight nine ten>"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLines(t *testing.T) {
	got := marked(AroundLines(Lines("a\nb\nc\nd\ne\nf", "a\nb\nc\nd\nE\nf"), 1))
	if want := "<a><b><c>d[-e-]{+E+}f"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestSplit holds the fast way for ASCII to Unicode's rules.
func TestSplit(t *testing.T) {
	texts := rapid.StringMatching(`[ab0_9 .,:;'"\-\r\n\t\x0b\x00x]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		var want []string
		for it := words.FromString(text); it.Next(); {
			want = append(want, it.Value())
		}
		if diff := cmp.Diff(want, split(nil, text), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	})
}

// TestWordsAsSplit holds the words that are not split, since both texts begin or end with
// them, to what comes of splitting all.
func TestWordsAsSplit(t *testing.T) {
	texts := rapid.StringMatching(`([ab]{1,2}[ ,.é]{0,2}){0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		middle, head, tail := texts.Draw(t, "middle"), texts.Draw(t, "head"), texts.Draw(t, "tail")
		before, after := head+middle+tail, head+texts.Draw(t, "other")+tail
		if diff := cmp.Diff(joined(calmed(nil, compare(nil, split(nil, before), split(nil, after)))), Words(before, after)); diff != "" {
			t.Errorf("%q and %q: %s", before, after, diff)
		}
	})
}

// TestWhole makes sure that nothing is lost, in any texts.
func TestWhole(t *testing.T) {
	letters := rapid.StringMatching(`[ab \n雪é,.]{0,40}`)
	rapid.Check(t, func(t *rapid.T) {
		before, after := letters.Draw(t, "before"), letters.Draw(t, "after")
		for name, found := range map[string]struct {
			pieces []Piece
			end    string
		}{
			"words": {Words(before, after), ""}, "lines": {Lines(before, after), "\n"},
			"around": {Around(Words(before, after), 1), ""}, "around lines": {AroundLines(Lines(before, after), 1), "\n"},
		} {
			var old, now []string
			for _, p := range found.pieces {
				if p.Kind != New {
					old = append(old, p.Text)
				}
				if p.Kind != Old {
					now = append(now, p.Text)
				}
			}
			if diff := cmp.Diff([]string{before, after}, []string{strings.Join(old, found.end), strings.Join(now, found.end)}); diff != "" {
				t.Errorf("%s of %q and %q: %s", name, before, after, diff)
			}
		}
	})
}

func TestMuchDiffers(t *testing.T) {
	before, after := strings.Repeat("a b ", 3000), strings.Repeat("c d ", 3000)
	if pieces := Words(before, after); Kept(pieces) > 0.01 {
		t.Errorf("%d pieces, %g kept", len(pieces), Kept(pieces))
	}
}
