// Package reviewed prints what is decided about pictures. It decides and computes nothing,
// and quotes all text from outside.
//
//	reviewed.Summary(screen, summary)
package reviewed

import (
	"fmt"
	"slices"
	"strings"

	"gesso/runner/report"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/runner/review"
	"gesso/runner/wishes"
)

// most is how many images are listed with a verdict that needs no action.
const most = 30

// groups are the verdicts with their titles, the most urgent first.
var groups = []struct {
	verdict, title string
	all            bool // list every image, however many there are
}{
	{wishes.Disputed, "In conflict", true},
	{string(review.Reject), "Rejected", true},
	{string(review.Again), "Again", true},
	{string(review.Select), "Another take", true},
	{wishes.Undecided, "Undecided", false},
	{string(review.Approve), "Approved", false},
}

// Summary prints what is decided: the images by verdict, then the decisions without effect,
// then the counts.
func Summary(s *report.Screen, sum *wishes.Summary) {
	for _, g := range groups {
		images := sum.Of(g.verdict)
		if len(images) == 0 {
			continue
		}
		fmt.Fprintf(s, "%s\n", report.Bold(s, fmt.Sprintf("%s (%d)", g.title, len(images))))
		shown := images
		if !g.all && len(images) > most {
			shown = images[:most]
		}
		for _, r := range shown {
			report.Hang(s, "  ", line(r))
		}
		if left := len(images) - len(shown); left > 0 {
			fmt.Fprintf(s, "  and %d more; -json lists all of them\n", left)
		}
		fmt.Fprintln(s)
	}
	if idle := outline.Idle(sum.Idle); len(idle) > 0 {
		fmt.Fprintf(s, "%s\n", report.Bold(s, fmt.Sprintf("Nothing is done for (%d)", len(sum.Idle))))
		for _, text := range idle {
			report.Hang(s, "  ", text)
		}
		fmt.Fprintln(s)
	}
	fmt.Fprintln(s, counts(sum))
}

// line describes an image and what is decided about it.
func line(r wishes.Reviewed) string {
	var facts []string
	switch {
	case r.Dispute != nil:
		for _, d := range r.Dispute {
			facts = append(facts, fmt.Sprintf("%s says %s%s", d.Where, d.Words(), by(d.Reviewer, d.Note)))
		}
		return quote.Line(r.Address + ": " + strings.Join(facts, "; "))
	case r.Verdict == string(review.Again) && r.Change != nil && r.Change.Action.Paid():
		facts = append(facts, outline.PriceOf(r.Change))
	case r.Take != "":
		facts = append(facts, r.Take[:12])
	}
	text := r.Address
	if len(facts) > 0 {
		text += ", " + strings.Join(facts, ", ")
	}
	text += by(r.By, r.Note)
	if !r.Recorded && slices.Contains([]string{string(review.Approve), string(review.Reject)}, r.Verdict) {
		text += " (not recorded yet)"
	}
	return quote.Line(text)
}

// by says who decided and why, as a continuation.
func by(name, note string) string {
	text := ""
	if name != "" {
		text = ", by " + name
	}
	if note != "" {
		text += ": " + note
	}
	return text
}

// counts returns the last line.
func counts(sum *wishes.Summary) string {
	var parts []string
	for _, g := range slices.Backward(groups) {
		if n := len(sum.Of(g.verdict)); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, strings.ToLower(g.title)))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing to decide"}
	}
	text := "Review: " + strings.Join(parts, ", ")
	if sum.Same > 0 {
		text += fmt.Sprintf("; %s as compared", outline.Plural(sum.Same, "picture"))
	}
	if sum.Bare > 0 {
		text += fmt.Sprintf("; %s not made", outline.Plural(sum.Bare, "image"))
	}
	if sum.Cost.Pictures > 0 {
		text += fmt.Sprintf(". To be bought: %s, for %s", outline.Plural(sum.Cost.Pictures, "picture"), outline.CostText(sum.Cost))
	}
	return text + "."
}
