package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/report/mistake"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/spec/diag"
	"gesso/spec/lang"
)

// WarningForm is how much is printed of warnings.
type WarningForm int

const (
	Told  WarningForm = iota // each cause in full
	Short                    // a line for each cause
)

// Warnings prints the warnings of diagnostics, once for each cause, with the number of
// places. If there are many, a line for each comes first. Sources are the files' contents
// by name.
func Warnings(s *Screen, diags hcl.Diagnostics, sources map[string][]byte, form WarningForm) {
	groups := causes(diags)
	if len(groups) == 0 {
		return
	}
	s.together(func() {
		if form == Short || len(groups) > manyCauses {
			s.shortWarnings(groups)
		}
		if form == Short {
			return
		}
		t := mistake.NewTexts(sources)
		for i, g := range groups {
			if (i > 0 || len(groups) > manyCauses) && !s.colour {
				s.printf("\n")
			}
			diagnostic(s, g, t)
		}
	})
}

// manyCauses is the number of causes from which the list of them comes first.
const manyCauses = 5

// shortWarnings prints a line for each kind of warning.
func (s *Screen) shortWarnings(groups []*group) {
	s.printf("%s\n", s.paint(yellow, s.paint(bold, outline.Plural(len(groups), "warning")+":")))
	for _, g := range groups {
		line := g.title()
		if at := g.first.Subject; at != nil {
			line += ": " + quote.Line(diag.Position(*at))
		}
		if n := g.others(); n > 0 {
			line += " and " + thousands(n) + " more"
		}
		s.wrapped("  ", line)
	}
}

// group is the diagnostics with one cause.
type group struct {
	first  *hcl.Diagnostic
	detail string       // of each of them
	within int          // how many more are at the first one's place
	more   int          // how many more are at other places
	places []*hcl.Range // some of those
}

// others returns how many diagnostics are like the first.
func (g *group) others() int { return g.within + g.more }

// title returns the group's heading, with the id that silences it.
func (g *group) title() string {
	title := quote.Line(g.first.Summary)
	if g.first.Severity == hcl.DiagWarning {
		title += " [" + lang.WarningOf(g.first.Summary).ID + "]"
	}
	return title
}

// How many texts of one kind of warning are printed, and how many places are named of the
// others.
const (
	mostTexts  = 3
	mostPlaces = 3
)

// causes groups the warnings among diagnostics that have the same text. If a kind's text
// differs from image to image, the first ones are listed, and the others are counted with
// the last.
func causes(diags hcl.Diagnostics) []*group {
	type cause struct{ summary, detail string }
	var groups []*group
	known := map[cause]*group{}
	texts := map[string][]*group{}
	for _, d := range diags {
		if d.Severity != hcl.DiagWarning {
			continue
		}
		detail, within := diag.Cause(d)
		of := texts[d.Summary]
		g := known[cause{d.Summary, detail}]
		switch {
		case g != nil:
		case len(of) >= mostTexts && !lang.WarningOf(d.Summary).Each:
			g = of[len(of)-1]
		default:
			g = &group{first: d, detail: detail, within: within}
			known[cause{d.Summary, detail}] = g
			texts[d.Summary] = append(of, g)
			groups = append(groups, g)
			continue
		}
		g.more += 1 + within
		if d.Subject != nil && len(g.places) < mostPlaces {
			g.places = append(g.places, d.Subject)
		}
	}
	return groups
}

// tail says how many more there are like the first.
func (g *group) tail() string {
	if g.more == 0 {
		return ""
	}
	text := "and " + thousands(g.others()) + " more like this"
	var at []string
	for _, rng := range g.places {
		at = append(at, quote.Line(diag.Position(*rng)))
	}
	switch {
	case len(at) == 0:
		return "(" + text + ")"
	case g.others() > len(at):
		return fmt.Sprintf("(%s, as at %s)", text, diag.Enumerate(at))
	}
	return fmt.Sprintf("(%s, at %s)", text, diag.Enumerate(at))
}

// thousands formats a number with a comma at each thousand.
func thousands(n int) string {
	text := strconv.Itoa(n)
	var b strings.Builder
	for i, r := range text {
		if i > 0 && (len(text)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return b.String()
}
