package selection

import (
	"slices"
	"strings"

	"gesso/runner/plan"
)

// Universe is all images that a user can mean, with what each needs to come along. Its
// zero value has none.
type Universe struct {
	images []Image
	needs  map[string][]string // what an address depends on
}

// Add adds an image, and the addresses that it depends on. Each address comes once.
func (u *Universe) Add(image Image, needs []string) {
	if u.needs == nil {
		u.needs = map[string][]string{}
	}
	u.images = append(u.images, image)
	u.needs[image.Address] = needs
}

// Turned is the same images, each with what depends on it: as they are removed.
func (u *Universe) Turned() *Universe {
	t := &Universe{images: u.images, needs: map[string][]string{}}
	for address, needs := range u.needs {
		for _, needed := range needs {
			t.needs[needed] = append(t.needs[needed], address)
		}
	}
	return t
}

// closure is the images that are meant, and all that these need.
func (u *Universe) closure(meant *Found) map[string]bool {
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

// Leaves lists the addresses that a choice leaves out. What is targeted brings along
// what it needs, and what is excluded takes along what needs it. The error is that of
// Find.
func (u *Universe) Leaves(choice Choice) (map[string]bool, error) {
	targets, err := Find("-target", choice.Targets, u.images)
	if err != nil {
		return nil, err
	}
	excludes, err := Find("-exclude", choice.Excludes, u.images)
	if err != nil {
		return nil, err
	}
	var wanted map[string]bool
	if len(choice.Targets) > 0 {
		wanted = u.closure(targets)
	}
	unwanted := u.Turned().closure(excludes)
	leaves := map[string]bool{}
	for _, image := range u.images {
		if unwanted[image.Address] || wanted != nil && !wanted[image.Address] {
			leaves[image.Address] = true
		}
	}
	return leaves, nil
}

// Replaced finds the images that a choice wants anew, of those that can be made and are
// not left out. The error is that of Find, or a *LeftOutError.
func (u *Universe) Replaced(choice Choice, can func(address string) bool, leaves map[string]bool) (*Found, error) {
	made := slices.DeleteFunc(slices.Clone(u.images), func(i Image) bool { return !can(i.Address) })
	if _, err := Find("-replace", choice.Replaces, made); err != nil {
		return nil, err
	}
	left := slices.DeleteFunc(made, func(i Image) bool { return leaves[i.Address] })
	found, err := Find("-replace", choice.Replaces, left)
	if err == nil {
		return found, nil
	}
	out := &LeftOutError{}
	for n, pattern := range choice.Replaces {
		if found.Count(n) == 0 {
			out.Replaces = append(out.Replaces, pattern)
		}
	}
	return nil, out
}

// Note tells what a choice selects, for the plan, but for what a whole plan has besides;
// nil is that it is about everything, and of what is to be made anew there is nothing to
// tell.
func (u *Universe) Note(c Choice, leaves map[string]bool, asked *Found) *plan.Selection {
	note := &plan.Selection{Targets: c.Targets, Excludes: c.Excludes}
	for n, pattern := range c.Replaces {
		if !asked.Means(strings.TrimSpace(pattern)) {
			note.Replaced = append(note.Replaced, plan.Meant{Pattern: pattern, Images: asked.Count(n)})
		}
	}
	if c.Partial() {
		note.Images = len(u.images) - len(leaves)
	} else if len(note.Replaced) == 0 {
		return nil
	}
	return note
}

// LeftOutError is images that are to be made anew and left out at once.
type LeftOutError struct {
	Replaces []string // patterns that mean only what is left out
}

func (e *LeftOutError) Error() string {
	words := make([]string, len(e.Replaces))
	for i, pattern := range e.Replaces {
		words[i] = Quote(pattern)
	}
	return "what -replace means is left out by -target or -exclude: " + strings.Join(words, ", ")
}
