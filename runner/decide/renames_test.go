package decide

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gesso/runner/plan"
	"gesso/state"
)

// arrangement is images as a configuration declares them: blocks of one, by count and by
// for_each.
type arrangement struct {
	config  strings.Builder
	prompts map[string]string // by address
}

// arrange declares an image for each prompt, in blocks with names from a small pool, so
// that two arrangements share some.
func arrange(t *rapid.T, prompts []string) *arrangement {
	a := &arrangement{prompts: map[string]string{}}
	names := rapid.Permutation(nameless(len(prompts))).Draw(t, "names")
	for block := 0; len(prompts) > 0; block++ {
		n := rapid.IntRange(1, min(60, len(prompts))).Draw(t, "images")
		form := rapid.SampledFrom([]string{"one", "count", "keys"}).Draw(t, "form")
		if form == "one" {
			n = 1
		}
		a.block(names[block], form, prompts[:n])
		prompts = prompts[n:]
	}
	return a
}

func nameless(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("b%d", i)
	}
	return names
}

func (a *arrangement) block(name, form string, prompts []string) {
	address := "image." + name
	switch form {
	case "one":
		fmt.Fprintf(&a.config, "image %q { prompt = %q }\n", name, prompts[0])
		a.prompts[address] = prompts[0]
	case "count":
		fmt.Fprintf(&a.config, "image %q {\n  count = %d\n  prompt = %s[count.index]\n}\n", name, len(prompts), list(prompts))
		for i, p := range prompts {
			a.prompts[fmt.Sprintf("%s[%d]", address, i)] = p
		}
	case "keys":
		fmt.Fprintf(&a.config, "image %q {\n  for_each = {\n", name)
		for i, p := range prompts {
			fmt.Fprintf(&a.config, "    k%d = %q\n", i, p)
			a.prompts[fmt.Sprintf("%s[\"k%d\"]", address, i)] = p
		}
		a.config.WriteString("  }\n  prompt = each.value\n}\n")
	}
}

func list(prompts []string) string {
	quoted := make([]string, len(prompts))
	for i, p := range prompts {
		quoted[i] = fmt.Sprintf("%q", p)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// rearranged is two arrangements of the same prompts, some of which are alike.
type rearranged struct{ before, after *arrangement }

func rearrangements(n int) *rapid.Generator[rearranged] {
	return rapid.Custom(func(t *rapid.T) rearranged {
		prompts := make([]string, n)
		for i := range prompts {
			prompts[i] = fmt.Sprintf("picture %d", rapid.IntRange(0, n).Draw(t, "prompt"))
		}
		return rearranged{arrange(t, prompts), arrange(t, rapid.Permutation(prompts).Draw(t, "order"))}
	})
}

// TestRenamesAreFree: however images are renamed and put into other order, from single
// blocks to count to keys and back, nothing is paid for, and each gets a picture of its
// own prompt that nobody else gets.
func TestRenamesAreFree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		of := rearrangements(rapid.IntRange(1, 30).Draw(rt, "images")).Draw(rt, "arrangements")
		if wrong := of.free(t, rapid.Bool().Draw(rt, "no-auto-move")); wrong != "" {
			rt.Fatal(wrong)
		}
	})
}

// TestManyRenamesAreFree is that for 500 images.
func TestManyRenamesAreFree(t *testing.T) {
	for seed := range 4 {
		if wrong := rearrangements(500).Example(seed).free(t, seed%2 == 1); wrong != "" {
			t.Errorf("seed %d: %s", seed, wrong)
		}
	}
}

// free says what is wrong with the plan from one arrangement to the other.
func (r rearranged) free(t *testing.T, unmoved bool) string {
	s := situationOf(t, r.after.config.String())
	s.Unmoved = unmoved
	prompts := map[string]string{} // by artifact
	for address, prompt := range r.before.prompts {
		artifact := state.HashPrompt(address)
		prompts[artifact] = prompt
		e := there(address, prompt, artifact)
		e.Record.Task = "task of " + address
		s.State.Apply(e)
	}
	p := made(t, s)
	taken := map[string]string{}
	for address, prompt := range r.after.prompts {
		c := p.all[address]
		if c.Action.Paid() {
			return fmt.Sprintf("%s is to %s: %v", address, c.Action, c.Reasons)
		}
		artifact := c.expected()
		if c.Action != plan.Reuse {
			artifact = c.Before.Artifact
		}
		if prompts[artifact] != prompt {
			return fmt.Sprintf("%s of %q gets the picture of %q, to %s", address, prompt, prompts[artifact], c.Action)
		}
		if other := taken[artifact]; other != "" {
			return fmt.Sprintf("%s and %s get one picture", other, address)
		}
		taken[artifact] = address
	}
	return ""
}
