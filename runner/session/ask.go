package session

import (
	"context"
	"errors"
	"fmt"
	"io"

	"gesso/runner/command"
	"gesso/spec/config"
)

// ask prompts for a variable's value, without echo if it is sensitive. An interrupt ends
// the prompt.
func (s *Session) ask(v *config.Variable) (string, error) {
	a := s.App
	s.asked = true
	fmt.Fprintf(a.Err, "var.%s\n", v.Name)
	if v.Description != "" {
		fmt.Fprintf(a.Err, "  %s\n", v.Description)
	}
	fmt.Fprint(a.Err, "\n  Enter a value: ")
	defer fmt.Fprintln(a.Err)
	if v.Sensitive || v.Ephemeral {
		return a.ReadSecret()
	}
	return a.ReadLine(a.Context())
}

var errNotApproved = errors.New("not approved, nothing was changed")

// Approve asks for the word yes, unless the options give it. What names the command. Any
// other answer is an error, and so is having nobody to ask.
func (s *Session) Approve(ctx context.Context, what string) error {
	a := s.App
	if s.Options.AutoApprove {
		return nil
	}
	if a.AsJSON() {
		return command.Misuse(what+" -json asks nobody, and needs the approval beforehand", a.Again("-auto-approve"))
	}
	if s.Options.NoInput {
		return command.Misuse(what+" needs approval, and -input=false forbids to ask", a.Again("-auto-approve"))
	}
	fmt.Fprintf(a.Err, "\nShall gesso do this? Only \"yes\" is taken as an approval: ")
	line, err := a.ReadLine(ctx)
	if err != nil || !a.Interactive() {
		fmt.Fprintln(a.Err) // no one typed the newline
	}
	switch {
	case errors.Is(err, io.EOF):
		return command.Misuse(what+" needs approval, and there is nobody to ask", a.Again("-auto-approve"))
	case err != nil:
		return err
	case line != "yes":
		return errNotApproved
	}
	return nil
}
