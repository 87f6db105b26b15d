package savedplan

import (
	"fmt"
	"slices"
	"strings"

	"gesso/runner/plan"
)

// Difference is something that another plan would do and the file does not show.
type Difference struct {
	Address string
	Why     string // a sentence without its full stop, lower case
}

// Compare finds what a plan that was made of what there is now would do and the file
// does not show: nothing else is permitted by the file. What the file shows and the
// other has not, was done already. What waits for a decision of a user's does nothing,
// and needs no permission.
//
// Both plans are of the same configuration, with the same values: that is for the caller
// to see to, with Changed.
func (f *File) Compare(now *plan.Plan) []Difference {
	t := &terms{shown: byAddress(f.Plan.Changes), stays: byAddress(f.Plan.Unchanged)}
	t.now = byAddress(slices.Concat(now.Changes, now.Unchanged))
	var found []Difference
	for _, c := range now.Changes {
		if c.Action.Waits() {
			continue
		}
		if why := t.forbid(c); why != "" {
			found = append(found, Difference{c.Address, why})
		}
	}
	return found
}

// Done tells how many of the file's changes the other plan has no more, and of how many:
// those that wait for a decision are not counted.
func (f *File) Done(now *plan.Plan) (done, all int) {
	left := byAddress(now.Changes)
	for _, c := range f.Plan.Changes {
		if c.Action.Waits() {
			continue
		}
		if all++; left[c.Address] == nil {
			done++
		}
	}
	return done, all
}

func byAddress(changes []*plan.Change) map[string]*plan.Change {
	out := make(map[string]*plan.Change, len(changes))
	for _, c := range changes {
		out[c.Address] = c
	}
	return out
}

// terms are what a file permits, and the plan that is measured by it.
type terms struct {
	shown map[string]*plan.Change // the file's changes
	stays map[string]*plan.Change // what stays as it is, in the file
	now   map[string]*plan.Change // what the other plan has of every image
}

// forbid says why the file does not permit a change; "" is that it does.
func (t *terms) forbid(c *plan.Change) string {
	s := t.shown[c.Address]
	if s == nil {
		return would(c) + ", and the file shows nothing of it"
	}
	if v := c.Review; v != nil && (s.Review == nil || *v != *s.Review) {
		return fmt.Sprintf("it would be recorded as %s, which the file does not show", plan.Decided(v))
	}
	switch {
	case s.Action == plan.Tainted || s.Action == plan.Unmade:
		return would(c) + ", and the file shows that it waits"
	case c.From != "" && c.From != s.From:
		return "it would be moved from " + c.From + ", which the file does not show"
	case c.Path != s.Path:
		return fmt.Sprintf("its output would be %s, and the file shows %s", c.Path, named(s.Path))
	}
	if c.Metadata != s.Metadata {
		return "its output would have other metadata than the file shows"
	}
	for _, n := range c.Notes {
		if n.Displaces() && !slices.Contains(s.Notes, n) {
			return n.String() + ", and the file does not show that"
		}
	}
	if why := forbidDerived(s, c); why != "" {
		return why
	}
	switch {
	case c.Action.Paid():
		return t.forbidPaid(s, c)
	case c.Action == s.Action:
		return forbidSame(s, c)
	}
	return forbidFree(s, c)
}

// forbidSame is forbid for a free change that is to be done as the file shows.
func forbidSame(s, c *plan.Change) string {
	if !sameRecord(s.Before, c.Before) {
		return "what is recorded of it is another picture now"
	}
	switch c.Action {
	case plan.Remove, plan.Forget, plan.Review:
		return ""
	case plan.Reject:
		if !sameInstead(s.Instead, c.Instead) {
			return "another picture would lie at its output than the file shows"
		}
	case plan.Resume:
		if c.Call.Intent != s.Call.Intent || c.Call.Index != s.Call.Index {
			return "it would collect another call than the file shows"
		}
	case plan.Reuse, plan.Import, plan.Keep:
		if c.File != s.File {
			return "its output was changed since"
		}
		if c.Picture != nil && s.Shares == "" && (s.Picture == nil || c.Picture.Artifact != s.Picture.Artifact || c.Picture.Task != s.Picture.Task) {
			return "it would take another picture than the file shows"
		}
	}
	if differs(c) && !differs(s) {
		return "its output was changed since, and would be replaced"
	}
	return forbidKey(s, c)
}

// forbidFree is forbid for a free change in the place of another one: it must be on the
// way to what the file shows.
func forbidFree(s, c *plan.Change) string {
	none := would(c) + ", and the file shows " + s.Action.String()
	switch s.Action {
	case plan.Remove, plan.Forget, plan.Restore:
		return none
	}
	switch c.Action {
	case plan.Resume, plan.Reuse:
		if !s.Action.Paid() && s.Action != plan.InDoubt && s.Action != plan.Resume {
			return none
		}
		if !sameRecord(s.Before, c.Before) {
			return "what is recorded of it is another picture now"
		}
	case plan.Review:
		if s.Review == nil {
			return none
		}
	case plan.Place, plan.Restore, plan.Derive:
		if differs(c) {
			return "its output was changed since, and would be replaced"
		}
		if arrives(s) != "" && arrives(s) != c.Before.Identity() {
			return "what is recorded of it is another picture than the file shows"
		}
	default:
		return none
	}
	return forbidKey(s, c)
}

// sameInstead reports whether two say that one picture lies in place of a rejected one.
func sameInstead(a, b *plan.Instead) bool {
	switch {
	case a == nil || b == nil:
		return a == b
	case a.Record == nil || b.Record == nil:
		return a.Record == b.Record
	}
	return a.Record.Artifact == b.Record.Artifact
}

// arrives is the identity of the picture that a change of the file surely brings, or "".
func arrives(s *plan.Change) string {
	switch s.Action {
	case plan.None, plan.Move, plan.Place, plan.Restore, plan.Derive, plan.Review:
		return identity(s.Before)
	case plan.Reuse, plan.Import, plan.Keep:
		if s.Picture != nil {
			return s.Picture.Identity()
		}
	}
	return ""
}

// forbidKey is that the change is of the request that the file shows, as far as it does.
func forbidKey(s, c *plan.Change) string {
	switch {
	case s.Key == c.Key, s.Key == "":
		return ""
	case c.Key == "":
		return "its request is not known any more"
	}
	return "its request is another one than the file shows" + unlike(s, c)
}

// unlike says which parts of two requests differ, as far as it may be said.
func unlike(s, c *plan.Change) string {
	var parts []string
	add := func(name string, differ bool) {
		if differ {
			parts = append(parts, name)
		}
	}
	a, b := s.Request, c.Request
	add("prompt", a.PromptHash != b.PromptHash)
	add("model", a.Model != b.Model)
	add("size", a.Size != b.Size)
	add("source", a.Source.Withheld() != b.Source.Withheld())
	add("provider", a.Kind != b.Kind)
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

// would says what a change would do, and why.
func would(c *plan.Change) string {
	why := make([]string, len(c.Reasons))
	for i, r := range c.Reasons {
		why[i] = r.String()
	}
	return fmt.Sprintf("the plan would now %s it (%s)", c.Action, strings.Join(why, "; "))
}

func named(path string) string {
	if path == "" {
		return "none"
	}
	return path
}

// differs reports whether a change puts the output in the place of something else that
// lies there.
func differs(c *plan.Change) bool {
	return slices.ContainsFunc(c.Reasons, func(r plan.Reason) bool { return r.Cause == plan.Differs })
}
