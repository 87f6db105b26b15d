package past

import (
	"context"
	"fmt"
	"os"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/gitsetup"
	told "gesso/runner/report/past"
	"gesso/runner/session"
	"gesso/runner/timeline"
	"gesso/state/disk/history"
)

// History is gesso history.
func History() *command.Command {
	return &command.Command{
		Name: "history", Usage: "[ADDRESS]",
		Summary: "tell what runs have changed, of all images or of one",
		Detail: `Lists the runs of this directory that changed what is recorded, each with its serial,
its time and what it did. Of one image it tells what was made when, from what, for what
cost, by which run, and which run replaced it, also at the addresses that it had before.
What git, or another machine, has changed is (found) by the next run.

gesso undo goes back to what was after a run, gesso diff compares. Each workspace has a
history of its own, which is in .gesso and not in git.`,
		Examples: []string{"gesso history", "gesso history image.logo", `gesso history -json | jq '.runs[-1].serial'`},
		Args:     1,
		JSON:     command.Document,
		Run: func(_ context.Context, a *command.App, args []string) int {
			s := session.New(a, nil, nil)
			defer s.Close()
			if err := s.OpenWorkspace(); err != nil {
				return a.End(err)
			}
			if len(args) > 0 {
				return story(s, args[0])
			}
			log, err := s.Workspace.History().Read()
			if err != nil {
				return a.End(err)
			}
			sayDamaged(a, log.Damaged, "the history")
			if a.AsJSON() {
				return a.Write(document.MakeHistory(log))
			}
			told.History(a.Out, log)
			return command.ExitDone
		},
	}
}

func story(s *session.Session, word string) int {
	a := s.App
	image, err := known(s, word)
	if err != nil {
		return a.End(hinted(err))
	}
	sayDamaged(a, image.Damaged, "the history and the ledger")
	if a.AsJSON() {
		return a.Write(document.MakeStory(image))
	}
	told.Story(a.Out, image)
	return command.ExitDone
}

// place returns where a session looks for former states.
func place(s *session.Session) (timeline.Place, error) {
	log, err := s.Workspace.History().Read()
	if err != nil {
		return timeline.Place{}, err
	}
	sayDamaged(s.App, log.Damaged, "the history")
	return placeOf(s, log), nil
}

func placeOf(s *session.Session, log *history.Log) timeline.Place {
	return timeline.Place{Log: log, Now: s.App.Now(), Commit: func(ctx context.Context, revision string) ([]byte, error) {
		return gitsetup.Place{Dir: s.App.Dir, Environ: os.Environ()}.StateAt(ctx, revision, s.Workspace.StateFile())
	}}
}

// Diff is gesso diff.
func Diff() *command.Command {
	return &command.Command{
		Name: "diff", Usage: "A [B]",
		Summary: "compare what was recorded at two times",
		Detail: `Compares two states: what was recorded after a run, by its serial in gesso history; at a
time, such as 2026-11-26 or "2026-11-26 10:00", or 2h for two hours ago; or in a revision
of git's, of which gesso.state is read. Without B it compares with what is recorded now.`,
		Examples: []string{"gesso diff 12", "gesso diff 12 15", "gesso diff main", "gesso diff -json 2h"},
		Args:     2,
		JSON:     command.Document,
		Run: func(ctx context.Context, a *command.App, args []string) int {
			if len(args) == 0 {
				return a.Fail(command.Misuse("diff needs a serial, a time or a revision of git", "gesso history"))
			}
			s := session.New(a, nil, nil)
			defer s.Close()
			if err := s.OpenState("diff", session.Looking); err != nil {
				return a.End(err)
			}
			from, err := place(s)
			if err != nil {
				return a.End(err)
			}
			points := [2]*timeline.Point{nil, {Name: "now", Records: timeline.Records(s.State)}}
			for i, word := range args {
				if points[i], err = timeline.At(ctx, from, word); err != nil {
					return a.End(unknown(err))
				}
			}
			all := timeline.Differences(points[0].Records, points[1].Records)
			if a.AsJSON() {
				return a.Write(document.MakeDifferences(points[0].Name, points[1].Name, all))
			}
			told.Differences(a.Out, points[0].Name, points[1].Name, all)
			return command.ExitDone
		},
	}
}

// unknown adds a hint to the error for a word that names no state: where the serials are.
func unknown(err error) error {
	if _, is := err.(*timeline.UnknownPointError); is {
		return command.Misuse(fmt.Sprint(err), "gesso history")
	}
	return err
}
