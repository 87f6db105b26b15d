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

// Form says what a command prints with -json. It is a closed set.
type Form int

const (
	NoJSON   Form = iota // it has no -json
	Document             // one document, which may be diagnostics
	Lines                // a line for each event; see package machine
)

// usage is the help text of -json.
func (f Form) usage() string {
	if f == Lines {
		return "print a line of JSON for each thing that happens, and ask nobody"
	}
	return "print one JSON document"
}

// wantsJSON reports whether a command line has -json, even if it does not parse.
func (c *Command) wantsJSON(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return c.JSON != NoJSON && slices.ContainsFunc(args, func(arg string) bool {
		option := strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-")
		return option != arg && (option == "json" || option == "json=true")
	})
}

// AsJSON reports whether the command prints JSON. Then all of standard output is JSON.
func (a *App) AsJSON() bool { return a.form != NoJSON }

// Stream returns the JSON stream of a command whose Form is Lines, or nil for text.
func (a *App) Stream() *machine.Stream { return a.stream }

// speak switches everything that is printed from now on to JSON.
func (a *App) speak(f Form) {
	a.form = f
	if f == Lines {
		a.stream = machine.NewStream(a.Stdout, a.Now)
		a.stream.Version(Version)
		a.Err = report.NewScreen(&logger{stream: a.stream}, a.Getenv, true)
	}
}

// Write prints a JSON document, and returns the exit code.
func (a *App) Write(doc any) int { return a.Printed(document.Write(a.Stdout, doc)) }

// failJSON prints an error as JSON. If a document is expected, it prints the text as well:
// a script may ignore a document without its fields, and the text is then in its log.
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

// diagnoseJSON prints diagnostics as JSON. A document with diagnostics replaces the
// command's own, so that at most one is printed.
func (a *App) diagnoseJSON(all []document.Diagnostic) {
	switch {
	case a.form == Lines:
		a.stream.Diagnose(all)
	case !a.wrong:
		a.wrong = true
		_ = document.Write(a.Stdout, document.MakeVerdict(all)) // finish reports an error of stdout
	}
}

// failText prints an error as text.
func (a *App) failText(w io.Writer, err error) {
	fmt.Fprintf(w, "gesso: error: %s\n", messageOf(err))
	if hint := a.hintFor(err); hint != "" {
		fmt.Fprintf(w, "gesso: hint: %s\n", hint)
	}
}

// logger converts each line of text for standard error to a line of JSON.
type logger struct {
	stream *machine.Stream
	begun  string // the beginning of an unfinished line
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

// show prints diagnostics as text or JSON.
func (a *App) show(diags hcl.Diagnostics, sources map[string][]byte) {
	if a.form != Lines {
		report.Diagnostics(a.Err, diags, sources)
	}
	if a.form == Lines || a.form == Document && diags.HasErrors() {
		a.diagnoseJSON(mistake.Described(diags, sources))
	}
}
