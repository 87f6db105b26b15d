package document

import "gesso/runner/plan"

// Reason is why something is planned.
type Reason struct {
	Cause     string `json:"cause"`
	Argument  string `json:"argument,omitempty"`
	Old       string `json:"old,omitempty"` // where the cause has two sides, and they may be shown
	New       string `json:"new,omitempty"` // or what the cause is about
	Sensitive bool   `json:"sensitive,omitempty"`
	Text      string `json:"text"` // the same in a few words
}

// MakeReasons are reasons with nothing sensitive in them.
func MakeReasons(reasons []plan.Reason) []Reason {
	out := make([]Reason, len(reasons))
	for i, r := range reasons {
		if r.Sensitive {
			r.Old, r.New = "", ""
		}
		out[i] = Reason{r.Cause.String(), r.Argument, r.Old, r.New, r.Sensitive, r.String()}
	}
	return out
}

// ReasonsOf are those of a change. An argument that is declared sensitive is so in
// each of them.
func ReasonsOf(c *plan.Change) []Reason { return presentable(c, c.Reasons) }

// StaleOf is ReasonsOf why another picture is asked for than the one that is kept.
func StaleOf(c *plan.Change) []Reason { return presentable(c, c.Stale) }

// holdsOf are the reasons for which a change's picture would be replaced, had nobody made
// it by hand.
func holdsOf(c *plan.Change) []Reason { return presentable(c, c.Holds) }

func presentable(c *plan.Change, of []plan.Reason) []Reason {
	reasons := make([]plan.Reason, len(of))
	for i, r := range of {
		r.Sensitive = r.Sensitive || r.Cause == plan.Changed && c.Sensitive(r.Argument)
		reasons[i] = r
	}
	return MakeReasons(reasons)
}
