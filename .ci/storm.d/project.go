package main

import (
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// project is a configuration and what its prompts may buy.
type project struct {
	dir     string
	header  string // the gesso and provider blocks
	aliased bool   // there is a second provider
	blocks  []*block
	calls   []*call
	photos  []string
	steady  bool          // no picture is replaced since another one changed
	room    string        // in the paths of outputs, with a slash before it: the workspace at work; "": there are none
	names   int           // how many names were given: none is given twice
	moved   []*part       // moved blocks
	adopted []importation // import blocks

	prices map[string]float64 // by model

	most     map[string]int  // by prompt: the most instances that ever wanted it
	replaced map[string]int  // by prompt: instances that -replace named
	again    map[string]int  // by prompt: how many the last decision asked for
	forgets  int             // how often records went away: an image that is declared on may ask for one as a new one does
	lost     map[string]bool // artifacts that were deleted from the store

	discarded map[string]bool   // those of them that gc has removed
	painted   map[string]string // by the hashes of what somebody has painted: where
}

// importation is a picture that the first instance of a block is to take over.
type importation struct {
	of *block
	id string
}

const photoCount = 2

// draw makes a project of 1 to 12 images, and of more where modules repeat them.
func draw(rng *rand.Rand, dir string, words []string) (*project, error) {
	p := &project{dir: dir, most: map[string]int{}, replaced: map[string]int{}, again: map[string]int{}, lost: map[string]bool{}, discarded: map[string]bool{}, painted: map[string]string{}}
	for i := range photoCount {
		p.photos = append(p.photos, fmt.Sprintf("photos/s%d.%s", i, []string{"png", "jpg"}[rng.IntN(2)]))
		if err := p.shoot(rng, p.photos[i]); err != nil {
			return nil, err
		}
	}
	for i := range rng.IntN(3) {
		id := fmt.Sprintf("m%d", i)
		c := &call{id: id, name: id, keyed: rng.IntN(3) > 0, size: 1 + rng.IntN(3), second: rng.IntN(4) == 0}
		if i == 1 && rng.IntN(2) == 0 {
			c.within = p.calls[0]
		}
		p.calls = append(p.calls, c)
	}
	for left := 1 + rng.IntN(12); left > 0; {
		id := fmt.Sprintf("b%d", len(p.blocks))
		b := &block{plot: p, id: id, name: id, prefix: 'k', triggers: map[*block]bool{}, manner: manner{takes: map[int]bool{}}, folder: "out", ext: []string{".png", ".jpg"}[rng.IntN(2)]}
		if len(p.calls) > 0 && rng.IntN(2) == 0 {
			b.home, b.perCall = p.calls[rng.IntN(len(p.calls))], rng.IntN(2) == 0
		}
		p.kind(rng, b)
		b.size = min(b.size, left)
		if b.parent != nil {
			b.size, b.width = b.parent.size, b.parent.width
		}
		if len(words) > 0 && rng.IntN(3) == 0 {
			b.word = words[rng.IntN(len(words))]
		}
		p.conditions(rng, b)
		b.tells = b.shape == keyed && rng.IntN(3) > 0
		b.second, b.json = rng.IntN(4) == 0, rng.IntN(4) == 0
		b.spaced, b.derived, b.share = rng.IntN(4) == 0, rng.IntN(4) == 0, rng.IntN(6) == 0
		b.metadata = []string{"", "", "", "embed", "sidecar"}[rng.IntN(5)]
		left -= b.size * max(1, b.width)
		p.blocks = append(p.blocks, b)
	}
	return p, nil
}

// kind draws a block's shape and its source.
func (p *project) kind(rng *rand.Rand, b *block) {
	b.shape, b.size = shape(rng.IntN(int(shapes))), 1+rng.IntN(5)
	switch b.shape {
	case single:
		b.size = 1
	case crossed:
		b.size, b.width = 1+rng.IntN(3), 1+rng.IntN(2)
	}
	switch {
	case b.shape == chained:
		b.photo = p.photos[rng.IntN(photoCount)]
	case rng.IntN(3) == 0 && p.beget(rng, b):
		b.shape = b.parent.shape
		if b.shape == chained {
			b.shape = counted
		}
	case rng.IntN(4) == 0:
		b.photo = p.photos[rng.IntN(photoCount)]
	}
}

// beget draws the block that another one edits. Those of nested modules know no others
// than their own.
func (p *project) beget(rng *rand.Rand, b *block) bool {
	var list []*block
	for _, other := range p.blocks {
		if other.home == b.home || !other.home.nested() && !b.home.nested() {
			list = append(list, other)
		}
	}
	if len(list) > 0 {
		b.parent = list[rng.IntN(len(list))]
	}
	return b.parent != nil
}

// conditions draws what a block's pictures have to meet, and what replaces them.
func (p *project) conditions(rng *rand.Rand, b *block) {
	b.attempts = 1
	if b.judged = rng.IntN(3) == 0; b.judged {
		b.attempts = 1 + rng.IntN(3)
		if b.word == "" && rng.IntN(2) == 0 {
			b.word = fmt.Sprintf(" [sandbox:blank=%d]", 1+rng.IntN(3))
		}
	}
	b.late, b.dynamic = rng.IntN(3) == 0, rng.IntN(4) == 0
	b.forbidden = b.late && b.parent != nil && rng.IntN(2) == 0
	if rng.IntN(5) < 2 {
		p.pull(rng, b)
	}
}

// untriggered lets no picture change since another one does: of runs that are at work at once
// nobody knows which of them saw the change, so that with triggers more may be bought.
func (p *project) untriggered() {
	p.steady = true
	for _, b := range p.blocks {
		b.trigger, b.triggers = nil, map[*block]bool{}
	}
}

// pull lets one of the blocks that stand before a block, in its module, trigger it.
func (p *project) pull(rng *rand.Rand, b *block) {
	var list []*block
	for _, other := range p.blocks {
		if other == b {
			break
		}
		if other.home == b.home {
			list = append(list, other)
		}
	}
	if len(list) > 0 && !p.steady {
		b.trigger = list[rng.IntN(len(list))]
		b.triggers[b.trigger] = true
	}
}

// shoot makes a local source of random colours.
func (p *project) shoot(rng *rand.Rand, name string) error {
	img := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for y := range 64 {
		for x := range 64 {
			img.SetRGBA(x, y, color.RGBA{uint8(x*4) ^ uint8(rng.IntN(8)), uint8(y*4) ^ uint8(rng.IntN(8)), uint8(rng.IntN(256)), 255})
		}
	}
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if strings.HasSuffix(name, ".jpg") {
		return jpeg.Encode(f, img, nil)
	}
	return png.Encode(f, img)
}
