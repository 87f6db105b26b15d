// Package past prints what images had earlier: takes, runs, and how two states differ. It
// decides and computes nothing, and quotes all text from outside.
//
//	past.Takes(screen, address, all, store.Has)
package past

import (
	"fmt"
	"strings"
	"time"

	"gesso/runner/money"
	"gesso/runner/plan"
	"gesso/runner/report"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/runner/takes"
	"gesso/spec/pin"
)

// Takes prints the pictures that an address had. Here reports whether the store has one.
func Takes(s *report.Screen, address string, all []takes.Take, here func(sha string) bool) {
	for _, t := range all {
		mark, number := " ", fmt.Sprintf("%d", t.Number)
		if t.Current {
			mark, number = "*", report.Bold(s, number)
		}
		fmt.Fprintf(s, "%s %s  %s\n", mark, number, takeFacts(t, here(t.Picture.Artifact)))
		report.Hang(s, "       ", pin.Text(quote.Line(t.Picture.Artifact)))
		if t.Problem != "" {
			report.Hang(s, "       ", "fails: "+quote.Line(t.Problem))
		}
		if t.Review != nil {
			report.Hang(s, "       ", quote.Line(plan.Decided(t.Review).String()))
		}
		if q := t.Request; q != nil {
			prompt := "(sensitive)"
			if q.Prompt != "" {
				prompt = quote.Text(q.Prompt)
			}
			report.Hang(s, "       ", prompt)
		}
	}
	fmt.Fprintf(s, "%s has had %s.\n", quote.Line(address), outline.Plural(len(all), "picture"))
}

// Files prints the files derived from pictures of an address that somebody edited by hand,
// and where they are kept. Here reports whether the store has one, and at returns its path.
func Files(s *report.Screen, all []takes.File, here func(sha string) bool, at func(sha string) string) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(s, "Made by hand of derived files, to be copied back:\n")
	for _, f := range all {
		mark, when := " ", "(unknown)"
		if f.Lies {
			mark = "*"
		}
		if !f.Had.IsZero() {
			when = f.Had.UTC().Format(time.RFC3339)
		}
		where := at(f.SHA)
		if !here(f.SHA) {
			where = "not in the store: " + pin.Text(f.SHA)
		}
		report.Hang(s, fmt.Sprintf("%s    %s  ", mark, when), quote.Text(f.Path)+"  "+quote.Line(where))
	}
}

// takeFacts returns what is known about a take, on one line.
func takeFacts(t takes.Take, here bool) string {
	facts := []string{"(unknown)"}
	if at := t.Picture.Generated; !at.IsZero() {
		facts[0] = at.UTC().Format(time.RFC3339)
	} else if !t.Had.IsZero() {
		facts[0] = t.Had.UTC().Format(time.RFC3339)
	}
	facts = append(facts, takeCost(t))
	if q := t.Request; q != nil {
		facts = append(facts, quote.Line(q.Model))
	}
	p := t.Picture
	facts = append(facts, fmt.Sprintf("%s, %d x %d, %d bytes", quote.Line(p.Format), p.Width, p.Height, p.Bytes))
	if t.Request != nil && t.Request.Take > 1 {
		facts = append(facts, fmt.Sprintf("take = %d", t.Request.Take))
	}
	if t.At != "" {
		facts = append(facts, "as "+quote.Line(t.At))
	}
	switch {
	case t.Lost && !here:
		facts = append(facts, "lost")
	case !here:
		facts = append(facts, "not in the store")
	}
	return strings.Join(facts, "  ")
}

// takeCost says how an address got a take, and at what price.
func takeCost(t takes.Take) string {
	switch t.How {
	case takes.Bought:
		text := "bought, price unknown"
		if t.Price != nil {
			text = "bought for " + money.Text(*t.Price)
		}
		if p := t.Picture; p.Cost > 0 {
			text += ", charged " + money.In(p.Cost, p.Charge.Currency())
		}
		return text
	case takes.Extra:
		return "beside one that was bought"
	case takes.Rival:
		return "of another branch"
	case takes.Painted:
		return "made by hand, never adopted"
	}
	switch {
	case t.Picture.Imported:
		return "imported"
	case t.Picture.Adopted != nil:
		return "made by hand"
	case t.Picture.Task != "":
		return "bought elsewhere" // in another clone: no ledger here knows it
	}
	return "taken over"
}
