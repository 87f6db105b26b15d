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

// shape is how many images a block makes.
type shape int

const (
	single shape = iota
	counted
	keyed
	chained // counted, each an edit of the one before
)

// block is an image block of the project.
type block struct {
	name    string
	shape   shape
	size    int    // how many instances, where there can be several
	version int    // of the prompt
	word    string // for the sandbox, in the prompt: a fault
	folder  string
	ext     string // ".png" or ".jpg"
	photo   string // the edit's source: a local file
	parent  *block // the edit's source: a block of the same shape and size
	removed bool
}

// project is a configuration and what its prompts may buy.
type project struct {
	dir    string
	header string // the gesso and provider blocks
	blocks []*block
	photos []string

	prices map[string]float64 // by model

	most     map[string]int  // by prompt: the most instances that ever wanted it
	replaced map[string]int  // by prompt: instances that -replace named
	lost     map[string]bool // artifacts that were deleted from the store
}

const photoCount = 2

// draw makes a project of 1 to 12 images.
func draw(rng *rand.Rand, dir string, words []string) (*project, error) {
	p := &project{dir: dir, most: map[string]int{}, replaced: map[string]int{}, lost: map[string]bool{}}
	for i := range photoCount {
		p.photos = append(p.photos, fmt.Sprintf("photos/s%d.%s", i, []string{"png", "jpg"}[rng.IntN(2)]))
		if err := p.shoot(rng, p.photos[i]); err != nil {
			return nil, err
		}
	}
	for left := 1 + rng.IntN(12); left > 0; {
		b := &block{name: fmt.Sprintf("b%d", len(p.blocks)), folder: "out", ext: []string{".png", ".jpg"}[rng.IntN(2)]}
		p.kind(rng, b)
		b.size = min(b.size, left)
		if b.parent != nil {
			b.size = b.parent.size
		}
		if len(words) > 0 && rng.IntN(3) == 0 {
			b.word = words[rng.IntN(len(words))]
		}
		left -= b.size
		p.blocks = append(p.blocks, b)
	}
	return p, nil
}

// kind draws a block's shape and its source.
func (p *project) kind(rng *rand.Rand, b *block) {
	b.shape, b.size = shape(rng.IntN(4)), 1+rng.IntN(5)
	if b.shape == single {
		b.size = 1
	}
	switch {
	case b.shape == chained:
		b.photo = p.photos[rng.IntN(photoCount)]
	case len(p.blocks) > 0 && rng.IntN(3) == 0:
		b.parent = p.blocks[rng.IntN(len(p.blocks))]
		b.shape = b.parent.shape
		if b.shape == chained {
			b.shape = counted
		}
	case rng.IntN(4) == 0:
		b.photo = p.photos[rng.IntN(photoCount)]
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

// write puts the project's configuration on disk and notes what it may buy.
func (p *project) write() error {
	text := p.header
	wanted := map[string]int{}
	for _, b := range p.blocks {
		if b.gone() {
			continue
		}
		text += b.hcl()
		for _, prompt := range b.prompts() {
			wanted[prompt]++
		}
	}
	for prompt, n := range wanted {
		p.most[prompt] = max(p.most[prompt], n)
	}
	return os.WriteFile(filepath.Join(p.dir, "main.hcl"), []byte(text), 0o644)
}

// gone reports whether a block is not declared: it or what it edits was removed.
func (b *block) gone() bool { return b.removed || b.parent != nil && b.parent.gone() }

// prompt is the block's, but for what a key adds.
func (b *block) prompt() string { return fmt.Sprintf("%s, version %d%s", b.name, b.version, b.word) }

// prompts are those of its instances.
func (b *block) prompts() []string {
	var list []string
	for i := range b.size {
		switch b.shape {
		case keyed:
			list = append(list, fmt.Sprintf("%s of k%d", b.prompt(), i))
		default:
			list = append(list, b.prompt())
		}
	}
	return list
}

// addresses are those of its instances.
func (b *block) addresses() []string {
	var list []string
	for i := range b.size {
		switch b.shape {
		case single:
			list = append(list, "image."+b.name)
		case keyed:
			list = append(list, fmt.Sprintf(`image.%s["k%d"]`, b.name, i))
		default:
			list = append(list, fmt.Sprintf("image.%s[%d]", b.name, i))
		}
	}
	return list
}

// outputs are the files of its instances.
func (b *block) outputs() []string {
	var list []string
	for i := range b.size {
		list = append(list, fmt.Sprintf("%s/%s-%d%s", b.folder, b.name, i, b.ext))
	}
	return list
}

// hcl is the block as it is declared.
func (b *block) hcl() string {
	var t strings.Builder
	prompt, index, own := b.prompt(), "0", ""
	fmt.Fprintf(&t, "\nimage %q {\n", b.name)
	switch b.shape {
	case counted, chained:
		fmt.Fprintf(&t, "  count = %d\n", b.size)
		index, own = "${count.index}", "[count.index]"
	case keyed:
		var keys []string
		for i := range b.size {
			keys = append(keys, fmt.Sprintf("%q", fmt.Sprintf("k%d", i)))
		}
		fmt.Fprintf(&t, "  for_each = toset([%s])\n", strings.Join(keys, ", "))
		prompt += " of ${each.key}"
		index, own = `${trimprefix(each.key, "k")}`, "[each.key]"
	}
	fmt.Fprintf(&t, "  prompt = \"%s\"\n  path = \"%s/%s-%s%s\"\n", prompt, b.folder, b.name, index, b.ext)
	switch {
	case b.shape == chained:
		fmt.Fprintf(&t, "  source = count.index == 0 ? %q : image.%s[count.index - 1]\n", b.photo, b.name)
	case b.parent != nil:
		fmt.Fprintf(&t, "  source = image.%s%s\n", b.parent.name, own)
	case b.photo != "":
		fmt.Fprintf(&t, "  source = %q\n", b.photo)
	default:
		fmt.Fprintf(&t, "  model = \"flux-dev\"\n  size = \"256x256\"\n}\n")
		return t.String()
	}
	fmt.Fprintf(&t, "  model = \"flux-kontext-pro\"\n}\n")
	return t.String()
}
