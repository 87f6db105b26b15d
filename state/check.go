package state

import (
	"fmt"
	"slices"
)

// Check refuses an event that lacks what its Kind needs, and so could not be
// folded: it is found before it is written, and in a journal it means another
// program's hand. It says nothing of values, see Event.Plain.
func (e Event) Check() error {
	missing := ""
	need := func(name string, present bool) {
		if !present && missing == "" {
			missing = name
		}
	}
	switch e.Kind {
	case Intended:
		need("intent", e.Intent != "")
		need("addresses", len(e.Addresses) > 0)
		need("request", e.Request != nil)
		for _, a := range e.Addresses {
			need("addresses", a != "")
		}
	case Accepted:
		need("intent", e.Intent != "")
		need("task_id", e.Task != "" || len(e.URLs) > 0)
	case Refused, Doubted, Settled:
		need("intent", e.Intent != "")
	case Lost:
		need("intent", e.Intent != "" || e.Record != nil && e.Record.Artifact != "")
	case Collected:
		need("record", e.Record != nil)
		need("artifact", e.Record != nil && e.Record.Artifact != "")
		need("key", e.Record != nil && e.Record.Key != "") // or nobody would ever find it
	case Discarded:
		need("record", e.Record != nil)
		need("artifact", e.Record != nil && e.Record.Artifact != "")
	case Placed, Removed, Forgotten, Noted, Untainted, Released, Derived:
		need("address", e.Address != "")
	case Tainted:
		need("address", e.Address != "")
		need("problem", e.Problem != "")
	case Reviewed:
		need("address", e.Address != "")
		need("review", e.Review != nil)
		need("artifact", e.Review != nil && IsHash(e.Review.Artifact))
		need("verdict", e.Review != nil && slices.Contains([]Verdict{Approve, Reject, Undecided}, e.Review.Verdict))
	case Moved:
		need("from", e.From != "")
		need("record", e.Record != nil)
		need("address", e.Record != nil && e.Record.Address != "" && e.Record.Address != e.From)
		need("artifact", e.Record != nil && (e.Record.Artifact != "" || len(e.Record.Pending)+len(e.Record.Unmade) > 0))
	default:
		return fmt.Errorf("unknown kind of event %q", e.Kind)
	}
	need("time", !e.Time.IsZero())
	need("index", e.Index >= 0)
	if missing != "" {
		return fmt.Errorf("an event %q without its %s", e.Kind, missing)
	}
	return nil
}
