package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"gesso/state/disk"
)

// edit changes the project or its outputs, as somebody does between two runs. It
// says what it did.
func (p *project) edit(rng *rand.Rand) (string, error) {
	b := p.blocks[rng.IntN(len(p.blocks))]
	if b.trigger != nil && rng.IntN(2) == 0 {
		b = b.trigger
	}
	switch rng.IntN(26) {
	case 0, 1:
		b.version++
		return "another prompt of " + b.id, p.write()
	case 2, 3:
		b.version = max(0, b.version-1)
		return "an earlier prompt of " + b.id, p.write()
	case 4:
		b.removed, b.kept = !b.removed, rng.IntN(2) == 0
		return fmt.Sprintf("%s removed: %v, kept: %v", b.id, b.removed, b.kept), p.write()
	case 5:
		b.folder = []string{"out", "out/deep/er", "elsewhere"}[rng.IntN(3)]
		return b.id + " goes to " + b.folder, p.write()
	case 6:
		b.ext = map[string]string{".png": ".jpg", ".jpg": ".png"}[b.ext]
		return b.id + " as " + b.ext, p.write()
	case 7, 8:
		return p.resize(rng, b)
	case 9:
		return p.swap(rng, b)
	case 10:
		name := p.photos[rng.IntN(len(p.photos))]
		return "another " + name, p.shoot(rng, name)
	case 11:
		return p.lose(rng)
	case 12, 13, 14:
		return p.refactor(rng, b)
	case 15:
		return p.changeCall(rng)
	case 16, 17, 18:
		return p.change(rng, b)
	case 19, 20, 21, 22:
		return p.treat(rng, b)
	}
	return p.damage(rng, b)
}

// change alters what a block says beside its request.
func (p *project) change(rng *rand.Rand, b *block) (string, error) {
	what := ""
	switch rng.IntN(7) {
	case 0:
		b.lenient = !b.lenient
		what = fmt.Sprintf("%s may be blank: %v", b.id, b.lenient)
	case 1:
		b.judged = true
		what = b.id + " is judged"
	case 2, 6:
		b.forbidden = !b.forbidden
		what = fmt.Sprintf("%s is forbidden: %v", b.id, b.forbidden)
	case 3:
		if b.trigger = nil; rng.IntN(2) == 0 {
			p.pull(rng, b)
		}
		what = fmt.Sprintf("%s has a trigger: %v", b.id, b.trigger != nil)
	case 4:
		b.second = !b.second
		what = fmt.Sprintf("%s is bought from the second provider: %v", b.id, b.second)
	case 5:
		b.json = !b.json
		what = fmt.Sprintf("%s is in JSON: %v", b.id, b.json)
	}
	return what, p.write()
}

// treat alters what a block says of its pictures: only another take is paid for.
func (p *project) treat(rng *rand.Rand, b *block) (string, error) {
	what := ""
	switch rng.IntN(7) {
	case 0, 1:
		b.take = rng.IntN(4)
		if b.take > 1 {
			b.takes[b.take] = true
		}
		what = fmt.Sprintf("%s has take %d", b.id, b.take)
	case 2:
		b.share = !b.share
		what = fmt.Sprintf("%s is shared: %v", b.id, b.share)
	case 3:
		b.spaced = !b.spaced
		what = fmt.Sprintf("%s has white space: %v", b.id, b.spaced)
	case 4:
		b.regenerate = []string{"", "on_change", "manual", "never"}[rng.IntN(4)]
		what = fmt.Sprintf("%s regenerates %q", b.id, b.regenerate)
	case 5:
		b.metadata = []string{"", "none", "embed", "sidecar"}[rng.IntN(4)]
		what = fmt.Sprintf("%s has metadata %q", b.id, b.metadata)
	case 6:
		b.derived = !b.derived
		what = fmt.Sprintf("%s has derived files: %v", b.id, b.derived)
	}
	return what, p.write()
}

// changeCall alters one of the calls of modules.
func (p *project) changeCall(rng *rand.Rand) (string, error) {
	if len(p.calls) == 0 {
		return "nothing", nil
	}
	c := p.calls[rng.IntN(len(p.calls))]
	what := ""
	switch rng.IntN(4) {
	case 0:
		c.removed = !c.removed
		what = fmt.Sprintf("module %s removed: %v", c.id, c.removed)
	case 1:
		c.second = !c.second
		what = fmt.Sprintf("module %s buys from the second provider: %v", c.id, c.second)
	case 2:
		c.size = 1 + rng.IntN(3)
		what = fmt.Sprintf("module %s with %d instances", c.id, c.size)
	case 3:
		from := c.name
		c.name = p.fresh(c.id)
		for _, b := range p.blocks {
			if b.home == c || b.home.nested() && b.home.within == c {
				b.renames++
			}
		}
		for _, key := range c.within.callKeys() {
			what += p.move(rng, c.within.at(key)+"module."+from, c.within.at(key)+"module."+c.name) + "; "
		}
	}
	return what, p.write()
}

// lose deletes a picture from the store, as somebody may who needs the space. The
// output, or the provider, may still have it.
func (p *project) lose(rng *rand.Rand) (string, error) {
	objects, err := filepath.Glob(filepath.Join(p.dir, disk.Home, "objects", "??", "*"))
	if err != nil || len(objects) == 0 {
		return "nothing", err
	}
	object := objects[rng.IntN(len(objects))]
	p.lost[filepath.Base(object)] = true
	return object + " deleted", os.Remove(object)
}

// resize changes how many instances a block has, and all that depend on it.
func (p *project) resize(rng *rand.Rand, b *block) (string, error) {
	for b.parent != nil {
		b = b.parent
	}
	if b.shape == single {
		return "nothing", nil
	}
	size := 1 + rng.IntN(4)
	b.resize(p, size)
	return fmt.Sprintf("%s with %d instances", b.id, size), p.write()
}

func (b *block) resize(p *project, size int) {
	if b.shape == single {
		size = 1
	}
	b.size = size
	for _, child := range p.blocks {
		if child.parent == b {
			child.resize(p, size)
		}
	}
}

// swap lets two blocks trade their folders.
func (p *project) swap(rng *rand.Rand, b *block) (string, error) {
	other := p.blocks[rng.IntN(len(p.blocks))]
	b.folder, other.folder, b.ext, other.ext = other.folder, b.folder, other.ext, b.ext
	return b.id + " and " + other.id + " trade places", p.write()
}

// damage deletes, paints over or overwrites an output, or deletes the cache of what outputs are.
func (p *project) damage(rng *rand.Rand, b *block) (string, error) {
	all := b.instances()
	name := all[rng.IntN(len(all))].output
	if b.derived && rng.IntN(3) == 0 {
		name = strings.TrimSuffix(name, b.ext) + smallSuffix
	}
	path := filepath.Join(p.dir, name)
	if _, err := os.Stat(path); err != nil {
		return "nothing", os.RemoveAll(filepath.Join(p.dir, ".gesso", "stat"))
	}
	p.spoil(name)
	switch rng.IntN(3) {
	case 0:
		return name + " deleted", os.Remove(path)
	case 1:
		return name + " painted over", errors.Join(p.shoot(rng, name), p.paintOver(name))
	}
	// Not in place: an output may share nothing with the store, but that is gesso's
	// promise to keep and not this program's to break.
	return name + " overwritten", os.WriteFile(path, fmt.Append(nil, "not a picture ", rng.IntN(1000)), 0o644)
}
