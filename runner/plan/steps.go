package plan

import (
	"maps"
	"slices"

	"gesso/state"
)

// Step is an address as a graph of the plan shows it.
type Step struct {
	Address string
	Action  Action
	Needs   []string // addresses that come first, sorted
}

// Steps lists what the plan has of every image, be there something to do or
// not, by address.
func (p *Plan) Steps() []Step {
	every := maps.Clone(p.all)
	for _, c := range p.Changes {
		every[c.Address] = c // those of images that are no longer declared too
	}
	steps := make([]Step, 0, len(every))
	for _, address := range slices.SortedFunc(maps.Keys(every), state.CompareAddress) {
		step := Step{Address: address, Action: every[address].Action}
		if i := every[address].Instance; i != nil {
			step.Needs = i.DependsOn
		}
		steps = append(steps, step)
	}
	return steps
}
