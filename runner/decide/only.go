package decide

import (
	"fmt"
	"strings"

	"gesso/runner/budget"
	"gesso/runner/plan"
)

// ImportOnly is the plan for the import of one declared image alone: nothing else is
// done, and nothing is bought. The error says why the image takes no picture over.
func (p *Prepared) ImportOnly(address string) (*Prepared, error) {
	c := p.all[address]
	switch {
	case c.Action == plan.Import && c.Before.HasPicture() && c.Picture != nil && c.Picture.Artifact == c.Before.Artifact:
		return nil, fmt.Errorf("%s has this picture already", address)
	case c.Action != plan.Import && c.Before.HasPicture():
		return nil, fmt.Errorf("%s has a picture already, and only a file takes its place: what a task has made does not", address)
	case c.Action != plan.Import:
		return nil, fmt.Errorf("%s takes no picture over: the plan for it is %s", address, c.Action)
	case !c.Known():
		return nil, fmt.Errorf("what %s asks for is known when %s is made: import it after the next apply", address, strings.Join(c.Instance.DependsOn, ", "))
	}
	nothing := 0
	only := *p
	only.Plan = &plan.Plan{Changes: []*plan.Change{c.Change}, Accounts: p.Accounts, Budget: budget.Budget{MaxImages: &nothing}}
	return &only, nil
}
