package document

import "gesso/state"

// Marks is what gesso taint -json and gesso untaint -json print: what they have changed.
type Marks struct {
	FormatVersion string `json:"format_version"`
	Marks         []Mark `json:"marks"` // of each picture that was not marked so already
}

// Mark is a picture that is to be replaced, or no longer.
type Mark struct {
	Address string `json:"address"`
	Tainted bool   `json:"tainted"`          // the next plan replaces it, paid
	Reason  string `json:"reason,omitempty"` // of whoever wants that
}

// MakeMarks tells of the events by which pictures were marked, and marks taken back.
func MakeMarks(events []state.Event) *Marks {
	doc := &Marks{FormatVersion: Format, Marks: []Mark{}}
	for _, e := range events {
		doc.Marks = append(doc.Marks, Mark{Address: e.Address, Tainted: e.Kind == state.Tainted, Reason: e.Problem})
	}
	return doc
}
