package outline

import (
	"fmt"
	"strings"

	"gesso/runner/plan"
	"gesso/runner/report/quote"
)

// mostDecisions is how many decisions are listed one by one.
const mostDecisions = 30

// Decisions says what became of the decisions that a plan was made with. The first line has
// their number; then each decision is listed that has no effect, or only a partial one,
// with the reason. It returns nil if there are no decisions.
func Decisions(all []plan.Decision) []string {
	if len(all) == 0 {
		return nil
	}
	acting, done, lines := 0, 0, []string{""}
	for _, d := range all {
		switch d.Standing {
		case plan.Acting:
			acting++
		case plan.Done:
			done++
		}
		if d.Standing.Still() || d.Why != "" {
			lines = append(lines, decision(d))
		}
	}
	var counts []string
	for _, c := range []struct {
		n    int
		what string
	}{{acting, "in this plan"}, {done, "done already"}, {len(all) - acting - done, "without effect"}} {
		if c.n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	lines[0] = "Decisions: " + strings.Join(counts, ", ") + "."
	if more := len(lines) - 1 - mostDecisions; more > 0 {
		lines = append(lines[:1+mostDecisions], fmt.Sprintf("and %d more", more))
	}
	return lines
}

// Idle lists decisions with the reasons why they have no effect.
func Idle(all []plan.Decision) []string {
	var lines []string
	for _, d := range all[:min(len(all), mostDecisions)] {
		lines = append(lines, decision(d))
	}
	if more := len(all) - mostDecisions; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return lines
}

// decision describes one decision and what becomes of it.
func decision(d plan.Decision) string {
	var why []string
	for _, part := range []string{d.Standing.String(), d.Why} {
		if part != "" {
			why = append(why, part)
		}
	}
	word := d.Verdict
	if d.Standing != plan.Acting {
		word += ", " + string(d.Standing)
	}
	line := fmt.Sprintf("%s: %s: %s", d.Address, word, strings.Join(why, ": "))
	if d.Where != "" {
		line += " (" + d.Where + ")"
	}
	return quote.Line(line)
}
