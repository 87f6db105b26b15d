package decide

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/recalling"
	"gesso/spec/eval"
	"gesso/state"
)

// Conclude evaluates the outputs and the check blocks after a run of the plan,
// with the state that it left. Where the plan had nothing to do, its own
// evaluation serves, and its checks have been told. Warnings are checks that
// fail, errors are outputs without a value. A plan to destroy concludes nothing.
func (p *Prepared) Conclude(after *state.State) ([]eval.OutputValue, hcl.Diagnostics) {
	x := p.expansion
	if x == nil || len(x.Config.Root.Outputs) == 0 && !x.HasChecks() {
		return nil, nil
	}
	if p.Empty() {
		values, diags := x.Outputs()
		return values, x.Config.Heard(diags)
	}
	x, _ = x.Config.Expand(recalling.Recorded(after)) // the plan has told what is wrong
	values, diags := x.Outputs()
	for _, d := range x.Checks() {
		d.Severity = hcl.DiagWarning // the pictures are made, whatever is wrong with a check
		diags = append(diags, d)
	}
	return values, x.Config.Heard(diags)
}
