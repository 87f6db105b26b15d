package plan

// Selection is what a plan is about, where a user has selected it. What is left out is
// not touched by a run of the plan, not removed and not moved.
type Selection struct {
	Targets  []string `json:"targets,omitempty"`  // patterns, as they were given
	Excludes []string `json:"excludes,omitempty"` // likewise
	Images   int      `json:"images"`             // that are selected, with all that these need; 0 of a plan that is whole
	LeftOut  int      `json:"left_out"`           // changes that a whole plan has besides
	Narrow   bool     `json:"narrow,omitempty"`   // there are mistakes in what is left out, so that it is not evaluated
	Replaced []Meant  `json:"replaced,omitempty"` // what patterns of several images mean that are to be made anew
}

// Partial reports whether the plan is not about everything. Nil is.
func (s *Selection) Partial() bool { return s != nil && len(s.Targets)+len(s.Excludes) > 0 }

// Meant is a pattern and how many images it means.
type Meant struct {
	Pattern string `json:"pattern"`
	Images  int    `json:"images"`
}
