package report

import (
	"fmt"

	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/runner/selection"
	"gesso/state"
)

// noChanges says that there is nothing to do, and which images that covers.
func noChanges(s *Screen, p *plan.Plan) {
	switch n := len(p.Unchanged); {
	case p.RefreshOnly:
		s.printf("No changes. What is recorded is there.\n")
	case p.Selection.Partial():
		s.printf("No changes in what is selected.\n")
	case len(p.Stale()) > 0:
		s.printf("No changes. %s.\n", outline.Declared(p))
	case n == 0:
		s.printf("No changes. There are no images.\n")
	case n == 1 && p.Held() == 0:
		s.printf("No changes. The one image is as declared.\n")
	case p.Held() == n:
		s.printf("No changes. What is not as declared was made by hand.\n")
	case p.Held() > 0:
		s.printf("No changes. %d of %d images are as declared.\n", n-p.Held(), n)
	default:
		s.printf("No changes. All %d images are as declared.\n", n)
	}
	held(s, p)
	decided(s, p)
	selected(s, p)
}

// selected says what patterns match, and that a plan does not cover everything.
func selected(s *Screen, p *plan.Plan) {
	if p.RefreshOnly {
		s.wrapped("", s.paint(yellow, "This plan is about what is recorded alone: what the configuration changes is left out."))
	}
	if p.Selection == nil {
		return
	}
	for _, m := range p.Selection.Replaced {
		s.wrapped("", s.paint(yellow, fmt.Sprintf("-replace=%s means %s.", selection.Quote(quote.Line(m.Pattern)), outline.Plural(m.Images, "image"))))
	}
	if p.Selection.Partial() {
		s.wrapped("", s.paint(yellow, "This plan is partial: "+outline.LeftOut(p.Selection)))
	}
}

// Partial says after a run that its plan did not cover everything.
func Partial(s *Screen, title string, p *plan.Plan) {
	if p.Selection.Partial() && p.Selection.LeftOut > 0 {
		s.wrapped("", s.paint(yellow, title+" was partial: "+outline.LeftOut(p.Selection)+" gesso plan shows them."))
	}
}

// Marked says that a picture was tainted by hand, or that this was undone.
func Marked(s *Screen, e state.Event) {
	if e.Kind == state.Untainted {
		s.printf("%s is no longer tainted.\n", quote.Line(e.Address))
		return
	}
	s.printf("%s is tainted: the next apply replaces its picture, paid.\n", quote.Line(e.Address))
}
