package storage

import (
	"fmt"
	"strings"
	"time"

	"gesso/runner/report"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/runner/store"
)

// showVerified prints the result of a verification: what is wrong, a line each, then the
// counts.
func showVerified(s *report.Screen, c *store.Checked) {
	repaired := 0
	for _, d := range c.Damaged {
		text := fmt.Sprintf("%s: damaged: it %s (%s)", quote.Line(d.Path), quote.Line(d.Problem), outline.Size(d.Bytes))
		if len(d.Addresses) > 0 {
			text += "; needed by " + quote.Line(strings.Join(d.Addresses, ", "))
		}
		if d.SetAside != "" {
			text += "; set aside as " + quote.Line(d.SetAside)
		}
		switch {
		case d.Repaired != "":
			repaired++
			text += "; repaired from " + quote.Line(d.Repaired)
		case len(d.Repair) > 0:
			text += "; can be had from " + quote.Line(strings.Join(d.Repair, "; or from ")) + "; or by gesso store pull DIR"
		default:
			text += "; gesso store pull DIR brings it back from a folder that has it"
		}
		s.Line(report.Wrong, "! ", text)
	}
	for _, o := range c.Strange {
		s.Line(report.Doubtful, "? ", fmt.Sprintf("%s: %s", quote.Line(o.Path), quote.Line(o.Problem)))
	}
	text := fmt.Sprintf("%s: %s whole, %s; %d damaged", quote.Line(c.Store), outline.Plural(c.Objects, "picture"), outline.Size(c.Bytes), len(c.Damaged))
	if repaired > 0 {
		text += fmt.Sprintf(", %d of them repaired", repaired)
	}
	if len(c.Aside) > 0 {
		text += fmt.Sprintf("; %d set aside before", len(c.Aside))
	}
	if len(c.Strange) > 0 {
		text += fmt.Sprintf("; %s that do not belong there", outline.Plural(len(c.Strange), "thing"))
	}
	s.Line(report.Summary, "", text+".")
}

// mostGarbage is how many pictures are listed, the largest ones; the rest is counted.
const mostGarbage = 50

// showGarbage prints what nobody needs in a store, and why the rest stays.
func showGarbage(s *report.Screen, g *store.Garbage, deleted bool) {
	for i, item := range g.Objects {
		if i == mostGarbage {
			s.Line(report.Plain, "", fmt.Sprintf("and %d smaller ones", len(g.Objects)-i))
			break
		}
		whose := "of unknown origin"
		if item.Address != "" {
			whose = "of " + quote.Line(item.Address)
		} else if item.Key != "" {
			whose = "of nobody"
		}
		s.Line(report.Wrong, "- ", fmt.Sprintf("%s  %s, %s, since %s", quote.Line(item.Path), outline.Size(item.Bytes), whose, item.Stored.Local().Format(time.DateOnly)))
	}
	for _, item := range g.Aside {
		s.Line(report.Wrong, "- ", fmt.Sprintf("%s  %s, damaged; the picture is whole again", quote.Line(item.Path), outline.Size(item.Bytes)))
	}
	for _, item := range g.Drafts {
		s.Line(report.Wrong, "- ", fmt.Sprintf("%s  %s, left by a killed run", quote.Line(item.Path), outline.Size(item.Bytes)))
	}
	for _, u := range g.Users {
		if u.Problem != "" {
			s.Line(report.Doubtful, "? ", fmt.Sprintf("%s uses this store, and nobody knows what it needs: %s", quote.Line(u.Dir), quote.Line(u.Problem)))
		}
	}
	var kept []string
	for _, sum := range g.Kept {
		kept = append(kept, fmt.Sprintf("%d by %s (%s)", sum.Count, sum.By, outline.Size(sum.Bytes)))
	}
	verb := "to remove"
	if deleted {
		verb = "removed"
	}
	text := fmt.Sprintf("%s: %s %s, %s", quote.Line(g.Store), outline.Plural(len(g.Objects)+len(g.Aside)+len(g.Drafts), "file"), verb, outline.Size(g.Bytes))
	if len(kept) > 0 {
		text += "; kept: " + strings.Join(kept, ", ")
	}
	s.Line(report.Summary, "", text+".")
}

// showCopied prints the result of a copy between stores: what is wrong, a line each, then
// the counts.
func showCopied(s *report.Screen, c *store.Copied, dry bool) {
	for _, f := range c.Failed {
		s.Line(report.Wrong, "! ", fmt.Sprintf("%s: %s", quote.Line(f.Path), quote.Line(f.Problem)))
	}
	for _, m := range c.Missing {
		s.Line(report.Doubtful, "? ", fmt.Sprintf("%s: its picture %s is in neither", quote.Line(strings.Join(m.Addresses, ", ")), m.SHA))
	}
	verb := "copied"
	if dry {
		verb = "to copy"
	}
	text := fmt.Sprintf("%s to %s: %s %s, %s; %d there already", quote.Line(c.From), quote.Line(c.To), outline.Plural(c.Objects, "picture"), verb, outline.Size(c.Bytes), c.There)
	if len(c.Failed) > 0 {
		text += fmt.Sprintf(", %d failed", len(c.Failed))
	}
	if len(c.Missing) > 0 {
		text += fmt.Sprintf(", %d in neither", len(c.Missing))
	}
	s.Line(report.Summary, "", text+".")
}
