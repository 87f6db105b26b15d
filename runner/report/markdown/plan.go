package markdown

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gesso/runner/plan"
	"gesso/runner/report/outline"
)

// The most characters of a comment.
const (
	GitHub = 65_536
	GitLab = 1_000_000
)

// Plan is a plan as a comment of at most so many characters, but for its head, which
// is short. About is what the plan is of, where there are several: a directory, a
// workspace; else "".
func Plan(p *plan.Plan, about string, limit int) string {
	d := &draft{limit: limit - reserve}
	d.always(Marker(about) + "\n")
	title := "### gesso plan"
	if about != "" {
		title += " of " + code(about)
	}
	d.always(title + "\n\n")
	if p.Empty() {
		d.always(fmt.Sprintf("No changes: %s.\n", outline.Declared(p)))
		d.stale(p)
		d.decided(p)
		if p.Selection.Partial() {
			d.always("\n" + partial(p) + "\n")
		}
		return d.String()
	}
	cost := p.Cost()
	d.always(fmt.Sprintf("**%s.** Estimated cost: **%s**%s.\n", outline.Counts(p), text(outline.CostText(cost)), text(outline.AtMost(cost, p.Most()))))
	for _, note := range notices(p) {
		d.always("\n" + note + "\n")
	}
	blocks := byPrice(outline.Of(p, outline.Folded))
	d.table(blocks)
	d.details(blocks)
	d.renames(p)
	d.stale(p)
	d.decided(p)
	return d.String()
}

// Marker is the line that a plan's comment begins with.
func Marker(about string) string {
	if about == "" {
		return "<!-- gesso plan -->"
	}
	about = strings.Map(func(r rune) rune {
		if r == '-' || r == '<' || r == '>' || r < ' ' {
			return '_' // none of them can end the comment
		}
		return r
	}, about)
	return "<!-- gesso plan: " + about + " -->"
}

// partial tells that a plan is not about everything.
func partial(p *plan.Plan) string {
	return "**This plan is partial:** " + outline.LeftOut(p.Selection)
}

// notices are what waits for somebody, and what kind of money is spoken of.
func notices(p *plan.Plan) []string {
	var notes []string
	if p.Selection.Partial() {
		notes = append(notes, partial(p))
	}
	counts := p.Count()
	if n := p.Rejected() + counts[plan.Reject]; n > 0 {
		notes = append(notes, fmt.Sprintf("%s rejected by a person. An approval brings it back for nothing; another one is bought only when it is asked for.", outline.Plural(n, "picture")))
	}
	if n := counts[plan.Tainted] - p.Rejected(); n > 0 {
		notes = append(notes, fmt.Sprintf("%s tainted: %s, and not what a postcondition asks for. Another one is bought only when it is asked for.", outline.Plural(n, "picture"), outline.TaintedText(p)))
	}
	if n := counts[plan.Unmade]; n > 0 {
		notes = append(notes, fmt.Sprintf("%s unmade: the same request was refused or made nothing before. It is not sent again unattended.", outline.Plural(n, "picture")))
	}
	if n := p.InDoubt(); n > 0 {
		notes = append(notes, fmt.Sprintf("%s in doubt: what was sent may have been charged. <code>gesso resolve</code> tells what can be done.", outline.Plural(n, "request")))
	}
	if n := p.LeftOut(); n > 0 {
		notes = append(notes, fmt.Sprintf("The budget leaves out about %d of the paid ones.", n))
	}
	return append(notes, outline.MoneyNotes(p)...)
}

// byPrice puts what is paid first, then what waits for a decision, then what is free.
func byPrice(blocks []outline.Block) []outline.Block {
	rank := func(b outline.Block) int {
		switch a := action(b); {
		case a.Paid():
			return 0
		case a.Waits():
			return 1
		}
		return 2
	}
	sorted := slices.Clone(blocks)
	slices.SortStableFunc(sorted, func(a, b outline.Block) int { return rank(a) - rank(b) })
	return sorted
}

func action(b outline.Block) plan.Action {
	switch {
	case b.More != nil:
		return b.More.Changes[0].Action
	case b.Stray != nil && b.Stray.InDoubt():
		return plan.InDoubt
	case b.Stray != nil:
		return plan.Resume
	}
	return b.Change.Action
}

// reserve is for the sentences that count what was left out.
const reserve = 300

// draft is a text that grows as long as there is room.
type draft struct {
	strings.Builder
	limit, used int
}

func (d *draft) always(text string) {
	d.WriteString(text)
	d.used += utf8.RuneCountInString(text)
}

// fits adds a text if there is room for it, and reports whether there was.
func (d *draft) fits(text string) bool {
	if d.used+utf8.RuneCountInString(text) > d.limit {
		return false
	}
	d.always(text)
	return true
}
