package report

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
)

// PlanForm is how much is printed of each change of a plan.
type PlanForm int

const (
	Fitting PlanForm = iota // blocks, similar ones folded; on a terminal lines if there are many
	Compact                 // a line for each change
	Whole                   // a block for each change
)

// manyBlocks is how many blocks are still printed as blocks on a terminal.
const manyBlocks = 200

// Plan prints what a plan would do, in the form that fits, and then counts what is paid and
// what is free.
func Plan(s *Screen, p *plan.Plan) { PlanAs(s, p, Fitting) }

// PlanAs is Plan in a given form.
func PlanAs(s *Screen, p *plan.Plan, form PlanForm) {
	if p.Empty() {
		s.stale(p, form)
		noChanges(s, p)
		return
	}
	folding := outline.Full
	if form == Fitting {
		folding = outline.Folded
	}
	blocks := outline.Of(p, folding)
	s.together(func() {
		led := foundAll(s, p)
		s.printf("gesso will do the following:\n\n")
		if form == Compact || form == Fitting && s.terminal && len(blocks) > manyBlocks {
			for _, b := range blocks {
				s.compactBlock(b)
			}
			s.printf("\n")
		} else {
			for _, b := range blocks {
				s.block(b)
			}
		}
		s.advise(blocks)
		s.renames(p)
		s.stale(p, form)
		if !led {
			found(s, p)
		}
		PlanSummary(s, p)
	})
}

// advise says how to see what is folded.
func (s *Screen) advise(blocks []outline.Block) {
	for _, b := range blocks {
		if b.More != nil {
			s.wrapped("", s.paint(faint, "With -compact=false each image has its block, with -compact a line."))
			s.printf("\n")
			return
		}
	}
}

func (s *Screen) block(b outline.Block) {
	head, why := s.head(b)
	if why != "" {
		head += " " + s.paint(faint, "("+why+")")
	}
	s.heading(head)
	s.room = b.AppendRows(s.room[:0])
	s.rows(s.room)
	clear(s.room)
	s.line("")
}

// heading prints a block's first line. What does not fit goes below it, indented.
func (s *Screen) heading(text string) {
	if width := s.width(); width > 0 {
		text = wrap(text, max(20, width-len(indentation)))
	}
	s.line(strings.ReplaceAll(text, "\n", "\n"+indentation))
}

// head returns what a block is about, and why it is in the plan.
func (s *Screen) head(b outline.Block) (head, why string) {
	switch {
	case b.More != nil:
		c := b.More.Changes[0]
		return fmt.Sprintf("%s %s: %d more like this", s.signOf(c.Action), s.paint(bold, quote.Line(b.More.Block)), len(b.More.Changes)), ""
	case b.Stray != nil:
		action := plan.Resume
		if b.Stray.InDoubt() {
			action = plan.InDoubt
		}
		return fmt.Sprintf("%s %s  %s", s.signOf(action), s.paint(bold, quote.Line(b.Stray.Address)), action), outline.StrayText(b.Stray)
	}
	c := b.Change
	if c.Action == plan.Keep {
		return fmt.Sprintf("%s %s  %s %s", s.signOf(c.Action), s.paint(bold, quote.Line(c.Address)), c.Action.Past(), outline.ReasonsText(c.Reasons[:1])), outline.ReasonsText(c.Reasons[1:])
	}
	return fmt.Sprintf("%s %s  %s", s.signOf(c.Action), s.paint(bold, quote.Line(c.Address)), c.Action), outline.ReasonsText(c.Reasons)
}

// compactBlock prints a block on one line, cut to the width. The reasons come last.
func (s *Screen) compactBlock(b outline.Block) {
	line, why := s.head(b)
	if b.Change != nil && b.Change.Action.Paid() && b.Change.Price != nil {
		line += " for " + outline.PriceOf(b.Change)
	}
	if why != "" {
		line += " " + s.paint(faint, "("+why+")")
	}
	if width := s.width(); width > 0 {
		line = ansi.Truncate(line, width-1, "…")
	}
	s.line(line)
}

