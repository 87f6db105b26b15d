package place

import (
	"context"
	"fmt"
	"io"
	"path"

	"gesso/runner/picture"
	"gesso/state"
)

// Aside puts a copy of a picture where a user can look at it, and returns the path. If that
// fails it warns and returns "": nothing is lost, because the store has the picture.
func (p *Placer) Aside(ctx context.Context, o Output, shown *state.Picture) string {
	err := p.Outputs.SetAside(o.Path, func(to io.Writer) error {
		if err := p.Store.Verify(shown.Artifact); err != nil {
			return err
		}
		artifact, err := p.Store.Open(shown.Artifact)
		if err != nil {
			return err
		}
		defer artifact.Close()
		if format, _ := picture.FormatOf(o.Path); format != shown.Format {
			return p.convert(ctx, to, artifact, format)
		}
		_, err = io.Copy(to, artifact)
		return err
	})
	look := path.Join(p.Outputs.AsideDir(), o.Path)
	if err != nil {
		p.Log.Warn(o.Address, fmt.Errorf("its picture cannot be shown at %s: %w", look, err))
		return ""
	}
	return look
}

// Show is Aside for a picture of an earlier run, whose copy may still be there. It returns
// "" if there is neither a copy nor an object in the store.
func (p *Placer) Show(ctx context.Context, o Output, shown *state.Picture) string {
	switch {
	case p.Outputs.HasAside(o.Path):
		return path.Join(p.Outputs.AsideDir(), o.Path)
	case !p.Store.Has(shown.Artifact):
		return ""
	}
	return p.Aside(ctx, o, shown)
}
