package outline

import (
	"gesso/runner/plan"
)

// Form is how much is told of changes that are alike.
type Form int

const (
	Folded Form = iota // two of them, and how many more there are
	Full               // each
)

// Block is what is told of a change, of a call that nothing declares, or of changes
// that are like one before. One of its fields is set.
type Block struct {
	Change *plan.Change
	Stray  *plan.Call
	More   *Fold
}

// Rows are made each time that they are asked for: those of thousands of blocks take
// more room than the plan.
func (b Block) Rows() []Row { return b.AppendRows(nil) }

// AppendRows appends Rows, for who shows thousands of blocks one by one.
func (b Block) AppendRows(to []Row) []Row {
	switch {
	case b.Change != nil:
		return append(rows(to, b.Change), noteRows(b.Change)...)
	case b.Stray != nil:
		return append(to, PendingRows(b.Stray.Call)...)
	}
	return append(to, foldRows(b.More.Changes)...)
}

// Fold are changes of one block that are like those before it.
type Fold struct {
	Block   string
	Changes []*plan.Change // at least fewest
}

// A block of like changes shows so many of them before it folds the rest, if the rest
// is worth it.
const (
	shown  = 2
	fewest = 4
)

// Of lists what there is to be told of a plan: its changes, what others are made from
// first, then the calls of earlier runs that no change takes up.
func Of(p *plan.Plan, form Form) []Block {
	ordered := p.InMakingOrder()
	groups := group(ordered, form)
	blocks := make([]Block, 0, len(ordered))
	for i, c := range ordered {
		switch g := groups[i]; {
		case g == nil || !g.folds():
			blocks = append(blocks, Block{Change: c})
		case g.changes[0] == c: // where the first of them stands, all are told
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

// kin are changes that are alike.
type kin struct{ changes []*plan.Change }

func (k *kin) folds() bool { return len(k.changes) >= shown+fewest }

// group finds which changes are alike. A change that is like no other by its nature
// has no group.
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
