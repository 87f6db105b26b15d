package outline

import (
	"gesso/runner/plan"
)

// Form is how much is shown of changes that are alike.
type Form int

const (
	Folded Form = iota // two of them, and how many more there are
	Full               // each one
)

// Block is what is shown of a change, of a call whose address is not declared, or of the
// changes that are like those before. Exactly one of its fields is set.
type Block struct {
	Change *plan.Change
	Stray  *plan.Call
	More   *Fold
}

// Rows makes the rows anew for each call: those of thousands of blocks take more memory
// than the plan.
func (b Block) Rows() []Row { return b.AppendRows(nil) }

// AppendRows appends Rows to a slice, which callers with thousands of blocks reuse.
func (b Block) AppendRows(to []Row) []Row {
	switch {
	case b.Change != nil:
		return append(rows(to, b.Change), noteRows(b.Change)...)
	case b.Stray != nil:
		return append(to, PendingRows(b.Stray.Call)...)
	}
	return append(to, foldRows(b.More.Changes)...)
}

// Fold is the changes of a configuration block that are like those before them.
type Fold struct {
	Block   string
	Changes []*plan.Change // at least fewest
}

// So many of the changes that are alike are shown before the rest is folded, if the rest is
// at least so many.
const (
	shown  = 2
	fewest = 4
)

// Of returns the blocks of a plan: its changes, sources before what is made from them, then
// calls of earlier runs that no change takes up.
func Of(p *plan.Plan, form Form) []Block {
	ordered := p.InMakingOrder()
	groups := group(ordered, form)
	blocks := make([]Block, 0, len(ordered))
	for i, c := range ordered {
		switch g := groups[i]; {
		case g == nil || !g.folds():
			blocks = append(blocks, Block{Change: c})
		case g.changes[0] == c: // all are listed where the first one stands
			for _, like := range g.changes[:shown] {
				blocks = append(blocks, Block{Change: like})
			}
			blocks = append(blocks, Block{More: &Fold{Block: c.Block(), Changes: g.changes[shown:]}})
		}
	}
	for i := range p.Strays {
		blocks = append(blocks, Block{Stray: &p.Strays[i]})
	}
	return blocks
}

// kin is a group of changes that are alike.
type kin struct{ changes []*plan.Change }

func (k *kin) folds() bool { return len(k.changes) >= shown+fewest }

// group finds which changes are alike. Changes that must be shown one by one have no group.
func group(changes []*plan.Change, form Form) []*kin {
	groups := make([]*kin, len(changes))
	if form == Full {
		return groups
	}
	known := map[shape]*kin{}
	for i, c := range changes {
		if c.Action.Waits() || len(c.Notes) > 0 {
			continue
		}
		s := shapeOf(c)
		if known[s] == nil {
			known[s] = &kin{}
		}
		groups[i] = known[s]
		groups[i].changes = append(groups[i].changes, c)
	}
	return groups
}
