package main

import (
	"fmt"
	"math/rand/v2"
)

// fresh is a name that nothing ever had: what moved blocks say stays true then,
// however often they are followed.
func (p *project) fresh(id string) string {
	p.names++
	return fmt.Sprintf("%s_%d", id, p.names)
}

func (b *block) rename(p *project) {
	b.name = p.fresh(b.id)
	b.renames++
}

// move says that what is recorded at one address stands at another. Now and then
// it says nothing, and now and then what it said before is forgotten.
func (p *project) move(rng *rand.Rand, from, to string) string {
	if rng.IntN(8) == 0 {
		p.moved = nil
	}
	if rng.IntN(3) == 0 {
		return fmt.Sprintf("%s is %s now, and nothing says so", from, to)
	}
	t := &part{kind: "moved"}
	t.refer("from", from)
	t.refer("to", to)
	p.moved = append(p.moved, t)
	return fmt.Sprintf("%s is moved to %s", from, to)
}

// refactor gives the images of a block other addresses.
func (p *project) refactor(rng *rand.Rand, b *block) (string, error) {
	what := ""
	switch n := rng.IntN(4); {
	case n == 0 && b.shape == keyed:
		what = p.rekey(rng, b)
	case n == 1 && (b.shape == counted || b.shape == keyed || b.shape == single):
		what = p.reshape(rng, b)
	case n == 2 && len(p.calls) > 0 && !b.home.nested():
		what = p.cross(rng, b)
	default:
		from := b.name
		b.rename(p)
		for _, key := range b.home.callKeys() {
			what += p.move(rng, b.home.at(key)+"image."+from, b.home.at(key)+"image."+b.name) + "; "
		}
	}
	return what, p.write()
}

// rekey gives other keys to a block's instances.
func (p *project) rekey(rng *rand.Rand, b *block) string {
	before := b.instances()
	b.prefix++
	b.renames++
	return p.moveEach(rng, before, b.instances())
}

// reshape makes a block of one kind to one of another.
func (p *project) reshape(rng *rand.Rand, b *block) string {
	before := b.instances()
	b.rename(p)
	switch {
	case b.shape == keyed:
		b.shape = counted
	case b.shape == counted && b.size == 1 && b.parent == nil && rng.IntN(2) == 0 && !p.hasChildren(b):
		b.shape = single
	default:
		b.shape = keyed
	}
	return p.moveEach(rng, before, b.instances())
}

func (p *project) hasChildren(b *block) bool {
	for _, child := range p.blocks {
		if child.parent == b {
			return true
		}
	}
	return false
}

// moveEach moves instances one by one.
func (p *project) moveEach(rng *rand.Rand, from, to []instance) string {
	what := ""
	for i := range from {
		what += p.move(rng, from[i].address, to[i].address) + "; "
	}
	return what
}

// cross takes a block into a module, or out of one.
func (p *project) cross(rng *rand.Rand, b *block) string {
	from := b.home.at(firstKey) + "image." + b.name
	b.rename(p)
	if to := p.calls[rng.IntN(len(p.calls))]; b.home == nil && !to.nested() {
		b.home = to
	} else {
		b.home = nil
	}
	return p.move(rng, from, b.home.at(firstKey)+"image."+b.name)
}
