package command

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gesso/runner/manual"
	"gesso/spec/filename"
)

// writePages writes the manual pages into a directory, and prints their number.
func (a *App) writePages(dir string, args []string) int {
	if len(args) > 0 {
		return a.Fail(Misuse(fmt.Sprintf("gesso help -man writes every page, and was given %q", args), "gesso help -man="+dir))
	}
	if filename.Private(dir) {
		return a.Fail(Misuse(dir+" is no place for manual pages: .gesso and .git are not for others", ""))
	}
	path := dir
	if !filepath.IsAbs(path) {
		path = filepath.Join(a.Dir, path)
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return a.Fail(fmt.Errorf("making the directory %s: %w", dir, filename.Pathless(err)))
	}
	pages := a.program.pages()
	for _, p := range pages {
		if err := os.WriteFile(filepath.Join(path, p.file), []byte(p.text), 0o644); err != nil {
			return a.Fail(fmt.Errorf("writing %s: %w", p.file, filename.Pathless(err)))
		}
	}
	fmt.Fprintf(a.Out, "%d manual pages are in %s.\n", len(pages), dir)
	return ExitDone
}

// page is a manual page in roff.
type page struct{ file, text string }

// pages returns a page for the program, for each command and for each topic. They depend on
// nothing but the program, so they are reproducible.
func (p *Program) pages() []page {
	all := []page{p.programPage()}
	for _, c := range p.Commands {
		if !c.Hidden {
			all = append(all, c.page())
		}
	}
	for _, t := range manual.Topics() {
		r := newRoff("gesso-"+t.Name, 7, t.Summary)
		r.heading("DESCRIPTION")
		r.verbatim(t.Text())
		all = append(all, page{"gesso-" + t.Name + ".7", r.String()})
	}
	return all
}

func (p *Program) programPage() page {
	r := newRoff("gesso", 1, "plan and apply pictures that files declare")
	r.heading("SYNOPSIS")
	r.bold("gesso [-chdir=DIR] COMMAND [options]")
	r.heading("DESCRIPTION")
	r.prose("Gesso makes the pictures that a directory's *.hcl files declare: plan says what would be generated, why, and at what cost; apply generates only that.")
	r.heading("COMMANDS")
	for _, c := range p.Commands {
		if !c.Hidden {
			r.item(c.Name, c.Summary+"; see "+pageName(c)+"(1)")
		}
	}
	r.heading("TOPICS")
	for _, t := range manual.Topics() {
		r.item(t.Name, t.Summary+"; see gesso-"+t.Name+"(7)")
	}
	r.heading("ENVIRONMENT")
	for _, v := range p.Environ {
		r.item(v.Name, v.Meaning)
	}
	return page{"gesso.1", r.String()}
}

func pageName(c *Command) string { return "gesso-" + strings.ReplaceAll(c.Name, " ", "-") }

func (c *Command) page() page {
	r := newRoff(pageName(c), 1, c.Summary)
	r.heading("SYNOPSIS")
	r.bold(c.usageLine())
	r.heading("DESCRIPTION")
	r.text(c.Detail)
	r.heading("OPTIONS")
	for _, o := range c.options() {
		r.item(o.form(), o.meaning)
	}
	if len(c.Examples) > 0 {
		r.heading("EXAMPLES")
	}
	for _, e := range c.Examples {
		line, meaning, _ := strings.Cut(e, exampleMark)
		r.item(line, meaning)
	}
	if len(c.Environ) > 0 {
		r.heading("ENVIRONMENT")
	}
	for _, v := range c.Environ {
		r.item(v.Name, v.Meaning)
	}
	r.heading("SEE ALSO")
	r.prose("gesso(1)")
	return page{pageName(c) + ".1", r.String()}
}
