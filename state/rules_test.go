package state

import (
	"slices"
	"testing"

	"gesso/spec/lines"
)

// TestKeysMeet makes sure that a request finds what older rules made of the same
// configuration, withheld or not, and nothing else.
func TestKeysMeet(t *testing.T) {
	request := func(prompt, size string) Request {
		return Request{Kind: "flux", Action: "generate", Prompt: prompt, PromptHash: HashPrompt(prompt), Model: "flux-dev", Size: size}
	}
	const unsaid = "1024x1024"
	for _, test := range []struct {
		recorded, wanted Request
		want, withheld   bool // is it found, and is it without the prompt's text
	}{
		{request("a", ""), request("a", unsaid), true, true},
		{request("a", unsaid), request("a", unsaid), true, true},
		{request("a", ""), request("a", "512x512"), false, false},
		{request("a", "512x512"), request("a", unsaid), false, false},
		{request("a\r\nb\r\n", ""), request("a\nb\n", unsaid), true, true},
		{request("a\r\nb\r\n", "512x512"), request("a\nb\n", "512x512"), true, true},
		{request("a\r\nb\n", ""), request("a\nb\n", unsaid), true, false}, // of a heredoc and a variable
		{request("a\rb", ""), request("a\nb", unsaid), true, false},
		{request("a\r, oil", ""), request("a, oil", unsaid), true, false}, // of a line that was cut off
		{request("a\nb", ""), request("a\n\nb", unsaid), false, false},
		{request("a b", ""), request("a\nb", unsaid), false, false},
	} {
		r := test.recorded
		for _, withheld := range []bool{false, true} {
			want, key := test.want, r.Key()
			if withheld {
				r.Prompt, want = "", test.withheld
			}
			if r.Key() != key {
				t.Errorf("%+v: the key depends on whether the prompt is withheld", r)
			}
			wanted := test.wanted.Wanted(Wording{Unsaid: unsaid})
			if got := slices.ContainsFunc(Recorded(key, &r), func(k Key) bool { return slices.Contains(wanted, k) }); got != want {
				t.Errorf("%+v is found by %+v: %v, want %v", r, test.wanted, got, want)
			}
		}
		if keys := test.wanted.Wanted(Wording{Unsaid: unsaid}); keys[0] != test.wanted.Key() {
			t.Errorf("%+v is not looked for under its own key first", test.wanted)
		}
		if keys := test.recorded.Keys(); keys[0] != test.recorded.Key() {
			t.Errorf("%+v is not found under its own key first", test.recorded)
		}
	}
}

// TestWhiteSpace makes sure that a prompt whose white space is folded is found by
// however it was laid out, and one whose white space counts by nothing but itself.
func TestWhiteSpace(t *testing.T) {
	request := func(prompt string) Request {
		return Request{Kind: "flux", Action: "generate", Prompt: prompt, PromptHash: HashPrompt(prompt), Model: "flux-dev"}
	}
	for _, test := range []struct {
		recorded, written      string
		folds, exact, withheld bool // is it found where white space is folded, where it counts, and folded and without its text
	}{
		{"a cat", "a cat", true, true, true},
		{"a cat", " a\n\tcat\n", true, false, true},
		{" a\n\tcat\n", " a\n\tcat\n", true, true, true},
		{" a\r\n\tcat\r\n", " a\n\tcat\n", true, true, true},
		{" a\n\tcat\n", "a cat", true, false, false},
		{"a  cat", "a\ncat", true, false, false},
		{"a\u00a0cat", "a cat", true, false, false},
		{"a\rcat", "a\ncat", true, true, false},
		{"\ufeffa cat", "a cat\n", true, false, false},
		{"\ufeffa cat", "\ufeffa  cat\n", true, false, true},
		{"a cat", "\ufeffa  cat\n", true, false, true},
		{"a cat", "acat", false, false, false},
		{"a  dog", "a cat", false, false, false},
	} {
		folded := Wording{Written: test.written}
		for _, is := range []struct {
			what     string
			wanted   Request
			wording  Wording
			withheld bool
			want     bool
		}{
			{"folded", request(lines.Fold(test.written)), folded, false, test.folds},
			{"exact", request(test.written), Wording{}, false, test.exact},
			{"withheld", request(lines.Fold(test.written)), folded, true, test.withheld},
		} {
			r := request(test.recorded)
			if is.withheld {
				r.Prompt = ""
			}
			wanted := is.wanted.Wanted(is.wording)
			if got := slices.ContainsFunc(Recorded(r.Key(), &r), func(k Key) bool { return slices.Contains(wanted, k) }); got != is.want {
				t.Errorf("%q is found by %q, %s: %v, want %v", test.recorded, test.written, is.what, got, is.want)
			}
			if got := SamePrompt(r, is.wanted, is.wording); got != is.want {
				t.Errorf("%q is the prompt of %q, %s: %v, want %v", test.recorded, test.written, is.what, got, is.want)
			}
			if wanted[0] != is.wanted.Key() {
				t.Errorf("%q is not looked for under its own key first", test.written)
			}
		}
	}
}
