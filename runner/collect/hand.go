package collect

import (
	"context"
	"image"
	"slices"

	"gesso/runner/picture"
	"gesso/state"
	"gesso/state/disk"
)

// ByHand returns a function for an object that lay in an output's place, at path. It
// returns the object's picture, and whether somebody made it by hand: the ledger does not
// know it, and it does not look like any picture of the key or any of near. A picture that
// looks the same is only re-encoded, or was stripped of its metadata.
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

// mostAlike is how many pictures of a request a file is compared with.
const mostAlike = 100

// alike reports whether an object has the pixels of one of the pictures, as the picture is
// or as an output at the path would show it.
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

// shows returns the pixels of an object as they would be in a format, or nil if it cannot
// be read.
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
