package decide

import (
	"slices"
	"strings"

	"gesso/runner/plan"
	"gesso/runner/selection"
	"gesso/state"
)

// scope is what a plan is about. That of a whole plan is its zero value.
type scope struct {
	asked *selection.Found         // images that are to be made anew
	left  map[string]*state.Record // addresses that are left out, and what is recorded of each; nil is nothing
	note  *plan.Selection          // for the plan; nil of a whole one
}

// leaves reports whether an address is left out.
func (s *scope) leaves(address string) bool {
	_, left := s.left[address]
	return left
}

// universe is all images that a user can mean, with what each needs to come along.
type universe struct {
	images []selection.Image
	needs  map[string][]string // what an address depends on
}

func (u *universe) add(image selection.Image, needs []string) {
	u.images = append(u.images, image)
	u.needs[image.Address] = needs
}

// turned is the same images, each with what depends on it.
func (u *universe) turned() *universe {
	t := &universe{images: u.images, needs: map[string][]string{}}
	for address, needs := range u.needs {
		for _, needed := range needs {
			t.needs[needed] = append(t.needs[needed], address)
		}
	}
	return t
}

// closure is the images that are meant, and all that these need.
func (u *universe) closure(meant *selection.Found) map[string]bool {
	all := map[string]bool{}
	var open []string
	for _, image := range u.images {
		if meant.Means(image.Address) {
			open = append(open, image.Address)
		}
	}
	for len(open) > 0 {
		address := open[len(open)-1]
		open = open[:len(open)-1]
		if !all[address] {
			all[address] = true
			open = append(open, u.needs[address]...)
		}
	}
	return all
}

// choose finds the images that a choice leaves out, by address. What is targeted brings
// along what it needs, and what is excluded takes along what needs it.
func (u *universe) choose(choice selection.Choice) (left map[string]bool, err error) {
	targets, err := selection.Find("-target", choice.Targets, u.images)
	if err != nil {
		return nil, err
	}
	excludes, err := selection.Find("-exclude", choice.Excludes, u.images)
	if err != nil {
		return nil, err
	}
	var wanted map[string]bool
	if len(choice.Targets) > 0 {
		wanted = u.closure(targets)
	}
	unwanted := u.turned().closure(excludes)
	left = map[string]bool{}
	for _, image := range u.images {
		if unwanted[image.Address] || wanted != nil && !wanted[image.Address] {
			left[image.Address] = true
		}
	}
	return left, nil
}

// replaced finds the images that a choice wants anew, and notes how many a pattern of
// several means. One that means only what is left out is an error.
func (u *universe) replaced(choice selection.Choice, left map[string]bool, note *plan.Selection) (*selection.Found, error) {
	declared := u.images
	if len(left) > 0 {
		declared = slices.DeleteFunc(slices.Clone(declared), func(i selection.Image) bool { return left[i.Address] })
	}
	if _, err := selection.Find("-replace", choice.Replaces, u.images); err != nil {
		return nil, err
	}
	found, err := selection.Find("-replace", choice.Replaces, declared)
	if err != nil {
		hidden := func(pattern string) bool { return found.Count(slices.Index(choice.Replaces, pattern)) > 0 }
		return nil, &LeftOutError{Replaces: slices.DeleteFunc(slices.Clone(choice.Replaces), hidden)}
	}
	for n, pattern := range choice.Replaces {
		if !found.Means(strings.TrimSpace(pattern)) {
			note.Replaced = append(note.Replaced, plan.Meant{Pattern: pattern, Images: found.Count(n)})
		}
	}
	return found, nil
}

// LeftOutError is an image that is to be made anew and left out at once.
type LeftOutError struct {
	Replaces []string // patterns that mean only what is left out
}

func (e *LeftOutError) Error() string {
	words := make([]string, len(e.Replaces))
	for i, pattern := range e.Replaces {
		words[i] = selection.Quote(pattern)
	}
	return "what -replace means is left out by -target or -exclude: " + strings.Join(words, ", ")
}
