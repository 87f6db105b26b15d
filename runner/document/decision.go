package document

import (
	"time"

	"gesso/runner/plan"
)

// Decision is what somebody has decided about a picture, and what a plan makes of it.
type Decision struct {
	Address  string `json:"address"`
	Artifact string `json:"artifact"` // SHA-256 of the picture that it is about
	Verdict  string `json:"verdict"`  // approve, reject, again, select
	Takes    int    `json:"takes,omitempty"`
	Take     string `json:"take,omitempty"` // SHA-256 of the picture that is selected
	Note     string `json:"note,omitempty"`
	Reviewer string `json:"reviewer,omitempty"`
	Made     string `json:"made,omitempty"`
	Where    string `json:"where,omitempty"` // the file and the line
	Standing string `json:"standing"`        // acts, done, or why nothing is done for it: stale …
	Text     string `json:"text,omitempty"`  // the same in words
}

// makeDecision is a decision of a plan.
func makeDecision(d plan.Decision) Decision {
	out := Decision{
		Address: d.Address, Artifact: d.Artifact, Verdict: d.Verdict, Takes: d.Takes, Take: d.Take, Note: d.Note,
		Reviewer: d.By, Where: d.Where, Standing: string(d.Standing), Text: d.Standing.String(),
	}
	if !d.At.IsZero() {
		out.Made = d.At.UTC().Format(time.RFC3339)
	}
	if d.Why != "" && out.Text != "" {
		out.Text += ": "
	}
	out.Text += d.Why
	return out
}

// MakeDecisions are those of a plan; nil of one that was made without any.
func MakeDecisions(all []plan.Decision) []Decision {
	var out []Decision
	for _, d := range all {
		out = append(out, makeDecision(d))
	}
	return out
}
