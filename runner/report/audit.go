package report

import (
	"fmt"
	"time"

	"gesso/runner/audit"
	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
)

// Audit prints the findings of an audit: first the lists, then a line with the counts.
func Audit(s *Screen, a *audit.Findings) {
	auditItems(s, "In doubt", yellow, a.InDoubt)
	auditItems(s, "Accepted without a picture, perhaps charged", yellow, a.Unmade)
	auditItems(s, "Given up", yellow, a.GivenUp)
	auditItems(s, "Lost", red, a.Lost)
	auditItems(s, "Paid for twice", red, a.Double)
	s.wrapped("", s.paint(bold, "Audit: "+auditCounts(a)+". Spent: "+auditSums(a)))
}

// auditCounts returns the counts. The rare ones come last, and only if they are not zero.
func auditCounts(a *audit.Findings) string {
	text := fmt.Sprintf("%d paid, %d stored, %d to collect, %d in doubt, %d given up, %d lost, %d double",
		a.Paid, a.Stored, a.Collect, len(a.InDoubt), len(a.GivenUp), len(a.Lost), len(a.Double))
	if a.Converted > 0 {
		text += fmt.Sprintf(", %d kept only as a converted output", a.Converted)
	}
	if len(a.Unmade) > 0 {
		text += fmt.Sprintf(", %d accepted without a picture", len(a.Unmade))
	}
	return text
}

// auditSums returns what was spent, what may have been, and what was not.
func auditSums(a *audit.Findings) string {
	c := &a.Costs
	text := outline.CostText(c.Spent()) + "." + chargedText(a.Charged)
	for _, part := range []struct {
		what string
		cost plan.Cost
	}{{"Of that for pictures to collect", c.Open}, {"Of that for pictures that are gone", c.Gone}, {"Of that for what was given up", c.GivenUp}, {"Of that for nothing", c.Vain},
		{"Perhaps charged without a picture", c.Unmade}, {"Perhaps charged and in doubt", c.InDoubt}} {
		if part.cost.Pictures > 0 {
			text += " " + part.what + ": " + outline.CostText(part.cost) + "."
		}
	}
	if a.Imported > 0 {
		text += fmt.Sprintf(" Imported, and not paid for here: %s.", outline.Plural(a.Imported, "picture"))
	}
	if a.Adopted > 0 {
		text += fmt.Sprintf(" Made by hand: %s.", outline.Plural(a.Adopted, "picture"))
	}
	return text
}

func auditItems(s *Screen, title string, c colour, items []audit.Item) {
	if len(items) == 0 {
		return
	}
	s.printf("%s\n", s.paint(c, title+":"))
	for _, item := range items {
		text := fmt.Sprintf("%s  %s", quote.Line(item.Address), item.Time.UTC().Format(time.RFC3339))
		for _, part := range []struct{ name, value string }{{"from", item.Provider}, {"task", item.Task}, {"trace", item.TraceID}, {"picture", item.Artifact}, {"", item.Problem}} {
			if part.value != "" {
				text += "  " + quote.Line(part.name+" "+part.value)
			}
		}
		s.wrapped("  ", text)
	}
	s.printf("\n")
}
