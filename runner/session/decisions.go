package session

import (
	"errors"
	"io"
	"io/fs"

	"gesso/runner/command"
	"gesso/runner/report/quote"
	"gesso/runner/review"
	"gesso/runner/wishes"
)

// Decisions reads decision files, once. Each name is relative to the directory, or "-" for
// standard input. The session plans with the decisions that do not conflict. The error may
// be a *review.ConflictError.
func (s *Session) Decisions(names []string, rule review.Rule) error {
	if s.merged != nil || len(names) == 0 {
		return nil
	}
	var all []review.Decision
	for _, name := range names {
		found, err := ReadDecisions(s.App, name)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	merged, err := review.Merge(all, rule)
	s.merged = append([]review.Decision{}, merged...)
	return err
}

// ReadDecisions reads one decision file. Its name is relative to the directory, or "-" for
// standard input. The error comes with a hint.
func ReadDecisions(a *command.App, name string) ([]review.Decision, error) {
	found, err := readDecisions(a, name)
	return found, decisionsError(err)
}

func readDecisions(a *command.App, name string) ([]review.Decision, error) {
	said := name
	if name == command.Stdin {
		said = "standard input"
	}
	var found []review.Decision
	err := a.Given("-decisions", name, func(from io.Reader) error {
		read, err := review.Read(from, said)
		found = read
		return err
	})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, command.Misuse("there is no file of decisions "+quote.Line(name), "gesso gallery makes one, or a person: gesso help looking")
	case err != nil:
		return nil, err
	}
	return found, nil
}

// decisionsError adds a hint to an error about decisions.
func decisionsError(err error) error {
	var conflict *review.ConflictError
	var version *review.VersionError
	switch {
	case errors.As(err, &conflict):
		return command.Misuse(quote.Line(err.Error()), "gesso review shows all of it; decide once, and remove the other line")
	case errors.As(err, &version):
		return command.Misuse(quote.Line(err.Error()), "upgrade gesso, or export the decisions again from gesso gallery of this one")
	case errors.As(err, new(*review.SyntaxError)):
		return errors.New(quote.Line(err.Error()))
	}
	return err
}

// wishes applies the decisions of the plan file or of the command line to the state. It
// returns nil if there are none.
func (s *Session) wishes() (*wishes.Wishes, error) {
	ground := wishes.Ground{State: s.State, Workspace: s.Workspace, Now: s.now()}
	if s.saved != nil {
		if len(s.saved.Plan.Decisions) == 0 {
			return nil, nil
		}
		return wishes.Make(ground, s.saved.Plan.Decisions)
	}
	if s.merged == nil {
		return nil, nil
	}
	return wishes.Make(ground, wishes.Of(s.merged))
}

// CheckGiven reads the decisions and patterns that come from files and standard input, so
// that their mistakes are reported first and no pipe is waited for while holding the lock.
func (s *Session) CheckGiven() error {
	if err := s.Decisions(s.Options.Decisions, review.Refuse); err != nil {
		return decisionsError(err)
	}
	_, err := s.Choice()
	return err
}
