package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"gesso/state"
)

// edit changes the project or its outputs, as somebody does between two runs. It
// says what it did.
func (p *project) edit(rng *rand.Rand) (string, error) {
	b := p.blocks[rng.IntN(len(p.blocks))]
	switch rng.IntN(12) {
	case 0:
		b.version++
		return "another prompt of " + b.name, p.write()
	case 1:
		b.version = max(0, b.version-1)
		return "an earlier prompt of " + b.name, p.write()
	case 2:
		b.removed = !b.removed
		return fmt.Sprintf("%s removed: %v", b.name, b.removed), p.write()
	case 3:
		b.folder = []string{"out", "out/deep/er", "elsewhere"}[rng.IntN(3)]
		return b.name + " goes to " + b.folder, p.write()
	case 4:
		b.ext = map[string]string{".png": ".jpg", ".jpg": ".png"}[b.ext]
		return b.name + " as " + b.ext, p.write()
	case 5:
		return p.resize(rng, b)
	case 6:
		return p.swap(rng, b)
	case 7:
		name := p.photos[rng.IntN(len(p.photos))]
		return "another " + name, p.shoot(rng, name)
	case 8:
		return p.lose(rng)
	}
	return p.damage(rng, b)
}

// lose deletes a picture from the store, as somebody may who needs the space. The
// output, or the provider, may still have it.
func (p *project) lose(rng *rand.Rand) (string, error) {
	objects, err := filepath.Glob(filepath.Join(p.dir, state.Home, "objects", "??", "*"))
	if err != nil || len(objects) == 0 {
		return "nothing", err
	}
	object := objects[rng.IntN(len(objects))]
	p.lost[filepath.Base(object)] = true
	return object + " deleted", os.Remove(object)
}

// resize changes how many instances a block has, and all that depend on it.
func (p *project) resize(rng *rand.Rand, b *block) (string, error) {
	if b.shape == single {
		return "nothing", nil
	}
	for b.parent != nil {
		b = b.parent
	}
	size := 1 + rng.IntN(4)
	b.resize(p, size)
	return fmt.Sprintf("%s with %d instances", b.name, size), p.write()
}

func (b *block) resize(p *project, size int) {
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
	return b.name + " and " + other.name + " trade places", p.write()
}

// damage deletes or overwrites an output, or deletes the cache of what outputs are.
func (p *project) damage(rng *rand.Rand, b *block) (string, error) {
	outputs := b.outputs()
	name := outputs[rng.IntN(len(outputs))]
	path := filepath.Join(p.dir, name)
	if _, err := os.Stat(path); err != nil {
		return "nothing", os.RemoveAll(filepath.Join(p.dir, ".gesso", "stat"))
	}
	if rng.IntN(2) == 0 {
		return name + " deleted", os.Remove(path)
	}
	// Not in place: an output may share nothing with the store, but that is gesso's
	// promise to keep and not this program's to break.
	return name + " overwritten", os.WriteFile(path, fmt.Append(nil, "not a picture ", rng.IntN(1000)), 0o644)
}
