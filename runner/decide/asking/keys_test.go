package asking

import (
	"strings"
	"testing"

	"gesso/runner/plan"
	"gesso/spec/detail"
	"gesso/spec/eval"
	"gesso/state"
)

// TestWantsWithheld makes sure that a prompt of which only the hash is recorded is
// known by whatever line ends it had, some of a file and some of a value, and that
// another one is not.
func TestWantsWithheld(t *testing.T) {
	request := func(prompt string) state.Request {
		return state.Request{Kind: "flux", Action: "generate", Prompt: prompt, PromptHash: state.HashPrompt(prompt), Model: "flux-dev", Size: "1:1"}
	}
	long := strings.Repeat("a\n", 11)
	for _, test := range []struct {
		recorded, now string
		want          bool
	}{
		{"a\nb\n", "a\nb\n", true},
		{"a\r\nb\r\n", "a\nb\n", true},
		{"a\r\nb\nc\r\n", "a\nb\nc\n", true},
		{"a\nb\r\nc\n", "a\nb\nc\n", true},
		{strings.ReplaceAll(long, "\n", "\r\n"), long, true},
		{"a\r\nb\r\n", "a\nc\n", false},
		{"a", "b", false},
		{"a\n", "a", false},
	} {
		c := &Image{Change: &plan.Change{Request: request(test.now)}, Instance: &eval.Instance{Details: new(detail.Details)}}
		c.Key = c.Request.Key()
		r := request(test.recorded)
		r.Prompt = ""
		if got := c.Wants(r.Key(), &r); got != test.want {
			t.Errorf("%q is wanted by %q: %v, want %v", test.recorded, test.now, got, test.want)
		}
		r.Size = "16:9"
		if c.Wants(r.Key(), &r) {
			t.Errorf("%q of another size is wanted by %q", test.recorded, test.now)
		}
		c.Before = &state.Record{Address: "image.a", Request: &r, Picture: state.Picture{Key: r.Key(), Artifact: "x"}}
		if c.Renew(); c.Renewed {
			t.Errorf("the record of %q with another size is renewed", test.recorded)
		}
	}
}
