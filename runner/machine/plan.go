package machine

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"gesso/runner/document"
	"gesso/runner/money"
	"gesso/runner/plan"
)

// Plan tells each change of a plan, the calls that nothing takes up, and what all of it
// comes to.
func (s *Stream) Plan(p *plan.Plan) {
	for _, c := range p.Changes {
		s.write(PlannedChange{s.head(TypePlannedChange, info, plannedText(c)), changeOf(c)})
	}
	for _, c := range p.Stale() {
		if c.Action == plan.None {
			s.write(PlannedChange{s.head(TypePlannedChange, info, c.Address+": stale ("+texts(document.StaleOf(c))+")"), changeOf(c)})
		}
	}
	for _, call := range p.Strays {
		stray := document.MakeStray(call)
		s.write(StrayCall{s.head(TypeStrayCall, info, stray.Address+": "+stray.GessoAction+", and nothing declares it now"), stray})
	}
	for _, d := range document.MakeDecisions(p.Decisions) {
		s.write(Decision{s.head(TypeDecision, info, strings.TrimSuffix(d.Address+": "+d.Verdict+": "+d.Standing+": "+d.Text, ": ")), d})
	}
	changes, summary := summaryOf(p)
	text := fmt.Sprintf("Plan: %d paid, %d in all, %d unchanged, %d in doubt. %s.", summary.Paid, len(p.Changes)+len(p.Strays), summary.Unchanged, summary.InDoubt, costText(summary.Cost))
	if summary.Partial {
		text += fmt.Sprintf(" The plan is partial: %d more changes are left out.", summary.Deselected)
	}
	s.write(ChangeSummary{s.head(TypeChangeSummary, info, text), changes, &summary, nil})
}

func plannedText(c *plan.Change) string {
	return fmt.Sprintf("%s: %s (%s)", c.Address, c.Action, texts(document.MakeReasons(c.Reasons)))
}

func texts(reasons []document.Reason) string {
	all := make([]string, len(reasons))
	for i, r := range reasons {
		all[i] = r.Text
	}
	return strings.Join(all, "; ")
}

func changeOf(c *plan.Change) Change {
	out := Change{
		Resource: resourceOf(c), Action: actionOf(c), Reason: document.WhyOf(c), GessoAction: c.Action.String(),
		Paid: c.Action.Paid(), Waits: c.Action.Waits(), Sandbox: document.Sandboxed(c), Cost: document.CostOf(c), Reasons: document.ReasonsOf(c),
	}
	if len(c.Stale) > 0 {
		out.Stale = document.StaleOf(c)
	}
	if c.From != "" {
		from := resourceAt(c.From, c.Account)
		out.PreviousResource = &from
	}
	return out
}

// actionOf is Terraform's word for a change in a line, which tells a move and an
// import apart from what they do to the output.
func actionOf(c *plan.Change) string {
	switch c.Action {
	case plan.Move:
		return "move"
	case plan.Import:
		return "import"
	}
	return document.EffectOf(c).String()
}

func resourceOf(c *plan.Change) Resource { return resourceAt(c.Address, document.ProviderOf(c)) }

func resourceAt(address, provider string) Resource {
	a := document.ParseAddress(address)
	kind, _, _ := strings.Cut(provider, ".")
	r := Resource{
		Addr: address, Module: a.Module, Resource: a.Resource(), ImpliedProvider: kind,
		ResourceType: a.Type, ResourceName: a.Name, ResourceKey: a.Index,
	}
	if r.ResourceKey == nil {
		r.ResourceKey = json.RawMessage("null")
	}
	return r
}

func summaryOf(p *plan.Plan) (Changes, Plan) {
	changes := Changes{Operation: "plan"}
	sum := Plan{Actions: map[string]int{}, Unchanged: p.AsDeclared(), Stale: len(p.Stale()), Waiting: p.Waiting(), InDoubt: p.InDoubt(), LeftOut: p.LeftOut()}
	for _, c := range p.Changes {
		changes.count(c)
		sum.Actions[c.Action.String()]++
	}
	cost := p.Cost()
	sum.Paid, sum.Cost, sum.AtMost = cost.Pictures, document.MakeCost(cost), document.MakeCost(p.Most())
	if of := p.Selection; of.Partial() {
		sum.Partial, sum.Deselected, sum.Selection = true, of.LeftOut, &document.Selection{Targets: of.Targets, Excludes: of.Excludes}
	}
	return changes, sum
}

// count counts a change as Terraform does.
func (n *Changes) count(c *plan.Change) {
	if c.Action == plan.Import {
		n.Import++
	}
	switch document.EffectOf(c) {
	case document.Create:
		n.Add++
	case document.Replace:
		n.Add++
		n.Remove++
	case document.Update:
		n.Change++
	case document.Delete:
		n.Remove++
	case document.NoOp, document.Forget:
	}
}

func costText(c document.Cost) string {
	text := "Estimated cost: " + money.In(c.Amount, c.Currency)
	if len(c.Amounts) > 0 {
		text = "Estimated cost: " + money.Amounts(c.Amounts).String()
	}
	if c.Unpriced > 0 {
		text += fmt.Sprintf(" and unknown for %d", c.Unpriced)
	}
	return text
}

func count(n int) string { return strconv.Itoa(n) }
