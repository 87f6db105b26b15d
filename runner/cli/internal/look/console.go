package look

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

	"gesso/runner/cli/internal/editor"
	"gesso/runner/command"
	"gesso/runner/decide/recalling"
	"gesso/runner/provider"
	"gesso/runner/report/literal"
	"gesso/runner/session"
	"gesso/spec/eval"
	"gesso/spec/source"
)

// Console is gesso console.
func Console(kinds provider.Kinds) *command.Command {
	o := &session.Options{Empty: true}
	var planned bool
	return &command.Command{
		Name: "console", Usage: "[options]",
		Summary: "evaluate expressions, to try them out",
		Detail: `Evaluates expressions and prints their values: what they may use are variables, local
values, outputs of modules, path, every function, type(value), and images with what is
recorded of their pictures; functions also where nothing is declared. With -plan images
are as apply would leave them. It changes nothing, and makes no request.

On a terminal lines can be edited, the tab key completes names, functions and keys, up
and down bring earlier lines back, an expression goes on in the next line while a
bracket or a heredoc is open, control-C gives up the line, and exit or control-D leaves.
Elsewhere each line of standard input is one expression, but for one with a heredoc; a
mistake in one does not keep the others from being evaluated, and the exit code is 1.`,
		Examples: []string{
			"gesso console",
			"echo 'length(image.hero)' | gesso console",
			"gesso console -plan  # images as apply would leave them",
		},
		Flags: func(set *flag.FlagSet) {
			o.Variables(set)
			set.BoolVar(&planned, "plan", false, "see images as apply would leave them")
		},
		Run: func(ctx context.Context, a *command.App, _ []string) int {
			s := session.New(a, kinds, o)
			defer s.Close()
			c, err := openConsole(ctx, s, planned)
			if err != nil {
				return a.End(err)
			}
			if a.Interactive() {
				return c.converse(ctx)
			}
			return c.evaluateLines(ctx)
		},
	}
}

// console evaluates expressions against the configuration as it was when the console was
// opened.
type console struct {
	*session.Session
	expansion *eval.Expansion
}

// openConsole evaluates the configuration, or its plan.
func openConsole(ctx context.Context, s *session.Session, planned bool) (*console, error) {
	diags, err := s.Open("console", session.Looking)
	if err != nil {
		return nil, err
	}
	if planned {
		p, err := s.Plan(ctx, diags)
		if err != nil {
			return nil, err
		}
		s.Warn()
		return &console{s, p.Expansion()}, nil
	}
	expansion, more := s.Config.Expand(recalling.Recorded(s.State))
	if s.App.Diagnose(append(diags, more...), s.Config.Sources) {
		return nil, command.ErrReported
	}
	return &console{s, expansion}, nil
}

// evaluate prints the value of an expression, and reports whether it has one.
func (c *console) evaluate(text string) bool {
	if strings.Contains(text, "\n") {
		text += "\n" // a heredoc needs a newline after its end
	}
	value, diags := c.expansion.Evaluate(text)
	sources := maps.Clone(c.Config.Sources)
	sources[source.ConsoleName] = []byte(text)
	if c.App.Diagnose(diags, sources) {
		fmt.Fprintln(c.App.Stderr) // separates the next error
		return false
	}
	fmt.Fprintln(c.App.Out, literal.Expression(value))
	return true
}

const (
	// maxExpression is how many bytes a piped line, or an expression over several lines,
	// may have.
	maxExpression = 10 << 20
	// maxJoined is how many lines an expression may have: after each it is parsed again to
	// see whether it goes on.
	maxJoined = 2000
)

// evaluateLines evaluates one expression a line; one with a heredoc takes several lines.
func (c *console) evaluateLines(ctx context.Context) int {
	code := command.ExitDone
	lines := bufio.NewScanner(c.App.Stdin)
	lines.Buffer(nil, maxExpression)
	next := func() bool { return ctx.Err() == nil && c.App.Out.Err() == nil && lines.Scan() }
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
			code = command.ExitError
		}
	}
	if err := errors.Join(ctx.Err(), lines.Err()); err != nil {
		return c.App.End(err)
	}
	return code
}

// converse evaluates what the user types until they leave.
func (c *console) converse(ctx context.Context) int {
	lines := editor.New(c.App.Stdin.(*os.File), c.App.Stderr) // Stdin is a file if the app is interactive
	lines.Complete = c.suggest
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
			return command.ExitDone
		case err != nil:
			return c.App.End(err)
		}
		text := strings.TrimSpace(pending + line)
		switch {
		case text == "":
		case text == "exit":
			return command.ExitDone
		case source.OpenBrackets(text) > 0:
			pending += line + "\n"
			continue
		default:
			c.evaluate(text)
		}
		pending = ""
	}
}
