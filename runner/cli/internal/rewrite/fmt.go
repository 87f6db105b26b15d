package rewrite

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/rogpeppe/go-internal/diff"

	"gesso/runner/command"
	"gesso/spec/filename"
	"gesso/spec/format"
)

// exitUnformatted is the exit code of gesso fmt -check, as of terraform fmt: some files are
// not in canonical form.
const exitUnformatted = 3

// Command is gesso fmt.
func Command() *command.Command {
	f := &formatter{write: true, list: true, sources: map[string][]byte{}}
	return &command.Command{
		Name: "fmt", Usage: "[options] [FILE|DIR|-]...",
		Summary: "rewrite configuration files in canonical form",
		Detail: `Rewrites configuration files in the form of terraform fmt, and lists those that it
changed. It formats the *.hcl and *.hclvars files of each DIR (the current one if
none is given) whose names do not begin with a dot, and each FILE; with - alone it
reads standard input and writes standard output.

A file that does not parse is left as it is; its mistakes are printed, and the exit
code is 1 (Terraform's is 2). With -check nothing is written, and the exit code is 3
if a file is not in canonical form.`,
		Examples: []string{
			"gesso fmt",
			"gesso fmt -check -recursive  # in CI: 3 when a file needs it",
			"gesso fmt - < main.hcl",
			"gesso fmt -diff -write=false",
		},
		Args: -1,
		Flags: func(set *flag.FlagSet) {
			set.BoolVar(&f.check, "check", false, "write nothing, and exit with 3 if a file is not in canonical form")
			set.BoolVar(&f.diff, "diff", false, "print what changes, as a unified diff")
			set.BoolVar(&f.recursive, "recursive", false, "format the files of subdirectories too")
			set.BoolVar(&f.write, "write", f.write, "write to the files (default true; -write=false only lists them)")
			set.BoolVar(&f.list, "list", f.list, "list the files that change (default true)")
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			f.app = a
			if len(args) == 0 {
				args = []string{"."}
			}
			if slices.Contains(args, "-") {
				return f.standardInput(ctx, args)
			}
			return f.files(ctx, args)
		},
	}
}

// formatter is one run of gesso fmt.
type formatter struct {
	app                                 *command.App
	check, diff, recursive, write, list bool

	changed, failed bool // a file would change; a file could not be formatted

	diags   hcl.Diagnostics
	sources map[string][]byte // contents of the files in diags
}

// files formats the files that the arguments name. An argument that names no file is an
// error before anything is written.
func (f *formatter) files(ctx context.Context, args []string) int {
	names, err := f.targets(args)
	if err != nil {
		return f.app.Fail(err)
	}
	for _, name := range names {
		if ctx.Err() != nil {
			return command.ExitInterrupted
		}
		if err := f.file(name); err != nil {
			f.failed = true
			f.app.Fail(err)
		}
	}
	return f.end()
}

// end prints the diagnostics and returns the exit code.
func (f *formatter) end() int {
	switch {
	case f.app.Diagnose(f.diags, f.sources), f.failed:
		return command.ExitError
	case f.check && f.changed:
		return exitUnformatted
	}
	return command.ExitDone
}

// file formats one file.
func (f *formatter) file(name string) error {
	path := f.path(name)
	src, info, err := Read(path)
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, filename.Pathless(err))
	}
	out, ok := f.format(src, name)
	if !ok || bytes.Equal(src, out) {
		return nil
	}
	f.changed = true
	if f.list {
		fmt.Fprintln(f.app.Out, name)
	}
	if f.diff {
		f.printDiff(name, src, out)
	}
	if !f.write || f.check {
		return nil
	}
	if err := Replace(path, out, info); err != nil {
		return fmt.Errorf("writing %s: %w", name, filename.Pathless(err))
	}
	return nil
}

// format returns a text in canonical form. If the text does not parse, its errors are
// printed by end.
func (f *formatter) format(src []byte, name string) ([]byte, bool) {
	out, diags := format.Source(src, name)
	if diags.HasErrors() {
		f.diags = append(f.diags, diags...)
		f.sources[name] = src
		return nil, false
	}
	return out, true
}

// printDiff prints a change without the command line that package diff puts first.
func (f *formatter) printDiff(name string, before, after []byte) {
	text := diff.Diff("old/"+name, before, "new/"+name, after)
	if bytes.HasPrefix(text, []byte("diff ")) {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	_, _ = f.app.Out.Exact().Write(text)
}

// standardInput formats standard input and prints it. With -diff it prints the changes,
// with -check nothing.
func (f *formatter) standardInput(ctx context.Context, args []string) int {
	if len(args) > 1 {
		return f.app.Fail(command.Misuse(fmt.Sprintf("standard input is formatted alone, and gesso fmt was given %q", args), "gesso fmt -"))
	}
	src, err := readInput(ctx, f.app.Stdin)
	switch {
	case errors.Is(err, context.Canceled):
		return command.ExitInterrupted
	case err != nil:
		return f.app.Fail(fmt.Errorf("reading standard input: %w", err))
	}
	out, ok := f.format(src, "<stdin>")
	if !ok {
		return f.end()
	}
	f.changed = !bytes.Equal(src, out)
	switch {
	case f.diff:
		f.printDiff("<stdin>", src, out)
	case !f.check:
		// As in Terraform, the output ends with a newline even if the input does not.
		_, _ = f.app.Stdout.Write(append(bytes.TrimSuffix(out, []byte("\n")), '\n'))
	}
	return f.end()
}

// readInput reads all of standard input. It stops waiting when the run is interrupted.
func readInput(ctx context.Context, in io.Reader) ([]byte, error) {
	type result struct {
		text []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		text, err := All(in)
		done <- result{text, err}
	}()
	select {
	case r := <-done:
		return r.text, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
