package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// OnDrift is what becomes of an output that was changed by hand. The zero value is that
// of a block without a word of it.
type OnDrift string

// The values of OnDrift, as users write them.
const (
	Keep    OnDrift = "keep"    // it is the picture from now on
	Restore OnDrift = "restore" // the picture that was made takes its place again
	Fail    OnDrift = "fail"    // nothing is planned before somebody decides
)

// Word is the value as users write it.
func (d OnDrift) Word() OnDrift {
	if d == "" {
		return Keep
	}
	return d
}

func onDrift(content *Content, target *OnDrift) hcl.Diagnostics {
	word := ""
	diags := literal(content, "on_drift", &word)
	if *target = OnDrift(word); diags.HasErrors() || slices.Contains(lang.OnDrift, word) {
		return diags
	}
	return diag.ProblemAt(content.Attributes["on_drift"].Expr.Range(), "Invalid on_drift",
		"The argument on_drift is one of %s, and not %q.%s", diag.Enumerate(lang.OnDrift), word, diag.DidYouMean(word, lang.OnDrift))
}
