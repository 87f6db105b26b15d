package outline

import (
	"strings"
	"unicode/utf8"

	"gesso/runner/plan"
)

// shape is what changes must have in common to be folded: after the first two, the reader
// knows what happens to the others and what each costs.
type shape struct {
	block, account string
	action         plan.Action
	model, size    string
	price          float64
	priced         bool
	attempts, take int
	pictures       int
	edit, path     bool
	reasons        string
}

func shapeOf(c *plan.Change) shape {
	s := shape{block: c.Block(), account: c.Account, action: c.Action, model: c.Request.Model, size: c.Request.Size,
		attempts: c.Attempts(), pictures: c.Pictures(), take: c.Request.Take, path: c.Path != "", reasons: likeness(c.Reasons)}
	if c.Declared != nil {
		s.edit = c.Declared.Edit
	}
	if c.Price != nil {
		s.price, s.priced = *c.Price, true
	}
	return s
}

// likeness returns the parts of reasons that must be equal: causes and changed texts, but
// not what differs from one picture to the next.
func likeness(reasons []plan.Reason) string {
	var b strings.Builder
	for _, r := range reasons {
		b.WriteString(r.Cause.String())
		b.WriteByte(0)
		b.WriteString(r.Argument)
		switch r.Cause {
		case plan.Changed:
			if r.Sensitive || r.Argument == "source" { // each image has its own source
				break
			}
			old, now := changedPart(r.Old, r.New)
			b.WriteString("\x00" + old + "\x00" + now)
		case plan.Rejected, plan.Approved, plan.Undecided:
			b.WriteString("\x00" + r.Old + "\x00" + r.New)
		case plan.Unmet, plan.Fruitless, plan.Stranded, plan.Wished:
			b.WriteString("\x00" + r.New)
		}
		b.WriteByte(1)
	}
	return b.String()
}

// changedPart returns the parts of two texts between their common beginning and end.
func changedPart(before, after string) (old, now string) {
	start := 0
	for start < len(before) && start < len(after) && before[start] == after[start] {
		start++
	}
	for start > 0 && start < len(before) && !utf8.RuneStart(before[start]) {
		start--
	}
	before, after = before[start:], after[start:]
	end := 0
	for end < len(before) && end < len(after) && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	return before[:len(before)-end], after[:len(after)-end]
}
