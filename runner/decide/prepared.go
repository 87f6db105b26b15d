package decide

import (
	"gesso/runner/plan"
	"gesso/runner/supply"
	"gesso/spec/eval"
)

// Prepared is a plan, with what cannot be written down of what it was made from and
// what carries it out needs: the Supply, and what an Evaluation decides with.
type Prepared struct {
	*plan.Plan
	Supply *supply.Supply // of what was paid for already

	situation Situation
	expansion *eval.Expansion
	all       map[string]*change // of every declared instance
	library   *library
}

// Expansion is the configuration as the plan leaves it: with the pictures that
// stay, and placeholders for those that will be made.
func (p *Prepared) Expansion() *eval.Expansion { return p.expansion }
