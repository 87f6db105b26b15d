package markdown

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gesso/runner/plan"
	"gesso/runner/report/outline"
)

// The maximum lengths of a comment in characters.
const (
	GitHub = 65_536
	GitLab = 1_000_000
)

// Plan writes a plan as a comment of at most limit characters; only its head, which is
// short, may exceed that. About says which plan it is if there are several, such as a
// directory or a workspace; it may be "".
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

// Marker returns the first line of a plan's comment.
func Marker(about string) string {
	if about == "" {
		return "<!-- gesso plan -->"
	}
	about = strings.Map(func(r rune) rune {
		if r == '-' || r == '<' || r == '>' || r < ' ' {
			return '_' // none of them can end the HTML comment
		}
		return r
	}, about)
	return "<!-- gesso plan: " + about + " -->"
}

// partial says that a plan does not cover everything.
func partial(p *plan.Plan) string {
	return "**This plan is partial:** " + outline.LeftOut(p.Selection)
}

// notices returns what waits for a decision, and what the prices mean.
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

// byPrice sorts blocks: first paid ones, then those that wait for a decision, then free
// ones.
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

// reserve is the room for the sentences that count what was left out.
const reserve = 300

// draft is a comment that grows as long as there is room.
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
