// Package narrowing finds which part of a configuration has to be evaluated for what a user
// has selected of it.
//
// # Promises
//
//   - What is selected is evaluated as in the whole, with all that it needs.
//   - A mistake in a block is no matter where -target or -exclude leave out the block and all
//     that need it; where it is not known whether they do, it is one.
//   - What is recorded of a block that is not evaluated is left as it is.
//
// # Not for
//
// Which instances are selected: that is known when the part is evaluated, see package
// selection.
//
// # Example
//
//	x, diags := config.Expand(recall)
//	if p, told := narrowing.Around(config.Tree, choice, x); p != nil {
//		x, diags = config.ExpandPart(recall, p)
//	}
package narrowing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/selection"
	"gesso/spec/config"
	"gesso/spec/eval"
	"gesso/spec/part"
	"gesso/state"
)

// Around returns the part of a configuration that a choice needs, where an expansion of all
// of it has found mistakes and none of them is in there, and tells of them. Nil is that all
// is needed.
func Around(t *config.Tree, c selection.Choice, x *eval.Expansion) (*part.Part, hcl.Diagnostics) {
	wrong, all := x.Wrong()
	if len(wrong) == 0 || !all || !c.Partial() {
		return nil, nil
	}
	excluded := map[config.Evaluable]bool{}
	for _, n := range t.Root.AllImages() {
		excluded[n] = c.Excluded(n.String())
	}
	excluded = part.Dependents(t, excluded)
	var roots []config.Evaluable
	for _, n := range t.Root.AllImages() {
		if !excluded[n] && c.MayTarget(n.String()) {
			roots = append(roots, n)
		}
	}
	p := part.Of(roots...)
	if slices.ContainsFunc(wrong, p.Has) {
		return nil, nil
	}
	return p, warning(wrong)
}

// Selected returns the part of an expansion that the instances need which are not left out,
// and its outputs; and the instances beside it.
func Selected(x *eval.Expansion, omits func(address string) bool) (*part.Part, []*eval.Instance) {
	var roots []config.Evaluable
	for _, i := range x.Instances {
		if !omits(i.Address) && (len(roots) == 0 || roots[len(roots)-1] != config.Evaluable(i.Block)) {
			roots = append(roots, i.Block)
		}
	}
	root := x.Config.Root
	for _, out := range root.Outputs {
		if x.Knows(root, out.References()) {
			roots = append(roots, root.Named(out.References())...)
		}
	}
	p := part.Of(roots...)
	return p, slices.DeleteFunc(slices.Clone(x.Instances), func(i *eval.Instance) bool { return p.Has(i.Block) })
}

// Unseen lists what a plan of a part cannot know to be declared: the blocks beside the part,
// and the addresses recorded of them.
func Unseen(t *config.Tree, p *part.Part, s *state.State) []string {
	if p == nil {
		return nil
	}
	var unseen []string
	for _, n := range t.Root.AllImages() {
		if !p.Has(n) {
			unseen = append(unseen, n.String())
		}
	}
	for r := range s.All() {
		if block := t.Block(r.Address); block != nil && !p.Has(block) && r.Address != block.String() {
			unseen = append(unseen, r.Address)
		}
	}
	return unseen
}

// warning says that there are mistakes in what is left out.
func warning(wrong []config.Evaluable) hcl.Diagnostics {
	var names []string
	for _, n := range wrong {
		names = append(names, n.String())
	}
	if more := len(names) - 5; more > 1 {
		names = append(names[:5], fmt.Sprintf("%d more", more))
	}
	return hcl.Diagnostics{{
		Severity: hcl.DiagWarning, Summary: "Mistakes in what is left out",
		Detail: "These cannot be evaluated, and what is left out by -target and -exclude with them is not counted: " + strings.Join(names, ", ") + ". gesso validate says what is wrong.",
	}}
}
