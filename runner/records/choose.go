package records

import (
	"errors"
	"fmt"
	"slices"

	"gesso/runner/selection"
	"gesso/state"
)

// RefusedError is a change that is not made.
type RefusedError struct {
	Problem string // what is wrong, lower case, no full stop
	Hint    string // what can be typed instead, or ""
}

func (e *RefusedError) Error() string { return e.Problem }

func refuse(hint, format string, args ...any) error {
	return &RefusedError{fmt.Sprintf(format, args...), hint}
}

// Choose returns the records that patterns mean, see package selection, in their order;
// all of them for no pattern. A task that is not "" is one of which a record has the
// picture, or waits for it: the others are left out. The error is one of selection, or
// a *RefusedError for a task that nobody has.
func Choose(s *state.State, patterns []string, task string) ([]*state.Record, error) {
	found, err := selection.Find("", patterns, images(s))
	if err != nil {
		return nil, unrecorded(err)
	}
	var chosen []*state.Record
	for r := range s.All() {
		if (len(patterns) == 0 || found.Means(r.Address)) && (task == "" || has(r, task)) {
			chosen = append(chosen, r)
		}
	}
	if task != "" && len(chosen) == 0 {
		return nil, refuse("gesso state list", "nothing that is recorded is of the task %q", task)
	}
	return chosen, nil
}

// has reports whether a record is of a task.
func has(r *state.Record, task string) bool {
	return r.HasPicture() && r.Task == task ||
		slices.ContainsFunc(r.Pending, func(p state.Call) bool { return p.Task == task }) ||
		slices.ContainsFunc(r.Rivals, func(v state.Rival) bool { return v.Task == task })
}

func images(s *state.State) []selection.Image {
	images := make([]selection.Image, 0, s.Len())
	for r := range s.All() {
		images = append(images, selection.Image{Address: r.Address})
	}
	return images
}

// unrecorded says of an address that names nothing what can be named: here it is what
// is recorded, and not what is declared.
func unrecorded(err error) error {
	var unknown *selection.UnknownError
	if errors.As(err, &unknown) && len(unknown.Meant) == 0 && !unknown.Tag() {
		return refuse("gesso state list", "nothing is recorded of %s", selection.Quote(unknown.Pattern))
	}
	return err
}
