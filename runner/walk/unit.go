package walk

import "slices"

// Unit is what is done at once. Whoever makes one sets its exported fields, and changes
// none of them afterwards.
type Unit struct {
	Images []string // their addresses; at least one
	Needs  []string // addresses of images whose units come first; those of no unit are done
	Lane   *Lane    // that it is worked on in; nil for one that is not walked

	// Do is its work, begun once when its turn comes. The walk keeps no unit that is over,
	// and so nothing of what its work has in memory.
	Do func() error

	state      State
	slot       *Slot // nil before it is its turn
	waits      int   // units that it needs and that are not over
	dependents []*Unit
	blocked    *Need
	counted    bool // a walk waits for its end
}

// Need is why a unit cannot be done: an image that it needs came to such an end.
type Need struct {
	Image string
	State State
}

// Held is a unit of one image that is not walked, because it waits for a decision: its
// State is the end that it came to before the walk.
func Held(image string, s State) *Unit { return &Unit{Images: []string{image}, state: s} }

// link makes units wait for those that they need. What needs an image that is over
// already is blocked by it.
func link(units []*Unit) {
	of := map[string]*Unit{}
	for _, u := range units {
		for _, image := range u.Images {
			of[image] = u
		}
	}
	for _, u := range units {
		linked := map[*Unit]bool{u: true}
		for _, image := range u.Needs {
			needed := of[image]
			switch {
			case needed == nil || linked[needed]:
			case needed.state.ended():
				u.blocked = &Need{image, needed.state}
			default:
				linked[needed] = true
				needed.dependents = append(needed.dependents, u)
				u.waits++
			}
		}
	}
}

// block marks the units that need an image of one that was not made.
func (u *Unit) block() {
	for _, d := range u.dependents {
		i := slices.IndexFunc(u.Images, func(image string) bool { return slices.Contains(d.Needs, image) })
		if d.blocked == nil && i >= 0 {
			d.blocked = &Need{u.Images[i], u.state}
		}
	}
}
