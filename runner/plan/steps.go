package plan

import (
	"slices"

	"gesso/spec/address"
)

// Step is an address as a graph of the plan shows it.
type Step struct {
	Address string   `json:"address"`
	Action  Action   `json:"action"`
	Needs   []string `json:"needs,omitempty"` // addresses that come first, sorted
}

// Steps lists what the plan has of every image, be there something to do or
// not, by address.
func (p *Plan) Steps() []Step {
	steps := make([]Step, 0, len(p.Changes)+len(p.Unchanged))
	for _, c := range slices.Concat(p.Changes, p.Unchanged) {
		step := Step{Address: c.Address, Action: c.Action}
		if c.Declared != nil {
			step.Needs = c.Declared.Needs
		}
		steps = append(steps, step)
	}
	slices.SortFunc(steps, func(a, b Step) int { return address.Compare(a.Address, b.Address) })
	return steps
}

// Around are the steps that a change depends on, and those that depend on it.
func (p *Plan) Around(c *Change) (needed, awaiting []Step) {
	for _, step := range p.Steps() {
		switch {
		case slices.Contains(c.Declared.Needs, step.Address):
			needed = append(needed, step)
		case slices.Contains(step.Needs, c.Address):
			awaiting = append(awaiting, step)
		}
	}
	return needed, awaiting
}
