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

// Decisions reads files of what people have decided, each name relative to the directory,
// or "-". They are read once: what nobody disputes of them is what the session plans with.
// The error may be a *review.ConflictError.
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

// ReadDecisions reads one file of what people have decided, its name relative to the
// directory, or "-". The error says what can be done.
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

// decisionsError says what can be done about decisions that are not taken.
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

// wishes are what the decisions of the command line, or of a plan file, come to with what
// is recorded; nil without any.
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

// CheckGiven reads what files and standard input give to the command line, decisions and
// patterns, so that their mistakes are told before anything else is done, and nobody waits for
// a pipe with the lock in hand.
func (s *Session) CheckGiven() error {
	if err := s.Decisions(s.Options.Decisions, review.Refuse); err != nil {
		return decisionsError(err)
	}
	_, err := s.Choice()
	return err
}
