package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"gesso/runner/plan"
	"gesso/state"
)

// Plan prints what a plan would do, one block a change, and a last line that
// counts what is paid and what is free.
func Plan(s *Screen, p *plan.Plan) {
	if p.Empty() {
		noChanges(s, p)
		return
	}
	s.together(func() {
		s.printf("gesso will do the following:\n\n")
		for _, c := range p.Changes {
			change(s, c)
		}
		for _, stray := range p.Strays {
			strayCall(s, stray)
		}
		PlanSummary(s, p)
	})
}

func change(s *Screen, c *plan.Change) {
	s.wrapped("", fmt.Sprintf("%s %s  %s %s", s.signOf(c.Action), s.paint(bold, oneLine(c.Address)),
		c.Action, s.paint(faint, "("+reasonsText(c.Reasons)+")")))
	s.rows(append(rows(c), noteRows(c)...))
	s.printf("\n")
}

// noteRows tells what becomes of files that are not gesso's.
func noteRows(c *plan.Change) []row {
	var out []row
	for _, n := range c.Notes {
		out = append(out, row{name: "note", value: oneLine(n.String())})
	}
	return out
}

func reasonsText(reasons []plan.Reason) string {
	words := make([]string, len(reasons))
	for i, r := range reasons {
		words[i] = r.String()
	}
	return oneLine(strings.Join(words, "; "))
}

// row is an argument in a plan: its value, or the old and the new one.
type row struct {
	name, old, value string
	changed          bool
}

// changedRow shows the two sides of what is planned to change.
func changedRow(name, before, after string) row {
	r := row{name: name, changed: true}
	if r.old, r.value = sides(before, after); before == "" {
		r.old = "(none)"
	}
	if after == "" {
		r.value = "(none)"
	}
	return r
}

// rows lists what a reader needs to judge a change: everything of a new
// picture, what differs of another, where it goes.
func rows(c *plan.Change) []row {
	switch c.Action {
	case plan.Remove, plan.Forget:
		if c.Path == "" {
			return nil // its picture was never placed
		}
		return []row{{name: "path", value: quoted(c.Path)}}
	case plan.Tainted:
		return taintedRows(c)
	case plan.Place, plan.Move:
		if c.Before.Path == c.Path || c.Before.Path == "" {
			return []row{{name: "path", value: quoted(c.Path)}}
		}
		return []row{changedRow("path", c.Before.Path, c.Path)}
	case plan.InDoubt:
		return pendingRows(*c.Call)
	case plan.Restore:
		return []row{{name: "path", value: quoted(c.Path)}}
	}
	var out []row
	add := func(name, value string) {
		if value == "" && !reasoned(c, name) {
			return
		}
		r := row{name: name, value: quoted(value)}
		for _, reason := range c.Reasons {
			if reason.Argument != name {
				continue
			}
			switch {
			case reason.Cause == plan.Later:
				r.value = "(known after apply)"
			case reason.Sensitive:
				r.old, r.value, r.changed = "(sensitive)", "(sensitive)", true
			case reason.Cause == plan.Changed:
				r = changedRow(name, reason.Old, reason.New)
			}
		}
		if name == "prompt" && c.Sensitive("prompt") {
			r.value = "(sensitive)"
		}
		out = append(out, r)
	}
	add("prompt", c.Request.Prompt)
	add("source", c.SourceText())
	add("model", c.Request.Model)
	add("size", c.Request.Size)
	add("path", c.Path)
	if name := c.Provider; name != "" {
		out = append(out, row{name: "provider", value: name})
	}
	if c.Action.Paid() {
		out = append(out, row{name: "price", value: Price(c.Price)})
	}
	if n := c.Attempts(); n > 1 {
		out = append(out, row{name: "attempts", value: fmt.Sprintf("up to %d", n)})
	}
	return out
}

// taintedRows tells why a picture was not placed, and where it can be seen.
func taintedRows(c *plan.Change) []row {
	rows := []row{{name: "error", value: oneLine(c.Unmet())}}
	if c.Look != "" {
		rows = append(rows, row{name: "look", value: quoted(c.Look)})
	}
	return append(rows, row{name: "path", value: quoted(c.Path)})
}

func reasoned(c *plan.Change, name string) bool {
	return slices.ContainsFunc(c.Reasons, func(r plan.Reason) bool { return r.Argument == name })
}

// rows prints a block of rows whose equals signs stand in one column.
func (s *Screen) rows(block []row) {
	width := len("prompt")
	for _, r := range block {
		width = max(width, len(r.name))
	}
	for _, r := range block {
		r.name += strings.Repeat(" ", width-len(r.name))
		s.row(r)
	}
}

func (s *Screen) row(r row) {
	head := fmt.Sprintf("        %s = ", r.name)
	if !r.changed {
		s.hanging(head, r.value)
		return
	}
	mark := fmt.Sprintf("      %s %s = ", s.paint(yellow, "~"), r.name)
	if width := s.width(); width == 0 || ansi.StringWidth(mark+r.old+r.value)+4 <= width {
		s.printf("%s%s -> %s\n", mark, r.old, r.value)
		return
	}
	s.hanging(mark, r.old)
	s.hanging(strings.Repeat(" ", ansi.StringWidth(mark)-3)+"-> ", r.value)
}

// hanging writes a value behind a head, its further lines below its first.
func (s *Screen) hanging(head, value string) {
	width, indent := s.width(), ansi.StringWidth(head)
	if width > 0 {
		value = wrap(value, max(20, width-indent-1))
	}
	s.printf("%s%s\n", head, strings.ReplaceAll(value, "\n", "\n"+strings.Repeat(" ", indent)))
}

