package viewing

import (
	"slices"

	"gesso/runner/command"
	"gesso/runner/gallery/page"
	"gesso/runner/session"
)

// read reads the decisions of colleagues. They may disagree: the page shows who said what.
func (v *view) read(a *command.App) error {
	switch {
	case len(v.decisions) == 0:
		return nil
	case a.AsJSON() || v.sheet.file != "":
		return command.Misuse("-decisions is for the page, which shows what colleagues have decided", "leave out -json and -sheet")
	case v.base == "-" && slices.Contains(v.decisions, "-"):
		return command.Misuse("standard input has either a state or decisions", "write one of them to a file")
	}
	for _, name := range v.decisions {
		found, err := session.ReadDecisions(a, name)
		if err != nil {
			return err
		}
		for _, d := range found {
			if !v.prompts {
				d.Note = ""
			}
			v.output.decided = append(v.output.decided, page.Decision{
				Reviewer: d.Reviewer, Address: d.Address, Artifact: d.Artifact,
				Verdict: string(d.Verdict), Takes: d.Takes, Take: d.Take, Note: d.Note,
			})
		}
	}
	return nil
}
