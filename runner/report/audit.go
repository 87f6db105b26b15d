package report

import (
	"fmt"
	"time"

	"gesso/runner/audit"
)

// Audit prints the account of what was paid for: the lists first, the counts
// as the last line.
func Audit(s *Screen, a *audit.Findings) {
	auditItems(s, "In doubt", yellow, a.InDoubt)
	auditItems(s, "Given up", yellow, a.GivenUp)
	auditItems(s, "Lost", red, a.Lost)
	auditItems(s, "Paid for twice", red, a.Double)
	spent := number(a.Spent)
	if a.Unpriced > 0 {
		spent += fmt.Sprintf(" and unknown for %s", plural(a.Unpriced, "picture"))
	}
	imported := ""
	if a.Imported > 0 {
		imported = fmt.Sprintf(" Imported, and not paid for here: %s.", plural(a.Imported, "picture"))
	}
	s.wrapped("", s.paint(bold, fmt.Sprintf("Audit: %d paid, %d stored, %d to collect, %d in doubt, %d given up, %d lost, %d double. Spent: %s.%s%s",
		a.Paid, a.Stored, a.Collect, len(a.InDoubt), len(a.GivenUp), len(a.Lost), len(a.Double), spent, chargedText(a.Charged), imported)))
}

func auditItems(s *Screen, title string, c colour, items []audit.Item) {
	if len(items) == 0 {
		return
	}
	s.printf("%s\n", s.paint(c, title+":"))
	for _, item := range items {
		text := fmt.Sprintf("%s  %s", oneLine(item.Address), item.Time.UTC().Format(time.RFC3339))
		for _, part := range []struct{ name, value string }{{"from", item.Provider}, {"task", item.Task}, {"trace", item.TraceID}, {"picture", item.Artifact}, {"", item.Problem}} {
			if part.value != "" {
				text += "  " + oneLine(part.name+" "+part.value)
			}
		}
		s.wrapped("  ", text)
	}
	s.printf("\n")
}
