package machine

import (
	"fmt"

	"gesso/runner"
	"gesso/runner/document"
	"gesso/runner/money"
)

// Result tells what became of a run: of what the run has not come to, why it was
// stopped, and what all of it comes to.
func (r *Progress) Result(result *runner.Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, list := range []struct {
		state    string
		outcomes []runner.Outcome
	}{{"failed", result.Failed}, {"skipped", result.Skipped}, {"paid", result.Uncollected}, {"in doubt", result.InDoubt}, {"left out", result.LeftOut}} {
		for _, o := range list.outcomes {
			r.leftover(o, list.state)
		}
	}
	for _, stop := range result.Stopped {
		charge, advice := adviceOn(stop.Err)
		d := document.Diagnostic{Severity: document.Error, Summary: stop.Error(), Detail: stop.Err.Error(), Hint: advice}
		if charge != "" {
			d.Detail += " (" + charge + ")"
		}
		r.stream.Diagnose([]document.Diagnostic{d})
	}
	sum := resultOf(result)
	text := fmt.Sprintf("%s: %d done, %d failed, %d skipped, %d in doubt. %s.", title(r.command), total(sum.Done), sum.Failed, sum.Skipped, sum.InDoubt, costText(sum.Cost))
	r.stream.write(ChangeSummary{r.stream.head(TypeChangeSummary, info, text), r.changes, nil, &sum})
}

// leftover tells of an image that no event has told the end of.
func (r *Progress) leftover(o runner.Outcome, state string) {
	if r.told[o.Address] {
		return
	}
	r.told[o.Address] = true
	h := r.hook(runner.Event{Address: o.Address})
	if c := r.planned[o.Address]; c != nil {
		h.GessoAction = c.Action.String()
		if c.Action.Waits() {
			state = h.GessoAction
		}
	}
	h.State, h.Why = state, o.Err.Error()
	r.stream.write(Apply{r.stream.head(TypeApplySkipped, warn, fmt.Sprintf("%s: %s: %s", o.Address, state, h.Why)), h})
}

func resultOf(result *runner.Result) Result {
	sum := Result{
		Done: map[string]int{}, Unchanged: result.Unchanged, Failed: len(result.Failed), Skipped: len(result.Skipped),
		Uncollected: len(result.Uncollected), InDoubt: len(result.InDoubt), LeftOut: len(result.LeftOut),
		Cost: document.MakeCost(result.Cost), Perhaps: document.MakeCost(result.Perhaps),
		ToCollect: document.MakeCost(result.ToCollect), Slowed: *seconds(result.Slowed),
		Charged: document.MakeAmounts(result.Charged)[money.Credit], ChargedAmounts: document.MakeAmounts(result.Charged), Interrupted: result.Interrupted,
	}
	for action, n := range result.Done {
		sum.Done[action.String()] = n
	}
	return sum
}

func total(done map[string]int) int {
	n := 0
	for _, some := range done {
		n += some
	}
	return n
}

func title(command string) string {
	if command == "destroy" {
		return "Destroy"
	}
	return "Apply"
}
