package inspect

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"gesso/runner/picture"
	"gesso/runner/picture/container"
	"gesso/runner/provenance"
)

// How is what a picture was found by.
type How string

const (
	AsDelivered How = "bytes"    // the file is the picture as it was delivered
	AsPlaced    How = "output"   // the file is the output as it was placed
	AsDerived   How = "derived"  // the file is one that was derived from the picture, or that somebody has made of such a one
	ByMetadata  How = "metadata" // the file says so
	ByPixels    How = "pixels"   // the file shows the same
)

// Match is a picture that a file may be of.
type Match struct {
	*Picture
	How How
	// Other says, of what the file's metadata names, that the file has other pixels; and
	// Unsure that the picture is not here to be compared.
	Other, Unsure bool
	// File is the path of the derived file, and ByHand that somebody has made it, of AsDerived.
	File   string
	ByHand bool
}

// Finding is what is known of a file.
type Finding struct {
	Name    string
	SHA256  string
	Info    picture.Info
	Facts   provenance.Facts // that the file says of itself
	Says    bool             // it says some
	Ours    bool             // and gesso wrote them
	Matches []Match
}

// look tells what is known of a file. The error is a *picture.Error for what is no
// picture, one of reading the file, or the context's.
func (l *Shelves) look(ctx context.Context, name string, file io.ReadSeeker) (*Finding, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	pixels, info, err := l.memory.PixelHash(ctx, file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	found := &Finding{Name: name, SHA256: hex.EncodeToString(sum.Sum(nil)), Info: info}
	found.read(container.Read(file).XMP)
	if found.Matches = l.byBytes(found.SHA256); len(found.Matches) > 0 {
		return found, nil
	}
	if found.Matches = l.byMetadata(ctx, found, pixels); len(found.Matches) > 0 {
		return found, nil
	}
	alike, err := l.alike(ctx, info, pixels)
	for _, p := range alike {
		found.Matches = append(found.Matches, Match{Picture: p, How: ByPixels})
	}
	return found, err
}

// readSidecar takes what the file beside the picture says, where the picture itself says
// nothing.
func (f *Finding) readSidecar(packet []byte) {
	if !f.Says {
		f.read(packet)
	}
}

func (f *Finding) read(packet []byte) {
	f.Facts, f.Ours = provenance.Parse(bytes.TrimSpace(packet))
	f.Says = f.Facts != (provenance.Facts{})
}

func (l *Shelves) byBytes(sum string) []Match {
	var found []Match
	for _, p := range l.all {
		switch {
		case p.Record.Artifact == sum, p.Record.Identity() == sum:
			found = append(found, Match{Picture: p, How: AsDelivered})
		case p.Output == sum:
			found = append(found, Match{Picture: p, How: AsPlaced})
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, f := range l.derived {
		if f.SHA == sum {
			found = append(found, Match{Picture: f.of, How: AsDerived, File: f.Path, ByHand: f.byHand})
		}
	}
	return found
}

// byMetadata finds what a file's metadata names, and compares the pixels of each.
func (l *Shelves) byMetadata(ctx context.Context, f *Finding, pixels string) []Match {
	if !f.Ours {
		return nil
	}
	var found []Match
	for _, p := range l.all {
		if p.Record.Artifact != f.Facts.Artifact && (f.Facts.Task == "" || p.Record.Task != f.Facts.Task || string(p.Record.Key) != f.Facts.Key) {
			continue
		}
		m := Match{Picture: p, How: ByMetadata}
		hashes := l.pixelsOf(ctx, p)
		m.Unsure = len(hashes) == 0
		m.Other = !m.Unsure && !slices.Contains(hashes, pixels)
		found = append(found, m)
	}
	return found
}
