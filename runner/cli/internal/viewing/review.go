package viewing

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/provider"
	"gesso/runner/report/reviewed"
	"gesso/runner/review"
	"gesso/runner/session"
	"gesso/runner/timeline"
	"gesso/runner/wishes"
	"gesso/state"
)

// DecisionsFile is the decision file that gesso gallery -serve writes, and that gesso
// review reads by default.
const DecisionsFile = "gesso.decisions"

// reviewing is the options of gesso review.
type reviewing struct {
	check, strict bool
	base          string
	o             session.Options
}

// Review is gesso review.
func Review(kinds provider.Kinds) *command.Command {
	r := &reviewing{}
	return &command.Command{
		Name: "review", Usage: "[options] [FILE...]",
		Summary: "say what is decided about the pictures, and what is not",
		Detail: `Tells of each picture whether it is approved, rejected, to be made again, or not decided
about yet: by what is recorded, and by files of decisions, which gesso gallery writes;
- is standard input. Without FILE it takes ` + DecisionsFile + `, if that is there. A decision
is about the picture that the image had then: of one that has another picture now, and
of files that disagree about the same picture, it is told that nothing is done for them.
With -strict a rejection wins. It changes nothing: gesso apply -decisions=FILE does what
a file says, after a plan with its price, and records it.

With -check it exits with 3 while anything is not approved, which is the gate of a pull
request; -base=main asks only about pictures that the branch has changed.`,
		Examples: []string{
			"gesso review", "gesso review design.jsonl art.jsonl", "gesso review -strict design.jsonl art.jsonl",
			"gesso review -check -base=origin/main  # in a pull request",
			"gesso review -json | jq -r '.images[] | select(.verdict == \"undecided\") | .address'",
		},
		Args: -1,
		JSON: command.Document,
		Flags: func(set *flag.FlagSet) {
			set.BoolVar(&r.check, "check", false, "exit with 3 while any picture is not approved")
			set.BoolVar(&r.strict, "strict", false, "of files that disagree about a picture, let a rejection win")
			set.StringVar(&r.base, "base", "", "ask only about pictures that have changed since another `STATE`: a file, - for standard input, the serial of a run, a time, or a revision of git")
			r.o.Variables(set)
			r.o.Selecting(set)
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			s := session.New(a, kinds, &r.o)
			defer s.Close()
			sum, err := r.summary(ctx, s, args)
			if err != nil {
				return a.End(err)
			}
			code := command.ExitDone
			if a.AsJSON() {
				code = a.Write(document.MakeReview(sum))
			} else {
				reviewed.Summary(a.Out, sum)
			}
			if code == command.ExitDone && r.check && sum.Open() > 0 {
				return command.ExitPartial
			}
			return code
		},
	}
}

// summary returns what is decided, by the files and by the records.
func (r *reviewing) summary(ctx context.Context, s *session.Session, files []string) (*wishes.Summary, error) {
	if len(files) == 0 {
		if _, err := os.Stat(filepath.Join(s.App.Dir, DecisionsFile)); !errors.Is(err, fs.ErrNotExist) {
			files = []string{DecisionsFile}
		}
	}
	rule := review.Refuse
	if r.strict {
		rule = review.Strict
	}
	var disputed *review.ConflictError
	if err := s.Decisions(files, rule); err != nil && !errors.As(err, &disputed) {
		return nil, err
	}
	diags, err := s.Open("review", session.Looking)
	if err != nil {
		return nil, err
	}
	made, err := s.Plan(ctx, diags)
	if err != nil {
		return nil, err
	}
	base, err := r.compared(ctx, s)
	if err != nil {
		return nil, err
	}
	var pairs [][2]review.Decision
	if disputed != nil {
		pairs = disputed.Pairs
	}
	return wishes.Summarize(made.Plan, pairs, base), nil
}

// compared returns the records of the state that -base names, or nil without it.
func (r *reviewing) compared(ctx context.Context, s *session.Session) (map[string]*state.Record, error) {
	if r.base == "" {
		return nil, nil
	}
	log, err := s.Workspace.History().Read()
	if err != nil {
		return nil, err
	}
	point, err := (&view{base: r.base}).compared(ctx, s, &timeline.Archive{Log: log})
	if err != nil {
		return nil, err
	}
	return point.Records, nil
}
