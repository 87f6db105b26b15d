// Package inspection prints what is known about a picture's file. It decides nothing:
// package inspect finds out.
//
//	inspection.Print(screen, finding)
package inspection

import (
	"fmt"
	"strings"
	"time"

	"gesso/runner/inspect"
	"gesso/runner/report"
	"gesso/runner/report/quote"
	"gesso/state"
)

// Print prints what is known about a file. What the file does not say is taken from the
// record of its picture.
func Print(s *report.Screen, f *inspect.Finding) {
	fmt.Fprintf(s, "%s\n", quote.Line(f.Name))
	text := func(name, value string) {
		if value != "" {
			fmt.Fprintf(s, "    %-12s = %s\n", name, strings.ReplaceAll(value, "\n", "\n"+strings.Repeat(" ", 19)))
		}
	}
	text("picture", fmt.Sprintf("%s, %d x %d", f.Info.Format, f.Info.Width, f.Info.Height))
	text("sha256", f.SHA256)
	if f.Says {
		text("source_type", quote.Line(string(f.Facts.Made)))
		text("prompt", quote.Text(f.Facts.Prompt))
		text("action", quote.Line(f.Facts.Action))
		text("model", quote.Line(f.Facts.Model))
		text("size", quote.Line(f.Facts.Size))
		text("seed", quote.Line(f.Facts.Seed))
		text("task_id", quote.Line(f.Facts.Task))
		text("key", quote.Line(f.Facts.Key))
		if !f.Facts.Created.IsZero() {
			text("created", f.Facts.Created.UTC().Format(time.RFC3339))
		}
		text("written_by", quote.Line(f.Facts.Tool))
	}
	for _, m := range f.Matches {
		text("is", quote.Line(matchText(m)))
	}
	switch {
	case len(f.Matches) > 0:
	case f.Says:
		text("is", "not known here: what stands above is what the file says")
	default:
		text("is", "not known here, and says nothing of how it was made")
	}
	fmt.Fprintln(s)
	if len(f.Matches) > 0 && !f.Says {
		report.Record(s, f.Matches[0].AsRecord())
	}
}

// matchText says which picture a file is, and how that is known.
func matchText(m inspect.Match) string {
	whose := m.Address
	if whose == "" {
		whose = "a picture in the store"
	}
	if !m.Current {
		whose += ", of before"
	}
	switch {
	case m.How == inspect.AsDelivered:
		return whose + ": " + asItCame(m.Record)
	case m.How == inspect.AsDerived && m.ByHand:
		return m.Address + ": made by hand of the derived file " + m.File
	case m.How == inspect.AsDerived:
		return whose + ": the derived file " + m.File
	case m.How == inspect.AsPlaced:
		return whose + ": the output " + m.Path
	case m.How == inspect.ByPixels:
		return whose + ": the same pixels in another file"
	case m.Other:
		return whose + ", says its metadata; but its pixels are others now"
	case m.Unsure:
		return whose + ", says its metadata; the picture is not here to be compared"
	}
	return whose + ", says its metadata, and has its pixels"
}

// asItCame says how the recorded bytes of a picture were delivered.
func asItCame(p *state.Picture) string {
	switch {
	case !p.ByHand():
		return "as it was delivered"
	case p.Imported:
		return "as it was imported"
	}
	return "as it was made by hand"
}
