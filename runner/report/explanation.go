package report

import (
	"fmt"
	"strings"

	"gesso/runner/budget"
	"gesso/runner/money"
	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
)

// Explanation prints everything that decided an image's change: the change, the answer of
// each rung of the ladder that was asked, the request, where each argument comes from, what
// the image depends on and what depends on it, triggers and budget.
func Explanation(s *Screen, e *plan.Explanation) {
	s.together(func() {
		s.block(outline.Block{Change: e.Change})
		s.answers(e.Rungs)
		s.request(e.Change)
		s.arguments(e.Arguments)
		s.steps("It depends on:", e.Needed)
		s.steps("What depends on it:", e.Awaiting)
		s.triggers(e)
		s.budget(e)
	})
}

func (s *Screen) section(title string) { s.printf("%s\n", s.paint(bold, title)) }

func (s *Screen) answers(answers []plan.Answer) {
	if len(answers) == 0 {
		return
	}
	s.section("What was asked, from the cheapest way to the dearest:")
	for _, a := range answers {
		said, c := "no ", faint
		if a.Held {
			said, c = "yes", green
		}
		head := fmt.Sprintf("  %2s  %s ", a.Rung.Number(), s.paint(c, said))
		text := a.Rung.Question()
		if len(a.Reasons) > 0 {
			text += " " + s.paint(faint, "("+outline.ReasonsText(a.Reasons)+")")
		}
		s.hanging(head, text)
	}
	s.printf("\n")
}

// request prints the planned request beside the recorded one.
func (s *Screen) request(c *plan.Change) {
	if c.Declared == nil {
		return
	}
	key := string(c.Key)
	if key == "" {
		key = "(known after apply)"
	}
	rows := []outline.Row{{Name: "kind", Value: quote.Text(c.Request.Kind)}, {Name: "action", Value: quote.Text(c.Request.Action)}, {Name: "key", Value: quote.Line(key)}}
	if c.Before.HasPicture() {
		rows = append(rows, outline.Row{Name: "recorded", Value: quote.Line(string(c.Before.Key))})
		if c.Before.Task != "" {
			rows = append(rows, outline.Row{Name: "task", Value: quote.Line(c.Before.Task)})
		}
	}
	if c.Call != nil {
		rows = append(rows, outline.PendingRows(*c.Call)...)
	}
	s.section("The request, and what is recorded:")
	s.rows(rows)
	s.printf("\n")
}

func (s *Screen) arguments(arguments []plan.Argument) {
	if len(arguments) == 0 {
		return
	}
	rows := make([]outline.Row, len(arguments))
	for i, a := range arguments {
		from := a.Place
		if from == "" {
			from = "default: " + a.Default
		}
		if len(a.Uses) > 0 {
			from += ", from " + strings.Join(a.Uses, ", ")
		}
		value := quote.Text(a.Value)
		switch {
		case a.Later:
			value = "(known after apply)"
		case a.Withheld:
			value = "(sensitive)"
		}
		rows[i] = outline.Row{Name: a.Name, Value: value + "  " + s.paint(faint, "("+quote.Line(from)+")")}
	}
	s.section("Where its arguments come from:")
	s.rows(rows)
	s.printf("\n")
}

func (s *Screen) steps(title string, steps []plan.Step) {
	if len(steps) == 0 {
		return
	}
	s.section(title)
	for i, step := range steps {
		if i == maxOutcomes {
			s.printf("        and %d more\n", len(steps)-i)
			break
		}
		what := step.Action.String()
		if step.Action == plan.None {
			what = "stays"
		}
		s.hanging(indentation, quote.Line(step.Address)+"  "+what)
	}
	s.printf("\n")
}

func (s *Screen) triggers(e *plan.Explanation) {
	if len(e.Triggers) == 0 {
		return
	}
	s.section("Its triggers:")
	for _, t := range e.Triggers {
		was, recorded := "", false
		if e.Change.Before != nil {
			was, recorded = e.Change.Before.Triggers[t.Name]
		}
		what := "changed"
		switch {
		case t.Hash == "":
			what = "known after apply"
		case !recorded:
			what = "not recorded yet"
		case t.Is(was):
			what = "as recorded"
		}
		s.hanging(indentation, quote.Line(t.Name)+"  "+what)
	}
	s.printf("\n")
}

func (s *Screen) budget(e *plan.Explanation) {
	if e.Budget == (budget.Budget{}) || !e.Change.Action.Paid() {
		return
	}
	var bounds []string
	if n := e.Budget.MaxImages; n != nil {
		bounds = append(bounds, "at most "+outline.Plural(*n, "picture"))
	}
	if x := e.Budget.MaxCost; x != nil {
		bounds = append(bounds, "at most "+money.Text(*x)+" by the price list")
	}
	if e.Budget.AllowUnpriced {
		bounds = append(bounds, "pictures without a price pass")
	}
	text := "The budget of a run: " + strings.Join(bounds, ", ") + "."
	if e.LeftOut {
		text += " It leaves this one out, if the others are bought first."
	}
	s.wrapped("", text)
	s.printf("\n")
}
