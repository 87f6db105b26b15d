package plan

import (
	"fmt"
	"strings"
)

// File is a file that is made from a picture, as it is declared.
type File struct {
	Name       string `json:"name"`
	Path       string `json:"path"` // slash-separated, relative to the configuration
	Format     string `json:"format"`
	Width      int    `json:"width,omitempty"`  // pixels; 0: it follows from the picture
	Height     int    `json:"height,omitempty"` // pixels; 0: it follows from the picture
	Fit        string `json:"fit,omitempty"`
	Position   string `json:"position,omitempty"`
	Enlarge    bool   `json:"enlarge,omitempty"`
	Quality    int    `json:"quality,omitempty"`
	Background string `json:"background,omitempty"`
}

// Derivation is what is intended for a file that is made from a picture, or was.
type Derivation struct {
	Act  Act    `json:"action"`
	Path string `json:"path"`
	File *File  `json:"file,omitempty"` // nil for Drop and Yield
}

// Act is the closed set of what happens to such a file.
type Act string

const (
	Make      Act = "make"      // there is none yet
	Renew     Act = "renew"     // it is of another picture, or of other arguments
	Mend      Act = "restore"   // it is missing
	Overwrite Act = "overwrite" // somebody changed it: what lies there is kept in the store
	Stay      Act = "keep"      // somebody changed it: what lies there is the file from now on
	Drop      Act = "remove"    // nothing declares it any more
	Yield     Act = "yield"     // nothing declares it any more, and its path is another file's now
)

// acts are all of them, in the order in which they are told, with what a count of them is
// followed by.
var acts = []struct {
	act  Act
	text string
}{
	{Make, "to make"}, {Renew, "to make anew"}, {Mend, "to restore"}, {Overwrite, "to restore over what somebody changed"},
	{Stay, "kept as edited by hand"},
	{Drop, "to remove"}, {Yield, "to leave to another image"},
}

// Acts lists all acts.
func Acts() []Act {
	all := make([]Act, len(acts))
	for i, a := range acts {
		all[i] = a.act
	}
	return all
}

// derivedReason tells of derivations in a few words.
func derivedReason(list []Derivation) Reason {
	var parts []string
	for _, a := range acts {
		n := 0
		for _, d := range list {
			if d.Act == a.act {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, a.text))
		}
	}
	return Reason{Cause: Derives, New: strings.Join(parts, ", ")}
}

// Intend adds derivations to a change, and says so in a reason. A change with nothing else
// to do becomes one of Derive.
func (c *Change) Intend(list []Derivation) {
	if len(list) == 0 {
		return
	}
	c.Derived = list
	c.Reasons = append(c.Reasons, derivedReason(list))
	if c.Action == None {
		c.Action = Derive
	}
}
