package homes

import (
	"fmt"
	"time"

	"gesso/runner/document"
	"gesso/runner/report"
	"gesso/runner/report/homes"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/state/home"
)

// threeWays explains how people and machines can share a project.
const threeWays = `
Three ways to share it:
  git      commit gesso.state; whoever applies has the pictures, and only one does at a time
  folder   gesso { backend "local" { path = "/mnt/team/NAME" } }, then gesso init
  bucket   gesso { backend "s3" { bucket = "BUCKET" } }, then gesso init
gesso help teams says which is for whom, and what each costs.
`

// show prints what is known about a home.
func show(s *report.Screen, h *document.Home) {
	if h.Kind == document.FolderHome {
		fmt.Fprintf(s, "The project's state is in its folder, and so are its ledger and its pictures.\n")
		row(s, "workspace", quote.Line(h.Workspace))
		row(s, "held by", holder(h))
		row(s, "pictures", cache(h))
		fmt.Fprint(s, threeWays)
		return
	}
	fmt.Fprintln(s, quote.Line(h.Where))
	row(s, "kind", quote.Line(h.Kind))
	row(s, "id", founded(h))
	row(s, "workspace", quote.Line(h.Workspace))
	if h.MovedTo != "" {
		row(s, "moved to", quote.Line(h.MovedTo))
	}
	row(s, "log", fmt.Sprintf("%s; this machine has %d", outline.Plural(int(h.Segments), "segment"), h.Here))
	row(s, "held by", holder(h))
	row(s, "snapshot", snapshot(h))
	row(s, "pictures", cache(h))
}

func row(s *report.Screen, name, text string) { fmt.Fprintf(s, "  %-10s  %s\n", name, text) }

func founded(h *document.Home) string {
	text := quote.Line(h.ID)
	if h.Founded != "" {
		text += ", founded " + h.Founded
	}
	if h.FoundedBy != "" {
		text += " by " + quote.Line(h.FoundedBy)
	}
	return text
}

func holder(h *document.Home) string {
	of := h.Holder
	if of == nil {
		return "nobody"
	}
	since, _ := time.Parse(time.RFC3339, of.Since) // nothing is said about a text that is no time
	who := home.Holder{PID: of.PID, Host: of.Host, User: of.User, Command: of.Command, Time: since}
	if of.Workspace != h.Workspace {
		who.Workspace = of.Workspace
	}
	text := homes.Who(who)
	lease := time.Duration(h.Lease * float64(time.Second))
	switch {
	case h.Kind == document.FolderHome:
	case of.Alive == nil:
		text += "; whether it is alive, gesso home -watch finds out"
	case *of.Alive:
		text += "; alive"
	default:
		text += fmt.Sprintf("; no sign of life for %s: the next apply takes over after %s",
			time.Duration(*of.Quiet*float64(time.Second)).Round(time.Second), lease)
	}
	return text
}

func snapshot(h *document.Home) string {
	if h.Snapshot == nil {
		return fmt.Sprintf("none; %s", outline.Plural(h.Since, "segment"))
	}
	return fmt.Sprintf("of segment %d, %s; %s since", h.Snapshot.Segment, outline.Size(h.Snapshot.Bytes), outline.Plural(h.Since, "segment"))
}

func cache(h *document.Home) string {
	text := fmt.Sprintf("%d on this machine, %s", h.Cache.Pictures, outline.Size(h.Cache.Bytes))
	if h.Cache.Limit > 0 {
		text += " of at most " + outline.Size(h.Cache.Limit)
	}
	return text
}
