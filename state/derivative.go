package state

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Derivative is a file that was made from a picture, beside its output.
type Derivative struct {
	Path   string `json:"path"`           // slash-separated, relative to the configuration
	Made   string `json:"made"`           // what it was made of, as a hash under a rule, "d1:" and 64 hexadecimal digits
	Output string `json:"output_sha256"`  // of the file
	Kept   bool   `json:"kept,omitempty"` // somebody has made it of what gesso had made there, by hand; the store has it
}

// OfFile reports whether a key is no request's, but a Derivative's Made: of what somebody has
// made by hand of such a file.
func (k Key) OfFile() bool { return strings.HasPrefix(string(k), "d1:") }

// maxDerived is how many files one picture may have; a hundred is much.
const maxDerived = 10_000

func (d *Derivative) check() error {
	if d.Path == "" {
		return &FieldError{Field: "path", Problem: "is missing"}
	}
	if _, digits, _ := strings.Cut(d.Made, ":"); !IsHash(digits) {
		return &FieldError{Field: "made", Problem: fmt.Sprintf("is %q, which is no hash under a rule", cut(d.Made, 100))}
	}
	if d.Output == "" {
		return &FieldError{Field: "output_sha256", Problem: "is missing"}
	}
	return hashed("output_sha256", d.Output)
}

func checkDerived(list []Derivative) error {
	if len(list) > maxDerived {
		return &FieldError{Field: "derived", Problem: fmt.Sprintf("has %d files, and one picture has up to %d", len(list), maxDerived)}
	}
	for i := range list {
		if err := list[i].check(); err != nil {
			return in(fmt.Sprintf("derived[%d]", i), err)
		}
	}
	return nil
}

// derive puts files into the place of those that were made from a picture before.
func (s *State) derive(e Event) {
	if r := s.records[e.Address]; r == nil || r.Artifact == "" {
		return
	}
	s.update(e.Address, func(r *Record) { r.Derived = e.Files })
}

// SortDerived returns files in the order in which they are recorded, one for each path,
// nil for none. The list itself stays as it is.
func SortDerived(list []Derivative) []Derivative {
	if len(list) == 0 {
		return nil
	}
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b Derivative) int { return cmp.Compare(a.Path, b.Path) })
	return slices.CompactFunc(sorted, func(a, b Derivative) bool { return a.Path == b.Path })
}

func plainDerived(list []Derivative) []Derivative {
	valid := make([]Derivative, len(list))
	for i, d := range list {
		valid[i] = Derivative{utf8Of(d.Path), utf8Of(d.Made), utf8Of(d.Output), d.Kept}
	}
	return SortDerived(valid)
}
