package plan

import (
	"cmp"
	"slices"

	"gesso/spec/address"
)

// InMakingOrder lists the plan's changes for a reader: what others are made from
// comes before them, and else the order is that of addresses. The plan's own order is
// another matter: it is in that one that a budget is spent.
func (p *Plan) InMakingOrder() []*Change {
	o := order{needs: map[string][]string{}, depths: map[string]int{}}
	blocks := make(map[string]string, len(p.Changes)) // by address
	for _, c := range p.Changes {
		blocks[c.Address] = c.Block()
	}
	for _, c := range p.Changes {
		o.link(c, blocks)
	}
	sorted := slices.Clone(p.Changes)
	slices.SortStableFunc(sorted, func(a, b *Change) int {
		return cmp.Compare(o.depth(blocks[a.Address]), o.depth(blocks[b.Address]))
	})
	return sorted
}

// Block is the block that the change's image belongs to, without keys.
func (c *Change) Block() string {
	if c.Declared != nil {
		return c.Declared.Block
	}
	steps := address.Parse(c.Address)
	for i := range steps {
		steps[i].Key = ""
	}
	return address.Join(steps)
}

// order finds how deep the blocks that change lie in what they are made from. Within
// a block the order of addresses is that in which its images refer to each other.
type order struct {
	needs  map[string][]string // the other blocks that a block's changes are made from
	depths map[string]int
}

// link notes what a change is made from, of what changes.
func (o *order) link(c *Change, blocks map[string]string) {
	if c.Declared == nil {
		return
	}
	own := c.Declared.Block
	for _, need := range c.Declared.Needs {
		other := blocks[need]
		if other != "" && other != own && !slices.Contains(o.needs[own], other) {
			o.needs[own] = append(o.needs[own], other)
		}
	}
}

// depth is that of a block. Blocks refer to each other in no circle.
func (o *order) depth(block string) int {
	if d, known := o.depths[block]; known {
		return d
	}
	o.depths[block] = 0
	d := 0
	for _, need := range o.needs[block] {
		d = max(d, o.depth(need)+1)
	}
	o.depths[block] = d
	return d
}
