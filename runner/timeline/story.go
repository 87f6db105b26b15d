package timeline

import (
	"reflect"
	"slices"

	"gesso/state"
	"gesso/state/disk/history"
)

// What is the closed set of what happened to an image.
type What string

const (
	Made     What = "made"     // it has a picture, and had none
	Replaced What = "replaced" // it has another picture
	Moved    What = "moved"    // it has another address
	Placed   What = "placed"   // the same picture is at another path, or was placed at last
	Derived  What = "derived"  // other files were made from the same picture
	Reviewed What = "reviewed" // people decided otherwise about its pictures
	Noted    What = "noted"    // something else is recorded of the same picture
	Removed  What = "removed"  // nothing is recorded any more
)

// Beside reports whether the image has the picture that it had, at its address.
func (w What) Beside() bool { return w == Placed || w == Derived || w == Reviewed || w == Noted }

// Difference is how two records of an address differ.
type Difference struct {
	Address string
	From    string // the address of before, if it was another; else ""
	What    What
	Before  *state.Record // nil is nothing
	After   *state.Record // nil is nothing
}

// Compare tells how what is recorded of an address differs; nil is not at all.
func Compare(at, from string, before, after *state.Record) *Difference {
	before, after = history.Bare(before), history.Bare(after)
	d := &Difference{Address: at, From: from, Before: before, After: after}
	switch {
	case before == nil && after == nil:
		return nil
	case after == nil:
		d.What = Removed
	case from != "":
		d.What = Moved
	case before == nil:
		d.What = Made
	case reflect.DeepEqual(before, after):
		return nil
	case before.Identity() != after.Identity() || before.Task != after.Task:
		d.What = Replaced
	case !reflect.DeepEqual(before.Reviews, after.Reviews):
		d.What = Reviewed
	case before.Path != after.Path || before.Output != after.Output || before.Tainted != after.Tainted:
		d.What = Placed
	case !slices.Equal(before.Derived, after.Derived):
		d.What = Derived
	default:
		d.What = Noted
	}
	return d
}

// Changed names the parts of a request that differ, of a picture that was replaced.
func (d *Difference) Changed() []string {
	if d.Before == nil || d.After == nil || d.Before.Request == nil || d.After.Request == nil {
		return nil
	}
	a, b := *d.Before.Request, *d.After.Request
	var names []string
	for _, part := range []struct {
		name    string
		differs bool
	}{
		{"prompt", a.PromptHash != b.PromptHash}, {"model", a.Model != b.Model}, {"size", a.Size != b.Size}, {"source", a.Source != b.Source},
		{"take", max(1, a.Take) != max(1, b.Take)}, {"action", a.Action != b.Action}, {"provider", a.Kind != b.Kind},
	} {
		if part.differs {
			names = append(names, part.name)
		}
	}
	return names
}

// Step is what one run did to an image.
type Step struct {
	Run        history.Run
	Difference              // from what it had before the run
	Entry      *state.Entry // of the ledger, which tells what the picture cost; nil: a call of its own did not bring it
	Until      int          // the serial of the run that replaced the picture; 0: none has
}

// Story is what happened to the image, oldest first.
func (i *Image) Story() []Step {
	var steps []Step
	before := map[string]*state.Record{}
	current := -1 // the step that made the picture of now
	for _, e := range i.Past {
		c := e.Change
		from := c.From
		was := before[c.Address]
		if from != "" {
			was = before[from]
		}
		before[c.Address] = c.Record
		d := Compare(c.Address, from, was, c.Record)
		if d == nil || c.Address != i.Address && c.Record == nil && moved(i.Past, e) {
			continue
		}
		if !d.What.Beside() && d.What != Moved {
			if current >= 0 {
				steps[current].Until = e.Run.Serial
			}
			current = len(steps)
		}
		steps = append(steps, Step{Run: e.Run, Difference: *d, Entry: i.bought(c.Record)})
	}
	return steps
}

// moved reports whether a run took the picture of an address to another one.
func moved(past []history.Event, e history.Event) bool {
	for _, other := range past {
		if other.Run.Serial == e.Run.Serial && other.Change.From == e.Change.Address {
			return true
		}
	}
	return false
}

// bought is what the ledger tells of a record's picture.
func (i *Image) bought(r *state.Record) *state.Entry {
	if r == nil {
		return nil
	}
	for n := range i.Entries {
		if e := &i.Entries[n]; e.Outcome == state.OutcomeCollected && e.Picture.Identity() == r.Identity() && e.Picture.Task == r.Task {
			return e
		}
	}
	return nil
}

// Runs calls each with every run that changed something, and how, oldest first.
func Runs(log *history.Log, each func(history.Run, []Difference)) {
	known := map[string]*state.Record{}
	for _, b := range log.Batches {
		var all []Difference
		gone := map[string]bool{} // by a move
		for _, c := range b.All {
			gone[c.From] = true
		}
		was := map[string]*state.Record{}
		for _, c := range b.All {
			was[c.Address] = known[c.Address]
		}
		for _, c := range b.All {
			before := was[c.Address]
			if c.From != "" {
				if before = was[c.From]; before == nil {
					before = known[c.From]
				}
			}
			if d := Compare(c.Address, c.From, before, c.Record); d != nil && !(c.Record == nil && gone[c.Address]) {
				all = append(all, *d)
			}
		}
		for _, c := range b.All {
			known[c.Address] = c.Record
		}
		if len(all) > 0 {
			each(b.Run, all)
		}
	}
}
