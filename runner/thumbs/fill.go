package thumbs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"gesso/runner/gallery"
)

// Shown are the pictures of a gallery, each once: those of the images, then what was there
// before, of which there are so many together, then their other takes that are here.
func Shown(g *gallery.Gallery) (all []string, first int) {
	seen := map[string]bool{"": true}
	add := func(sha string) {
		if !seen[sha] {
			seen[sha] = true
			all = append(all, sha)
		}
	}
	for i := range g.Images {
		add(g.Images[i].Artifact)
	}
	for i := range g.Images {
		if before := g.Images[i].Before; before != nil {
			add(before.Artifact)
		}
	}
	first = len(all)
	for i := range g.Images {
		for _, take := range g.Images[i].Takes {
			if take.Here {
				add(take.Artifact)
			}
		}
	}
	return all, first
}

// Missing is how many of some pictures were not made small yet.
func (t *Thumbs) Missing(shas []string, edge int) int {
	n := 0
	for _, sha := range shas {
		if t.folder == nil || !t.folder.Has(entryName(sha, edge)) {
			n++
		}
	}
	return n
}

// Made is what became of pictures that were to be made small.
type Made struct {
	Bytes  map[string]int    // of the small ones, by the SHA-256 of the picture
	Unseen map[string]*Error // why others are not there
}

// Make makes pictures small, or sees that they were. The error is the context's, or that
// of encoding.
func (t *Thumbs) Make(ctx context.Context, shas []string, edge int) (Made, error) {
	made := Made{map[string]int{}, map[string]*Error{}}
	var mu sync.Mutex
	err := each(ctx, len(shas), func(ctx context.Context, i int) error {
		e, err := t.entry(ctx, shas[i], edge)
		mu.Lock()
		defer mu.Unlock()
		var unseen *Error
		switch {
		case errors.As(err, &unseen):
			made.Unseen[shas[i]] = unseen
		case err == nil:
			made.Bytes[shas[i]] = len(e.jpeg)
		default:
			return err
		}
		return nil
	})
	return made, err
}

// Prepare makes pictures small at several edges, none below Base, of which each is decoded
// once: Make would decode it for each of them. What cannot be shown Make tells.
func (t *Thumbs) Prepare(ctx context.Context, shas []string, edges ...int) error {
	return each(ctx, len(shas), func(ctx context.Context, i int) error {
		var missing []int
		for _, edge := range edges {
			if !slices.Contains(missing, edge) && t.kept(shas[i], edge) == nil {
				missing = append(missing, edge)
			}
		}
		if len(missing) < 2 {
			return nil
		}
		all, err := t.original(ctx, shas[i], missing...)
		for n, img := range all {
			e, err := newEntry(shas[i], missing[n], img)
			if err != nil {
				return err
			}
			t.write(entryName(shas[i], missing[n]), e.format())
		}
		if ctx.Err() != nil {
			return err
		}
		return nil
	})
}

// Look fills in what the pixels of each image tell. Of what is not there it tells nothing.
// The error is the context's.
func (t *Thumbs) Look(ctx context.Context, g *gallery.Gallery) error {
	known := t.readDifferences()
	err := each(ctx, len(g.Images), func(ctx context.Context, i int) error {
		return t.look(ctx, &g.Images[i], known)
	})
	known.write(t)
	return err
}

func (t *Thumbs) look(ctx context.Context, img *gallery.Image, known *differences) error {
	if img.Artifact == "" {
		return nil
	}
	e, err := t.entry(ctx, img.Artifact, Base)
	if errors.As(err, new(*Error)) {
		return nil
	}
	if err != nil {
		return err
	}
	img.Colour = fmt.Sprintf("#%02x%02x%02x", e.colour.R, e.colour.G, e.colour.B)
	img.Hash = fmt.Sprintf("%016x", e.hash)
	if img.Before == nil {
		return nil
	}
	share, err := known.of(ctx, t, img.Before.Artifact, img.Artifact)
	if errors.As(err, new(*Error)) {
		return nil
	}
	if err == nil {
		img.Differs = &share
	}
	return err
}

// each does something with each of n things, with some at once. It ends at the first error.
func each(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for i := range n {
		if within.Err() != nil {
			break
		}
		group.Go(func() error { return do(within, i) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// Pictures are those of one page, see page.Pictures. It is safe for concurrent use.
type Pictures struct {
	ctx            context.Context
	thumbs         *Thumbs
	thumb, preview int
}

// Pictures gives small pictures of two edges, until the context ends.
func (t *Thumbs) Pictures(ctx context.Context, thumb, preview int) *Pictures {
	return &Pictures{ctx, t, thumb, preview}
}

// Thumb returns a thumbnail. The error matches fs.ErrNotExist where there is no picture
// that could be shown.
func (p *Pictures) Thumb(sha string) ([]byte, error) { return p.jpeg(sha, p.thumb) }

// Preview is Thumb of a larger one.
func (p *Pictures) Preview(sha string) ([]byte, error) { return p.jpeg(sha, p.preview) }

func (p *Pictures) jpeg(sha string, edge int) ([]byte, error) {
	e, err := p.thumbs.entry(p.ctx, sha, edge)
	if err != nil {
		return nil, err
	}
	return e.jpeg, nil
}
