package report

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"gesso/runner"
	"gesso/runner/money"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/runner/selection"
)

// Result prints the result of a run: lists of what failed, what was skipped and what is in
// doubt, and a last line with the counts. Verb is "Apply" or "Destroy"; paths are relative
// to dir.
func Result(s *Screen, verb string, r *runner.Result, dir string) {
	outcomes(s, "Failed", red, r.Failed)
	if !r.Interrupted { // after an interrupt, the user knows that the rest is not done: the counts are enough
		outcomes(s, "Skipped", yellow, r.Skipped)
		outcomes(s, "Paid for, to be collected by the next apply", yellow, r.Uncollected)
	}
	outcomes(s, "In doubt", yellow, r.InDoubt)
	outcomes(s, "Left out by the budget", yellow, r.LeftOut)
	outcomes(s, "Of another size than asked for, and kept", yellow, r.OtherSizes)
	for _, stop := range r.Stopped {
		what := "The run was stopped: "
		if stop.Provider != "" {
			what = "Provider " + stop.Provider + " was stopped: "
		}
		s.wrapped("", s.paint(red, what)+quote.Line(stop.Err.Error()))
		s.printf("\n")
	}
	word := "complete"
	switch {
	case r.Interrupted:
		word = "interrupted"
	case len(r.Failed)+len(r.Skipped)+len(r.Uncollected)+len(r.InDoubt)+len(r.LeftOut)+len(r.Stopped) > 0:
		word = "incomplete"
	}
	parts := counts(r)
	line := fmt.Sprintf("%s %s: %s.", verb, word, strings.Join(parts, ", "))
	if r.Cost.Pictures > 0 {
		line += " Cost: " + outline.CostText(r.Cost) + "."
	}
	line += chargedText(r.Charged)
	if n := r.Perhaps.Pictures; n > 0 {
		line += fmt.Sprintf(" Perhaps charged besides: %s for %s.", outline.CostText(r.Perhaps), outline.Plural(n, "picture"))
	}
	s.wrapped("", s.paint(bold, line))
	if n := r.ToCollect.Pictures; n > 0 {
		s.wrapped("", fmt.Sprintf("Paid for and not collected yet: %s, cost %s.", outline.Plural(n, "picture"), outline.CostText(r.ToCollect)))
	}
	if r.Slowed >= time.Second {
		s.wrapped("", fmt.Sprintf("Rate limits held requests back for %s.", coarse(r.Slowed)))
	}
	if placed(r) && len(r.Folders) > 0 {
		s.wrapped("", "The pictures are in "+folderList(r.Folders, dir))
		if s.terminal { // there is somebody to look
			s.wrapped("", "To look at them: "+galleryIn(dir))
		}
	}
}

// galleryIn returns the command that makes a gallery of a directory, to be pasted.
func galleryIn(dir string) string {
	if dir == "." {
		return "gesso gallery"
	}
	return "gesso -chdir=" + selection.Quote(dir) + " gallery"
}

// placed reports whether a run placed a picture.
func placed(r *runner.Result) bool {
	for a, n := range r.Done {
		if n > 0 && a.LeavesOutput() {
			return true
		}
	}
	return false
}

// counts says how many images ended how.
func counts(r *runner.Result) []string {
	parts := []string{}
	for _, a := range plan.Actions() {
		if n := r.Done[a]; n > 0 && a.Past() != "" {
			parts = append(parts, fmt.Sprintf("%d %s", n, a.Past()))
		}
	}
	if r.Unchanged > 0 {
		parts = append(parts, fmt.Sprintf("%d found unchanged", r.Unchanged))
	}
	for _, c := range []struct {
		n    int
		word string
	}{{len(r.Failed), "failed"}, {len(r.Skipped), "skipped"}, {len(r.Uncollected), "paid for and to be collected by the next apply"}, {len(r.InDoubt), "in doubt"}, {len(r.LeftOut), "left out by the budget"}} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.word))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing was done"}
	}
	return parts
}

// chargedText says what the provider says it charged, in its own unit, which need not be
// that of the price list. It is "" if that is not known.
func chargedText(charged money.Amounts) string {
	if len(charged) == 0 {
		return ""
	}
	return " Charged by the provider: " + charged.String() + "."
}

// maxFolders is how many folders a result names.
const maxFolders = 5

func folderList(folders []string, dir string) string {
	var names []string
	for i, f := range folders {
		if i == maxFolders {
			names = append(names, fmt.Sprintf("and %d more folders", len(folders)-i))
			break
		}
		names = append(names, quote.Line(filepath.Join(dir, filepath.FromSlash(f)))+string(filepath.Separator))
	}
	return strings.Join(names, ", ")
}

// maxOutcomes is how many outcomes of a kind are listed; the rest is counted.
const maxOutcomes = 30

func outcomes(s *Screen, title string, c colour, list []runner.Outcome) {
	if len(list) == 0 {
		return
	}
	s.printf("%s\n", s.paint(c, title+":"))
	for i, o := range list {
		if i == maxOutcomes {
			s.printf("  and %d more\n", len(list)-i)
			break
		}
		text := quote.Line(o.Address) + ": " + quote.Line(o.Err.Error())
		s.wrapped("  ", text+adviceOn(o.Err))
	}
	s.printf("\n")
}

// adviser is an error that does not come from a provider and that a user can do something
// about.
type adviser interface {
	error
	Advice() string
}

// adviceOn says what a failure has cost and what can be done about it, as far as its error
// tells.
func adviceOn(err error) string {
	var failure *provider.Error
	var own adviser
	switch {
	case errors.As(err, &failure):
		return " (" + failure.Charge().String() + "; " + failure.Advice() + ")"
	case errors.As(err, &own):
		return " (" + provider.NotCharged.String() + "; " + own.Advice() + ")"
	}
	return ""
}
