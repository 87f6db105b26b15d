package sheet

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"gesso/runner/gallery/publish"
)

// The most that a page has.
const (
	MaxSide   = 16_384      // pixels
	MaxPixels = 100_000_000 // of the whole
)

// Label is what stands below each picture.
type Label string

// The labels, the default first.
const (
	Address Label = "address" // what names it within its block
	Path    Label = "path"    // its output
	None    Label = "none"
)

// Labels are all of them.
func Labels() []Label { return []Label{Address, Path, None} }

// Options is what a sheet shows, and how. The zero value is a good one.
type Options struct {
	Columns int   // pictures in a row, at most MaxColumns; 0: as many as suit their number
	Label   Label // "" is Address
	Pairs   bool  // only what changed, or would, beside what was there before
}

// MaxColumns is how many pictures there is room for in a row.
const MaxColumns = (MaxSide - 2*margin + gap) / pitch

// Check reports what is wrong with a sheet's name, what lies there, and its options. said is
// what the name is called. The error may be a *publish.Error.
func Check(name, said string, o Options) error {
	if o.Columns < 0 || o.Columns > MaxColumns {
		return fmt.Errorf("a sheet has 1 to %d columns", MaxColumns)
	}
	if o.Label != "" && !slices.Contains(Labels(), o.Label) {
		return fmt.Errorf("a label is address, path or none, not %q", o.Label)
	}
	return publish.CheckFile(place(name, said))
}

// format is a kind of file.
type format int

const (
	asPNG format = iota
	asJPEG
)

func formatOf(name string) (format, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".png":
		return asPNG, nil
	case ".jpg", ".jpeg":
		return asJPEG, nil
	}
	return 0, fmt.Errorf("%q does not end as pictures do", name)
}

// mark is what all sheets say of themselves, where each format has its comments.
const mark = "gesso contact sheet"

// place is where a sheet goes.
func place(name, said string) publish.Place {
	return publish.Place{Name: name, Said: said, Mark: mark, Kind: "contact sheet", Ends: []string{".png", ".jpg", ".jpeg"}}
}