func strayCall(s *Screen, stray plan.Call) {
	if stray.InDoubt() {
		s.wrapped("", fmt.Sprintf("%s %s  %s %s", s.signOf(plan.InDoubt), s.paint(bold, oneLine(stray.Address)), plan.InDoubt,
			s.paint(faint, "(an earlier run sent a request that nothing declares now, and got no answer)")))
	} else {
		s.wrapped("", fmt.Sprintf("%s %s  %s %s", s.signOf(plan.Resume), s.paint(bold, oneLine(stray.Address)), plan.Resume,
			s.paint(faint, "("+reasonsText(stray.Reasons())+"; "+strayFate(stray)+")")))
	}
	s.rows(pendingRows(stray.Call))
	s.printf("\n")
}

func strayFate(stray plan.Call) string {
	if stray.Stranded() {
		return "nothing declares it now, and no provider block has its endpoint"
	}
	return "nothing declares it now, it goes to the store"
}

// pendingRows tells what is known of a call that is not settled.
func pendingRows(p state.Call) []row {
	prompt := "(sensitive)"
	if p.Request.Prompt != "" {
		prompt = quoted(p.Request.Prompt)
	}
	rows := []row{{name: "prompt", value: prompt}, {name: "model", value: quoted(p.Request.Model)},
		{name: "sent", value: p.Time.UTC().Format(time.RFC3339) + " to " + oneLine(p.Endpoint)}}
	for _, r := range []row{{name: "provider", value: p.Provider}, {name: "task", value: p.Task}, {name: "trace", value: p.TraceID},
		{name: "url", value: strings.Join(p.URLs, " ")}, {name: "error", value: p.Problem}} {
		if r.value != "" {
			r.value = oneLine(r.value)
			rows = append(rows, r)
		}
	}
	return rows
}

// Calls prints calls that are not settled, by address.
func Calls(s *Screen, calls []plan.Call) {
	for _, call := range calls {
		what := "in doubt: it may have been paid for"
		switch {
		case call.Lost:
			what = "paid for, and gone from the provider: the next apply asks again; -abandon gives it up"
		case !call.InDoubt():
			what = "paid for and not collected: the next apply collects it"
		}
		s.printf("%s  %s\n", s.paint(bold, oneLine(call.Address)), s.paint(faint, what))
		s.rows(pendingRows(call.Call))
		s.printf("\n")
	}
}

// PlanSummary prints the plan's last lines: what waits for a decision, what the
// budget leaves out, and the counts.
func PlanSummary(s *Screen, p *plan.Plan) {
	counts := p.Count()
	paid, free := list(counts, plan.Action.Paid), list(counts, plan.Action.Free)
	cost := p.Cost()
	freeCount := 0
	for a, n := range counts {
		if !a.Paid() && !a.Waits() {
			freeCount += n
		}
	}
	line := fmt.Sprintf("Plan: %d paid%s, %d free%s, %d unchanged", cost.Pictures, paid, freeCount, free, len(p.Unchanged))
	if n := counts[plan.Tainted]; n > 0 {
		line += fmt.Sprintf(", %d tainted", n)
		s.wrapped("", s.paint(yellow, fmt.Sprintf("%s tainted: paid for, and not what a postcondition asks for. gesso does not buy another by itself: -replace=ADDRESS does, and so does another request; a picture that meets a changed condition is placed for nothing.", plural(n, "picture"))))
	}
	if n := counts[plan.Unmade]; n > 0 {
		line += fmt.Sprintf(", %d unmade", n)
		s.wrapped("", s.paint(yellow, fmt.Sprintf("%s unmade: the provider's moderation refused the same request, or it was accepted more than once and made nothing, and may have been charged. Nobody is asked here, so that it is not bought again: -replace=ADDRESS does, or apply without -auto-approve, and so does another request.", plural(n, "picture"))))
	}
	if n := p.InDoubt(); n > 0 {
		line += fmt.Sprintf(", %d in doubt", n)
		s.wrapped("", s.paint(yellow, fmt.Sprintf("%s in doubt: the provider may have accepted and charged what gesso got no answer to. gesso does not send it again by itself; gesso resolve tells what can be done.", plural(n, "request"))))
	}
	selected(s, p)
	if n := p.LeftOut(); n > 0 {
		s.wrapped("", s.paint(yellow, fmt.Sprintf("The budget leaves out about %d of the paid ones.", n)))
	}
	s.wrapped("", s.paint(bold, line+". Estimated cost: "+costText(cost)+atMost(cost, p.Most())+"."))
}

// atMost tells what the attempts can add to a cost.
func atMost(cost, most plan.Cost) string {
	switch {
	case most.Pictures == cost.Pictures:
		return ""
	case most.Known == 0:
		return fmt.Sprintf(", for at most %d pictures with attempts", most.Pictures)
	}
	return ", at most " + costText(most) + " with attempts"
}

// list writes " (2 generate, 1 regenerate)" of the actions that are such, or "" for
// none.
func list(counts map[plan.Action]int, such func(plan.Action) bool) string {
	var parts []string
	for _, a := range plan.Actions() {
		if n := counts[a]; n > 0 && such(a) {
			parts = append(parts, fmt.Sprintf("%d %s", n, a))
		}
	}
	if parts == nil {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func costText(c plan.Cost) string {
	switch {
	case c.Pictures == 0:
		return "0"
	case c.Unpriced == c.Pictures:
		return "unknown"
	case c.Unpriced > 0:
		return fmt.Sprintf("%s and unknown for %s", number(c.Known), plural(c.Unpriced, "picture"))
	}
	return number(c.Known)
}

// Price is a price in the unit of the configuration's price list.
func Price(p *float64) string {
	if p == nil {
		return "unknown"
	}
	return number(*p)
}

// number drops what binary fractions add to sums of prices.
func number(f float64) string {
	text := strconv.FormatFloat(f, 'f', 6, 64)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
