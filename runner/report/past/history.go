package past

import (
	"fmt"
	"strings"
	"time"

	"gesso/runner/money"
	"gesso/runner/plan"
	"gesso/runner/report"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/runner/timeline"
	"gesso/spec/pin"
	"gesso/state"
	"gesso/state/disk/history"
)

// History prints the runs that changed something, each on a line with what it did.
func History(s *report.Screen, log *history.Log) {
	n := 0
	timeline.Runs(log, func(r history.Run, all []timeline.Difference) {
		n++
		report.Hang(s, runHead(s, r), quote.Line(summed(all)))
	})
	if n == 0 {
		fmt.Fprintf(s, "No run has changed anything yet, as far as the history tells.\n")
	}
}

// runHead returns what identifies a run.
func runHead(s *report.Screen, r history.Run) string {
	what := r.Command
	switch {
	case r.Found:
		what = "(found)"
	case what == "":
		what = "(unknown)"
	}
	when := strings.Repeat(" ", len(time.DateTime))
	if !r.Time.IsZero() {
		when = r.Time.Local().Format(time.DateTime)
	}
	return fmt.Sprintf("%s  %s  %-9s ", report.Bold(s, fmt.Sprintf("%4d", r.Serial)), when, quote.Line(what))
}

// summed counts differences by kind, and names the first images of each.
func summed(all []timeline.Difference) string {
	const most = 3
	counts := map[timeline.What]int{}
	var names []string
	for _, d := range all {
		counts[d.What]++
		if len(names) < most {
			names = append(names, d.Address)
		}
	}
	var words []string
	for _, what := range []timeline.What{timeline.Made, timeline.Replaced, timeline.Moved, timeline.Placed, timeline.Derived, timeline.Reviewed, timeline.Noted, timeline.Removed} {
		if counts[what] > 0 {
			words = append(words, fmt.Sprintf("%d %s", counts[what], what))
		}
	}
	if len(all) > most {
		names = append(names, "…")
	}
	return strings.Join(words, ", ") + ": " + strings.Join(names, ", ")
}

// Story prints what runs did to one image, oldest first.
func Story(s *report.Screen, i *timeline.Image) {
	steps := i.Story()
	for _, step := range steps {
		report.Hang(s, runHead(s, step.Run), quote.Line(happened(step)))
		if r := step.After; r != nil && !step.What.Beside() {
			facts(s, r)
		}
	}
	if len(steps) == 0 {
		fmt.Fprintf(s, "The history tells nothing of %s; gesso takes %s lists its pictures.\n", quote.Line(i.Address), quote.Line(i.Address))
	}
}

// happened describes a step in words.
func happened(step timeline.Step) string {
	text := string(step.What)
	if step.From != "" {
		text += " from " + step.From
	}
	if changed := step.Changed(); len(changed) > 0 {
		text += " (" + strings.Join(changed, ", ") + " changed)"
	}
	if e := step.Entry; e != nil && (step.What == timeline.Made || step.What == timeline.Replaced) {
		switch {
		case e.Picture.Cost > 0:
			text += ", charged " + money.In(e.Picture.Cost, e.Picture.Charge.Currency())
		case e.Price != nil:
			text += ", for " + money.Text(*e.Price)
		}
	}
	if step.What == timeline.Made || step.What == timeline.Replaced {
		text += givenBy(step.After)
	}
	if step.What == timeline.Reviewed {
		text += ": " + decided(step.After)
	}
	if step.Until > 0 {
		text += fmt.Sprintf(", until run %d", step.Until)
	}
	return text
}

// givenBy says who supplied a record's picture if it was not a provider.
func givenBy(r *state.Record) string {
	switch {
	case !r.HasPicture():
	case r.Picture.Adopted != nil && r.Adopted.File != "":
		return ", made by hand, from " + r.Adopted.File
	case r.Picture.Adopted != nil:
		return ", made by hand"
	case r.Imported:
		return ", imported"
	}
	return ""
}

// decided says what a person has decided about a record's picture.
func decided(r *state.Record) string {
	if v := r.Review(); v != nil {
		return plan.Decided(v).String()
	}
	return "undecided"
}

// facts prints what a picture is and what it was made from.
func facts(s *report.Screen, r *state.Record) {
	const in = "        "
	report.Hang(s, in, pin.Text(quote.Line(r.Artifact))+fmt.Sprintf("  %s, %d x %d", quote.Line(r.Format), r.Width, r.Height))
	if q := r.Request; q != nil {
		prompt := "(sensitive)"
		if q.Prompt != "" {
			prompt = quote.Text(q.Prompt)
		}
		report.Hang(s, in, quote.Line(q.Model)+"  "+prompt)
		if text := q.Source.String(); text != "" {
			report.Hang(s, in, "from "+quote.Line(text))
		}
	}
}

// Differences prints how two states differ.
func Differences(s *report.Screen, from, to string, all []timeline.Difference) {
	signs := map[timeline.What]string{timeline.Made: "+", timeline.Removed: "-"}
	for _, d := range all {
		sign := signs[d.What]
		if sign == "" {
			sign = "~"
		}
		why := string(d.What)
		if changed := d.Changed(); len(changed) > 0 {
			why += " (" + strings.Join(changed, ", ") + " changed)"
		}
		report.Hang(s, fmt.Sprintf("  %s ", sign), quote.Line(d.Address)+"  "+why)
		if d.Before != nil && d.After != nil {
			differences(s, d.Before, d.After)
			continue
		}
		for _, r := range []*state.Record{d.Before, d.After} {
			if r != nil {
				facts(s, r)
			}
		}
	}
	if len(all) == 0 {
		fmt.Fprintf(s, "No differences between what was recorded %s and %s.\n", quote.Line(from), quote.Line(to))
		return
	}
	fmt.Fprintf(s, "%s between what was recorded %s and %s.\n", outline.Plural(len(all), "difference"), quote.Line(from), quote.Line(to))
}

// differences prints how two records differ.
func differences(s *report.Screen, a, b *state.Record) {
	values := func(r *state.Record) []string {
		q := state.Request{}
		if r.Request != nil {
			q = *r.Request
		}
		prompt := "(sensitive) " + q.PromptHash
		if q.Prompt != "" {
			prompt = quote.Text(q.Prompt)
		}
		return []string{prompt, quote.Line(q.Model), quote.Line(q.Size), quote.Line(q.Source.String()), fmt.Sprint(max(1, q.Take)), quote.Text(r.Path), pin.Text(quote.Line(r.Artifact)), quote.Line(r.Tainted), quote.Line(decided(r))}
	}
	before, after := values(a), values(b)
	for i, name := range []string{"prompt", "model", "size", "source", "take", "path", "picture", "tainted", "review"} {
		if before[i] != after[i] {
			report.Hang(s, fmt.Sprintf("      ~ %-7s = ", name), before[i]+" -> "+after[i])
		}
	}
}