// Calls prints calls that are not settled, sorted by address. If an address has several, it
// prints their ids, which a decision needs to name one of them.
func Calls(s *Screen, calls []plan.Call) {
	several := withSeveral(calls)
	for _, call := range calls {
		what := "in doubt: it may have been paid for"
		switch {
		case call.Lost:
			what = "paid for, and gone from the provider: the next apply asks again; -abandon gives it up"
		case !call.InDoubt():
			what = "paid for and not collected: the next apply collects it"
		}
		s.printf("%s  %s\n", s.paint(bold, quote.Line(call.Address)), s.paint(faint, what))
		rows := outline.PendingRows(call.Call)
		if several[call.Address] {
			rows = append([]outline.Row{{Name: "request", Value: quote.Line(call.Intent)}}, rows...)
		}
		s.rows(rows)
		s.printf("\n")
	}
}

// withSeveral returns the addresses that have calls of more than one request.
func withSeveral(calls []plan.Call) map[string]bool {
	last, several := map[string]string{}, map[string]bool{}
	for _, c := range calls {
		if id, ok := last[c.Address]; ok && id != c.Intent {
			several[c.Address] = true
		}
		last[c.Address] = c.Intent
	}
	return several
}

// PlanSummary prints the plan's last lines: what waits for a decision, what the budget
// leaves out, the counts, and what the prices mean.
func PlanSummary(s *Screen, p *plan.Plan) {
	counts := p.Count()
	warn := func(text string) { s.wrapped("", s.paint(yellow, text)) }
	if n := p.Rejected() + counts[plan.Reject]; n > 0 {
		warn(fmt.Sprintf("%s rejected: a person has looked and said so. The next word is a person's too: an approval brings a picture back for nothing, -replace=ADDRESS buys another, and so does another request.", outline.Plural(n, "picture")))
	}
	if n := counts[plan.Tainted] - p.Rejected(); n > 0 {
		warn(fmt.Sprintf("%s tainted: %s, and not what a postcondition asks for. gesso does not buy another by itself: -replace=ADDRESS does, and so does another request; a picture that meets a changed condition is placed for nothing.", outline.Plural(n, "picture"), outline.TaintedText(p)))
	}
	if n := p.PinnedBadly(); n > 0 {
		warn(fmt.Sprintf("Of these %s pinned: for another picture the configuration needs another pin, or none.", outline.Plural(n, "image")))
	}
	if counts[plan.Tainted]+counts[plan.Reject] > 0 && s.terminal { // there is somebody to look
		warn("To look at them: gesso gallery -only=tainted")
	}
	if n := counts[plan.Unmade]; n > 0 {
		warn(fmt.Sprintf("%s unmade: the provider's moderation refused the same request, or it was accepted and made nothing as often as its attempts allow, and may have been charged. Nobody is asked here, so that it is not bought again: -replace=ADDRESS does, or apply without -auto-approve, and so does another request.", outline.Plural(n, "picture")))
	}
	if n := p.InDoubt(); n > 0 {
		warn(fmt.Sprintf("%s in doubt: the provider may have accepted and charged what gesso got no answer to. gesso does not send it again by itself; gesso resolve tells what can be done.", outline.Plural(n, "request")))
	}
	held(s, p)
	decided(s, p)
	selected(s, p)
	if n := p.LeftOut(); n > 0 {
		warn(fmt.Sprintf("The budget leaves out about %d of the paid ones.", n))
	}
	cost := p.Cost()
	s.wrapped("", s.paint(bold, "Plan: "+outline.Counts(p)+". Estimated cost: "+outline.CostText(cost)+outline.AtMost(cost, p.Most())+"."))
	for _, note := range outline.MoneyNotes(p) {
		s.wrapped("", note)
	}
}

// rows prints rows with their equals signs aligned.
func (s *Screen) rows(block []outline.Row) {
	width := len("prompt")
	for _, r := range block {
		width = max(width, len(r.Name))
	}
	for _, r := range block {
		r.Name += strings.Repeat(" ", width-len(r.Name))
		s.row(r)
	}
}
