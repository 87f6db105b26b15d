package decide

import (
	"gesso/runner/budget"
	"gesso/runner/plan"
)

// ImportOnly is the plan for the import of one declared image alone: nothing else is
// done, and nothing is bought. The error says why the image takes no picture over.
func (p *Prepared) ImportOnly(address string) (*Prepared, error) {
	c := p.all[address]
	if err := c.CannotImport(); err != nil {
		return nil, err
	}
	nothing := 0
	only := *p
	only.Plan = &plan.Plan{Changes: []*plan.Change{c.Change}, Accounts: p.Accounts, Budget: budget.Budget{MaxImages: &nothing}}
	return &only, nil
}
