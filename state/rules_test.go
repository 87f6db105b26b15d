package state

import (
	"slices"
	"testing"
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
			wanted := test.wanted.Wanted(unsaid)
			if got := slices.ContainsFunc(Recorded(key, &r), func(k Key) bool { return slices.Contains(wanted, k) }); got != want {
				t.Errorf("%+v is found by %+v: %v, want %v", r, test.wanted, got, want)
			}
		}
		if keys := test.wanted.Wanted(unsaid); keys[0] != test.wanted.Key() {
			t.Errorf("%+v is not looked for under its own key first", test.wanted)
		}
		if keys := test.recorded.Keys(); keys[0] != test.recorded.Key() {
			t.Errorf("%+v is not found under its own key first", test.recorded)
		}
	}
}
