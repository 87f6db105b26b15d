package collect

import (
	"context"
	"image"
	"slices"

	"gesso/runner/picture"
	"gesso/state"
	"gesso/state/disk"
)

// ByHand returns what tells of an object that lay in an output's place, at a path, what
// picture it is, where somebody has made it and the ledger has none of it under a key. What
// shows the same as a picture of the key, or as one that is near, is that picture in other
// bytes: packed anew, or without what its file said beside the pixels.
func (c *Collector) ByHand(ledger *disk.Ledger) func(ctx context.Context, sha, path string, key state.Key, near ...*state.Picture) (state.Picture, bool) {
	return func(ctx context.Context, sha, path string, key state.Key, near ...*state.Picture) (state.Picture, bool) {
		made, err := ledger.Made(sha)
		if made || err != nil {
			return state.Picture{}, false
		}
		known, err := ledger.Lookup(key)
		if err != nil || slices.ContainsFunc(known, func(p state.Picture) bool { return p.Artifact == sha }) {
			return state.Picture{}, false
		}
		p, err := c.inspect(sha)
		if err != nil {
			return state.Picture{}, false
		}
		last := known[max(0, len(known)-mostAlike):]
		for i := range last {
			near = append(near, &last[i])
		}
		return p, !c.alike(ctx, &p, path, near)
	}
}

// mostAlike bounds how many pictures of a request are compared with a file.
const mostAlike = 100

// alike reports whether an object shows what one of some pictures does, as that is or as an
// output at the path has it.
func (c *Collector) alike(ctx context.Context, p *state.Picture, path string, near []*state.Picture) bool {
	format, _ := picture.FormatOf(path)
	var shown image.Image
	for _, other := range near {
		if other.Width != p.Width || other.Height != p.Height || !c.Store.Here(other.Artifact) {
			continue
		}
		if shown == nil {
			if shown = c.shows(ctx, p.Artifact, picture.PNG); shown == nil {
				return false
			}
		}
		for _, as := range slices.Compact([]string{picture.PNG, format}) {
			if img := c.shows(ctx, other.Artifact, as); img != nil && picture.Same(img, shown) {
				return true
			}
		}
	}
	return false
}

// shows are the pixels of an object as it is in a format; nil: it cannot be read.
func (c *Collector) shows(ctx context.Context, sha, format string) image.Image {
	object, err := c.Store.Open(sha)
	if err != nil {
		return nil
	}
	defer object.Close()
	img, err := c.Memory.DecodeAs(context.WithoutCancel(ctx), object, format)
	if err != nil {
		return nil
	}
	return img
}
