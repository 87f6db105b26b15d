package markdown

import (
	"fmt"
	"strings"

	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
)

// table lists the changes. Those that do not fit are counted, with their cost.
func (d *draft) table(blocks []outline.Block) {
	if !d.fits("\n| | image | action | why | price |\n|---|---|---|---|---|\n") {
		d.always("\n" + leftOut(blocks) + "\n")
		return
	}
	for i, b := range blocks {
		if !d.fits(tableRow(b)) {
			d.always("\n" + leftOut(blocks[i:]) + "\n")
			return
		}
	}
}

func tableRow(b outline.Block) string {
	name, what, why := "", action(b).String(), ""
	switch {
	case b.More != nil:
		name = b.More.Block
		what = fmt.Sprintf("%s, %d more like this", what, len(b.More.Changes))
		why = value(b, "images")
	case b.Stray != nil:
		name, why = b.Stray.Address, outline.StrayText(b.Stray)
	default:
		name, why = b.Change.Address, outline.ReasonsText(b.Change.Reasons)
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s |\n", code(action(b).Sign()), code(quote.Line(name)), what, text(short(why)), text(value(b, "price")))
}

// mostReason is how many bytes of a reason a cell may have.
const mostReason = 300

func short(reason string) string {
	if len(reason) <= mostReason {
		return reason
	}
	return strings.ToValidUTF8(reason[:mostReason], "") + "…"
}

// value returns the value of a block's row with a name, or "".
func value(b outline.Block, name string) string {
	for _, r := range b.Rows() {
		if r.Name == name {
			return r.Value
		}
	}
	return ""
}

// leftOut counts the blocks that the table does not list.
func leftOut(blocks []outline.Block) string {
	var cost plan.Cost
	n := 0
	for _, b := range blocks {
		n++
		switch {
		case b.More != nil:
			n += len(b.More.Changes) - 1
			for _, c := range b.More.Changes {
				cost.Add(c)
			}
		case b.Change != nil:
			cost.Add(b.Change)
		}
	}
	if cost.Pictures == 0 {
		return fmt.Sprintf("And %d more, none of them paid.", n)
	}
	return fmt.Sprintf("And %d more, %d of them paid: %s.", n, cost.Pictures, text(outline.CostText(cost)))
}
