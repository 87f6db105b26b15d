package viewing

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"gesso/runner/command"
	"gesso/runner/gallery/page"
	"gesso/runner/report/quote"
	"gesso/runner/review"
)

// read reads what colleagues have decided. They need not agree: the page shows who said what.
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
		found, err := readDecisions(a, name)
		if err != nil {
			return errors.New(quote.Line(err.Error()))
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

func readDecisions(a *command.App, name string) ([]review.Decision, error) {
	if name == "-" {
		return review.Read(a.Stdin, "standard input")
	}
	info, err := os.Stat(inDir(a, name)) // before it is opened: opening a pipe would wait for its other end
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file of decisions %s", name)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file; of a pipe, write -decisions=-", name)
	}
	file, err := os.Open(inDir(a, name))
	if err != nil {
		return nil, err
	}
	defer file.Close() // nothing was written
	return review.Read(file, name)
}
