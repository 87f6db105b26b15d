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
)

// examine tells what a file is that is not what was placed there.
func (l *looker) examine(ctx context.Context, r *state.Record) Finding {
	sum, err := l.workspace.Outputs().Sum(r.Path)
	if err != nil {
		return Finding{Kind: Spoilt, Why: "what cannot be read: " + filename.Pathless(err).Error()}
	}
	if original := r.Original(); original != nil && original.Artifact == sum && !l.shared() {
		return Finding{Kind: Undone, Sum: sum, Picture: original.Picture}
	}
	known := l.made(sum) || l.had[sum]
	img, made, err := l.decode(ctx, r.Path)
	made.Artifact = sum
	switch {
	case known && (err != nil || !l.asGood(ctx, r, sum, img)):
		return Finding{Kind: Made, Sum: sum, Picture: made}
	case err != nil:
		return Finding{Kind: Spoilt, Sum: sum, Why: filename.Pathless(err).Error()}
	case l.shows(ctx, r, img):
		return l.packed(ctx, r, made)
	case l.former(ctx, r, img):
		return Finding{Kind: Made, Sum: sum, Picture: made}
	}
	return Finding{Kind: Edited, Sum: sum, Picture: made}
}

// packed tells what a file is that shows the recorded picture in other bytes.
func (l *looker) packed(ctx context.Context, r *state.Record, made state.Picture) Finding {
	same, ours := l.written(ctx, r, made.Artifact)
	switch {
	case same, !ours && l.asGood(ctx, r, made.Artifact, nil):
		return Finding{}
	case ours:
		return Finding{Kind: Made, Sum: made.Artifact, Picture: made}
	}
	return Finding{Kind: Packed, Sum: made.Artifact, Picture: made}
}

// made reports whether gesso has made what has a hash. A ledger that cannot be read is
// told of by whoever buys; then the file is a hand's, which costs nothing.
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

// mostFormer bounds how many former pictures of an address are compared with a file, and
// mostBrought how many of them are brought here from a home for that.
const (
	mostFormer  = 100
	mostBrought = 20
)

// former reports whether pixels are those that an output had of another picture that was
// bought for a record's address: what was converted may not be known by its hash. It is so
// where git has brought back an older state.
func (l *looker) former(ctx context.Context, r *state.Record, img image.Image) bool {
	pictures, far := l.bought(r), mostBrought
	for _, p := range slices.Backward(pictures[max(0, len(pictures)-mostFormer):]) {
		if p.Width != img.Bounds().Dx() || p.Height != img.Bounds().Dy() {
			continue
		}
		if !l.workspace.Store().Here(p.Artifact) {
			if far == 0 || !l.converts(r, &p) {
				continue
			}
			far--
		}
		if l.stored(ctx, r, p.Artifact, img) {
			return true
		}
	}
	return false
}

// converts reports whether a picture that is not here is worth being brought from a home, to
// be compared with what lies at a record's path: else its output has its own bytes, and so its
// hash. A run that was deposed has placed what nothing else tells of.
func (l *looker) converts(r *state.Record, p *state.Picture) bool {
	format, _ := picture.FormatOf(r.Path)
	return l.shared() && p.Format != format && l.workspace.Store().Has(p.Artifact)
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
// oldest first. Where other machines have the project, a file here may be of before any of
// what they did, a change of names too: it is compared with all that was ever recorded, of
// that too which somebody made by hand. An error of the ledger is told by whoever buys.
func (l *looker) bought(r *state.Record) []state.Picture {
	var mine, others []state.Picture
	entries, _ := l.ledger.Entries()
	for _, e := range entries {
		switch {
		case e.Picture == nil:
		case slices.Contains(e.Addresses, r.Address):
			mine = append(mine, *e.Picture)
		case l.shared():
			others = append(others, *e.Picture)
		}
	}
	asked, _ := l.ledger.Lookup(r.Key)
	pictures := slices.Concat(others, asked, mine)
	if l.shared() {
		return lastOfEach(pictures)
	}
	return slices.DeleteFunc(pictures, func(p state.Picture) bool { return p.Imported || p.Adopted != nil })
}

// lastOfEach leaves out all but the last of the pictures of one artifact.
func lastOfEach(pictures []state.Picture) []state.Picture {
	seen := map[string]bool{}
	for i, p := range slices.Backward(pictures) {
		if seen[p.Artifact] {
			pictures[i].Artifact = ""
		}
		seen[p.Artifact] = true
	}
	return slices.DeleteFunc(pictures, func(p state.Picture) bool { return p.Artifact == "" })
}
