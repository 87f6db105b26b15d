package outline

import (
	"fmt"
	"strings"

	"gesso/runner/money"
	"gesso/runner/plan"
)

// PriceOf returns what a paid change costs, in the currency of its account, or "unknown".
// If it is for more than one picture, it says how many.
func PriceOf(c *plan.Change) string {
	price, n := "unknown", c.Pictures()
	if c.Price != nil {
		price = money.In(money.Times(max(1, n), *c.Price), c.Currency)
	}
	if n > 1 {
		price += fmt.Sprintf(" for %d takes", n)
	}
	return price
}

// CostText formats a cost. Amounts in different currencies stand side by side.
func CostText(c plan.Cost) string {
	switch {
	case c.Pictures == 0:
		return "0"
	case c.Unpriced == c.Pictures:
		return "unknown"
	case c.Unpriced > 0:
		return fmt.Sprintf("%s and unknown for %s", known(c), Plural(c.Unpriced, "picture"))
	}
	return known(c)
}

func known(c plan.Cost) string {
	if c.Amounts == nil {
		return money.Text(c.Known)
	}
	return money.Amounts(c.Amounts).String()
}

// AtMost says what further attempts can add to a cost, to continue a sentence.
func AtMost(cost, most plan.Cost) string {
	switch {
	case most.Pictures == cost.Pictures:
		return ""
	case most.Known == 0:
		return fmt.Sprintf(", for at most %d pictures with attempts", most.Pictures)
	}
	return ", at most " + CostText(most) + " with attempts"
}

// TaintedText says how the pictures of a plan that fail a postcondition were obtained.
func TaintedText(p *plan.Plan) string {
	switch p.TaintedByHand() {
	case 0:
		return "paid for"
	case p.Count()[plan.Tainted] - p.Rejected():
		return "made by hand"
	}
	return "paid for or made by hand"
}

// MoneyNotes returns sentences that explain the prices in a plan, for its end.
func MoneyNotes(p *plan.Plan) []string {
	var notes []string
	if n := p.Lost(); n > 0 {
		notes = append(notes, lostText(n, p.LostByHand()))
	}
	cost := p.Cost()
	if cost.Pictures == 0 {
		return notes
	}
	if p.Budget.MaxCost != nil && len(cost.Amounts) > 1 {
		notes = append(notes, "The most that the run may cost is one number, and takes prices in different currencies for the same.")
	}
	if !p.Charges() {
		notes = append(notes, "Sandbox: nothing is charged.")
	}
	return notes
}

// lostText says that n pictures are lost, byHand of which were made by hand.
func lostText(n, byHand int) string {
	switch {
	case byHand > 0 && n == 1:
		return "One picture that somebody made is lost, as far as is known: it is looked for once more, and -replace-lost buys another in its place."
	case byHand > 0:
		return fmt.Sprintf("%d pictures are lost, as far as is known, of which somebody made %d: they are looked for once more, and -replace-lost buys others in the place of all of them.", n, byHand)
	case n == 1:
		return "One picture was paid for and is lost, as far as is known: it is looked for once more, and -replace-lost buys it again."
	}
	return fmt.Sprintf("%d pictures were paid for and are lost, as far as is known: they are looked for once more, and -replace-lost buys all of them again.", n)
}

// Counts summarizes a plan in a line: what is paid, free and unchanged, and what waits for
// a decision.
func Counts(p *plan.Plan) string {
	counts := p.Count()
	free := 0
	for a, n := range counts {
		if !a.Paid() && !a.Waits() {
			free += n
		}
	}
	line := fmt.Sprintf("%d paid%s, %d free%s, %d unchanged", p.Cost().Pictures, list(counts, plan.Action.Paid), free, list(counts, plan.Action.Free), p.AsDeclared())
	for _, waits := range []struct {
		n    int
		word string
	}{{len(p.Stale()), "stale"}, {counts[plan.Tainted] - p.Rejected(), "tainted"}, {p.Rejected(), "rejected"}, {counts[plan.Unmade], "unmade"}, {p.InDoubt(), "in doubt"}, {p.Lost(), "lost"}} {
		if waits.n > 0 {
			line += fmt.Sprintf(", %d %s", waits.n, waits.word)
		}
	}
	return line
}

// list formats the counts of some actions, such as " (2 generate, 1 regenerate)". It
// returns "" if there are none.
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

// Plural formats a number of things.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
