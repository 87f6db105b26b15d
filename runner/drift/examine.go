package drift

import (
	"context"
	"image"
	"io"
	"slices"
	"time"

	"gesso/runner/picture"
	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk/history"
)

// examine tells what a file is that is not what was placed there.
func (l *looker) examine(ctx context.Context, r *state.Record) Finding {
	sum, err := l.workspace.Outputs().Sum(r.Path)
	if err != nil {
		return Finding{Kind: Spoilt, Why: "what cannot be read: " + filename.Pathless(err).Error()}
	}
	switch original := r.Original(); {
	case original != nil && original.Artifact == sum && !l.shared():
		return Finding{Kind: Undone, Sum: sum, Picture: original.Picture}
	case l.made(sum), l.shared() && l.had(r.Address, sum):
		return Finding{Kind: Made, Sum: sum, Picture: l.decoded(ctx, r.Path, sum)}
	}
	img, made, err := l.decode(ctx, r.Path)
	if err != nil {
		return Finding{Kind: Spoilt, Sum: sum, Why: filename.Pathless(err).Error()}
	}
	made.Artifact = sum
	switch {
	case l.shows(ctx, r, img):
		if same, ours := l.written(ctx, r, sum); same {
			return Finding{}
		} else if ours {
			return Finding{Kind: Made, Sum: sum, Picture: made}
		}
		return Finding{Kind: Packed, Sum: sum, Picture: made}
	case l.former(ctx, r, img):
		return Finding{Kind: Made, Sum: sum, Picture: made}
	}
	return Finding{Kind: Edited, Sum: sum, Picture: made}
}

// shared reports whether other machines have the project: a file that is what was recorded
// once is then what was placed here before another machine recorded something else.
func (l *looker) shared() bool { return l.workspace.HomeOf() != nil }

// had reports whether an address had a picture, or its output, by what this folder has
// written down of former runs. Nothing of that counts that cannot be read.
func (l *looker) had(address, sum string) bool {
	events, _, _ := l.workspace.History().About(address)
	return slices.ContainsFunc(events, func(e history.Event) bool {
		r := e.Change.Record
		return r.HasPicture() && (r.Output == sum || r.Knows(sum) || r.Original() != nil && r.Original().Knows(sum))
	})
}

// made reports whether gesso has made what has a hash. A ledger that cannot be read is
// told of by who buys; then the file is a hand's, which costs nothing.
func (l *looker) made(sum string) bool {
	if l.own[sum] {
		return true
	}
	made, err := l.ledger.Made(sum)
	return made && err == nil
}

// decode tells what the picture in a file at an output's path is, but for its hash.
func (l *looker) decode(ctx context.Context, path string) (image.Image, state.Picture, error) {
	file, err := l.workspace.Outputs().Open(path)
	if err != nil {
		return nil, state.Picture{}, err
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return nil, state.Picture{}, err
	}
	img, info, err := l.memory.Decode(ctx, file)
	return img, state.Picture{
		Format: info.Format, Width: info.Width, Height: info.Height, Blank: info.Blank,
		Bytes: stat.Size(), Generated: stat.ModTime().UTC().Truncate(time.Second),
	}, err
}

// shows reports whether pixels are those of what was placed of a record's picture. Where
// its bytes are not here nobody can tell.
func (l *looker) shows(ctx context.Context, r *state.Record, img image.Image) bool {
	if l.workspace.Store().Has(r.Output) {
		return l.stored(ctx, r, r.Output, img)
	}
	return r.Shows() && l.stored(ctx, r, r.Artifact, img)
}

func (l *looker) placed(ctx context.Context, r *state.Record, stored io.ReadSeeker) (image.Image, error) {
	format, _ := picture.FormatOf(r.Path)
	return l.memory.DecodeAs(ctx, stored, format)
}

// decoded is the picture in a file that decodes.
func (l *looker) decoded(ctx context.Context, path, sum string) state.Picture {
	_, made, _ := l.decode(ctx, path)
	made.Artifact = sum
	return made
}

// mostFormer bounds how many former pictures of an address are compared with a file.
const mostFormer = 100

// former reports whether pixels are those that an output had of another picture that was
// bought for a record's address: what was converted is not known by its hash. It is so
// where git has brought back an older state.
func (l *looker) former(ctx context.Context, r *state.Record, img image.Image) bool {
	pictures := l.bought(r)
	for _, p := range pictures[max(0, len(pictures)-mostFormer):] {
		if p.Width != img.Bounds().Dx() || p.Height != img.Bounds().Dy() {
			continue
		}
		if l.workspace.Store().Here(p.Artifact) && l.stored(ctx, r, p.Artifact, img) {
			return true
		}
	}
	return false
}

func (l *looker) stored(ctx context.Context, r *state.Record, artifact string, img image.Image) bool {
	object, err := l.workspace.Store().Open(artifact)
	if err != nil {
		return false
	}
	defer object.Close()
	placed, err := l.placed(ctx, r, object)
	return err == nil && picture.Same(placed, img)
}

// bought are the pictures that the ledger knows of a record's address and of its request,
// oldest first. An error of it is told by who buys.
func (l *looker) bought(r *state.Record) []state.Picture {
	pictures, _ := l.ledger.Lookup(r.Key)
	pictures = slices.Clone(pictures)
	entries, _ := l.ledger.Entries()
	for _, e := range entries {
		if e.Picture != nil && slices.Contains(e.Addresses, r.Address) {
			pictures = append(pictures, *e.Picture)
		}
	}
	return slices.DeleteFunc(pictures, func(p state.Picture) bool { return p.Imported || p.Adopted != nil })
}
