package command

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/document"
	"gesso/runner/machine"
	"gesso/runner/report"
	"gesso/runner/report/mistake"
	"gesso/state/home"
)

// Form is the closed set of what a command prints with -json.
type Form int

const (
	NoJSON   Form = iota // it has no -json
	Document             // one document, be it of what is wrong
	Lines                // a line for each thing that happens, see package machine
)

// usage is what help says of -json.
func (f Form) usage() string {
	if f == Lines {
		return "print a line of JSON for each thing that happens, and ask nobody"
	}
	return "print one JSON document"
}

// wantsJSON reports whether a command line has -json, also one that is not understood.
func (c *Command) wantsJSON(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return c.JSON != NoJSON && slices.ContainsFunc(args, func(arg string) bool {
		option := strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-")
		return option != arg && (option == "json" || option == "json=true")
	})
}

// AsJSON reports whether programs read what the command prints: then all of standard
// output is JSON.
func (a *App) AsJSON() bool { return a.form != NoJSON }

// Stream is where the lines of a command go whose Form is Lines. It is nil for people.
func (a *App) Stream() *machine.Stream { return a.stream }

// speak makes everything that is printed from now on JSON.
func (a *App) speak(f Form) {
	a.form = f
	if f == Lines {
		a.stream = machine.NewStream(a.Stdout, a.Now)
		a.stream.Version(Version)
		a.Err = report.NewScreen(&logger{stream: a.stream}, a.Getenv, true)
	}
}

// Write prints a document, and returns the exit code.
func (a *App) Write(doc any) int { return a.Printed(document.Write(a.Stdout, doc)) }

// failJSON tells an error to programs. Where they wait for a document, people are told
// too: a script that reads what is not there has the error in its log.
func (a *App) failJSON(err error) {
	d := document.Diagnostic{Severity: document.Error, Summary: messageOf(err), Hint: a.hintFor(err)}
	if a.form == Document {
		a.failText(a.Err, err)
	}
	if deposed := new(home.DeposedError); a.form == Lines && errors.As(err, &deposed) {
		a.stream.HomeDeposed(messageOf(err), deposed.Where, *document.MakeHolder(deposed.By), deposed.Reported)
	}
	a.diagnoseJSON([]document.Diagnostic{d})
}

// diagnoseJSON tells what is wrong to programs. A document of what is wrong stands in
// place of the one that is wanted, so that there is one at most.
func (a *App) diagnoseJSON(all []document.Diagnostic) {
	switch {
	case a.form == Lines:
		a.stream.Diagnose(all)
	case !a.wrong:
		a.wrong = true
		_ = document.Write(a.Stdout, document.MakeVerdict(all)) // finish tells of a stdout that takes nothing
	}
}

// failText tells an error to people.
func (a *App) failText(w io.Writer, err error) {
	fmt.Fprintf(w, "gesso: error: %s\n", messageOf(err))
	if hint := a.hintFor(err); hint != "" {
		fmt.Fprintf(w, "gesso: hint: %s\n", hint)
	}
}

// logger makes a line of JSON of each line of text that people would see on standard
// error.
type logger struct {
	stream *machine.Stream
	begun  string // of a line
}

func (l *logger) Write(text []byte) (int, error) {
	lines := strings.Split(l.begun+string(text), "\n")
	l.begun = lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		if line = strings.TrimSpace(strings.TrimPrefix(line, "gesso: ")); line != "" {
			l.stream.Log(line)
		}
	}
	return len(text), nil
}

// show prints diagnostics for whom they are for.
func (a *App) show(diags hcl.Diagnostics, sources map[string][]byte) {
	if a.form != Lines {
		report.Diagnostics(a.Err, diags, sources)
	}
	if a.form == Lines || a.form == Document && diags.HasErrors() {
		a.diagnoseJSON(mistake.Described(diags, sources))
	}
}
