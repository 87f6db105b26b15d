package cli

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/cli/internal/editor"
	"gesso/runner/decide"
	"gesso/runner/report"
	"gesso/spec/eval"
	"gesso/spec/source"
)

func consoleCommand() *command {
	o := &options{}
	var planned bool
	return &command{
		name: "console", usage: "[options]",
		summary: "evaluate expressions, to try them out",
		detail: `Evaluates expressions and prints their values: what they may use are variables, local
values, outputs of modules, path, every function, type(value), and images with what is
recorded of their pictures. With -plan images are as apply would leave them. It changes
nothing, and makes no request.

On a terminal lines can be edited, up and down bring earlier ones back, an expression
goes on in the next line while a bracket or a heredoc is open, control-C gives up the
line, and exit or control-D leaves. Elsewhere each line of standard input is one
expression, but for one with a heredoc; a mistake in one does not keep the others from
being evaluated, and the exit code is 1.`,
		flags: func(set *flag.FlagSet) {
			o.variables(set)
			set.BoolVar(&planned, "plan", false, "see images as apply would leave them")
		},
		run: func(ctx context.Context, a *app, _ []string) int {
			c, err := a.openConsole(ctx, o, planned)
			if err != nil {
				return a.end(err)
			}
			defer c.close()
			if a.interactive() {
				return c.converse(ctx)
			}
			return c.evaluateLines(ctx)
		},
	}
}

// console evaluates expressions against a configuration that stays as it was
// when the console was opened.
type console struct {
	*session
	expansion *eval.Expansion
}

func (a *app) openConsole(ctx context.Context, o *options, planned bool) (*console, error) {
	s, diags, err := a.open(o, "console", looking)
	if err == nil {
		var c *console
		if c, err = s.console(ctx, diags, planned); err == nil {
			return c, nil
		}
	}
	s.close()
	return nil, err
}

func (s *session) console(ctx context.Context, diags hcl.Diagnostics, planned bool) (*console, error) {
	defer s.unlock() // others can go on while somebody thinks
	if planned {
		p, err := s.plan(ctx, diags, false)
		if err != nil {
			return nil, err
		}
		return &console{s, p.Expansion()}, nil
	}
	expansion, more := s.config.Expand(decide.Recorded(s.state))
	if s.app.diagnose(append(diags, more...), s.config.Sources) {
		return nil, errReported
	}
	return &console{s, expansion}, nil
}

// evaluate prints the value of an expression, and reports whether it has one.
func (c *console) evaluate(text string) bool {
	if strings.Contains(text, "\n") {
		text += "\n" // the line that closes a heredoc is one
	}
	value, diags := c.expansion.Evaluate(text)
	sources := maps.Clone(c.config.Sources)
	sources[source.ConsoleName] = []byte(text)
	if c.app.diagnose(diags, sources) {
		fmt.Fprintln(c.app.Stderr) // the next mistake stands apart
		return false
	}
	fmt.Fprintln(c.app.out, report.Expression(value))
	return true
}

const (
	// maxExpression bounds the length of a line that is piped in, and of an
	// expression over several of them.
	maxExpression = 10 << 20
	// maxJoined bounds the lines of an expression: at each it is looked at anew
	// whether it goes on.
	maxJoined = 2000
)

// evaluateLines evaluates one expression a line. One with a heredoc has several.
func (c *console) evaluateLines(ctx context.Context) int {
	code := exitDone
	lines := bufio.NewScanner(c.app.Stdin)
	lines.Buffer(nil, maxExpression)
	next := func() bool { return ctx.Err() == nil && c.app.out.Err() == nil && lines.Scan() }
	for next() {
		text := lines.Text()
		if source.HasHeredoc(text) {
			for n := 1; n < maxJoined && len(text) < maxExpression && source.OpenBrackets(text) > 0 && next(); n++ {
				text += "\n" + lines.Text()
			}
		}
		switch text = strings.TrimSpace(text); {
		case text == "":
		case text == "exit":
			return code
		case !c.evaluate(text):
			code = exitError
		}
	}
	if err := errors.Join(ctx.Err(), lines.Err()); err != nil {
		return c.app.end(err)
	}
	return code
}

// converse evaluates what somebody types until they leave.
func (c *console) converse(ctx context.Context) int {
	lines := editor.New(c.app.Stdin.(*os.File), c.app.Stderr) // of an app that is interactive
	for pending := ""; ; {
		prompt := "> "
		if pending != "" {
			prompt = ": "
		}
		line, err := lines.Read(ctx, prompt)
		switch {
		case errors.Is(err, editor.ErrGivenUp):
			pending = ""
			continue
		case errors.Is(err, io.EOF):
			return exitDone
		case err != nil:
			return c.app.end(err)
		}
		text := strings.TrimSpace(pending + line)
		switch {
		case text == "":
		case text == "exit":
			return exitDone
		case source.OpenBrackets(text) > 0:
			pending += line + "\n"
			continue
		default:
			c.evaluate(text)
		}
		pending = ""
	}
}
