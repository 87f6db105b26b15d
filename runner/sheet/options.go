package sheet

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
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

// Check reports what is wrong with a sheet's name and its options, in words for who typed
// them.
func Check(name string, o Options) error {
	if _, err := formatOf(name); err != nil {
		return err
	}
	if o.Columns < 0 || o.Columns > MaxColumns {
		return fmt.Errorf("a sheet has 1 to %d columns", MaxColumns)
	}
	if o.Label != "" && !slices.Contains(Labels(), o.Label) {
		return fmt.Errorf("a label is address, path or none, not %q", o.Label)
	}
	return nil
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
	return 0, fmt.Errorf("a sheet is a picture: end its name in .png or .jpg, not as in %q", name)
}
