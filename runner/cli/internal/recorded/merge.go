package recorded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gesso/runner/command"
	"gesso/runner/records"
	"gesso/runner/session"
	"gesso/state/disk"
	"gesso/state/disk/backup"
	"gesso/state/merge"
	"gesso/state/text"
)

// mostSaid is how many addresses a message names.
const mostSaid = 10

// maxState is the largest state file that is merged, in bytes.
const maxState = 1 << 30

// Merge is gesso state merge.
func Merge() *command.Command {
	return &command.Command{
		Name: "state merge", Usage: "[BASE OURS THEIRS]",
		Summary: "make one state of two branches'",
		Detail: `Merges two versions of gesso.state, given the one that both began from, and writes the
result into the file OURS: what git runs as a merge driver, once gesso init has told it
to. Which of the two is ours decides nothing.

Without files, it settles the conflicts that git left in gesso.state, the same way.

What only one side changed is taken. An image of which each side has another picture
keeps one of them, and the other one beside it: the next plan says so, takes what the
configuration asks for, and pays for neither again. Calls that are open stay open. A
file that is damaged, or that a newer gesso wrote, is refused, and nothing is changed.`,
		Examples: []string{"gesso state merge", "git config merge.gesso.driver 'gesso state merge %O %A %B'"},
		Args:     3,
		Run: func(_ context.Context, a *command.App, args []string) int {
			switch len(args) {
			case 0:
				return settle(a)
			case 3:
				return drive(a, args[0], args[1], args[2])
			}
			return a.Fail(command.Misuse("state merge needs three files, as git gives them: BASE OURS THEIRS; or none, for the conflicts in "+disk.StateFile, "gesso state merge -help"))
		},
	}
}

// drive is git's merge driver. For git any exit code but 0 is a conflict; OURS then stays
// as it is.
func drive(a *command.App, base, ours, theirs string) int {
	var files [3][]byte
	for i, name := range []string{base, ours, theirs} {
		data, err := readFile(in(a.Dir, name))
		if err != nil {
			return a.Fail(err)
		}
		files[i] = data
	}
	if moved, err := mergeMoved(files[0], files[1], files[2]); err != nil {
		return a.Fail(err)
	} else if moved != nil {
		if err := writeFile(in(a.Dir, ours), moved); err != nil {
			return a.Fail(err)
		}
		return command.ExitDone
	}
	merged, result, err := text.Merge(files[0], files[1], files[2])
	if err != nil {
		return a.Fail(fmt.Errorf("%s is not merged: %w", disk.StateFile, err))
	}
	if err := writeFile(in(a.Dir, ours), merged); err != nil {
		return a.Fail(err)
	}
	tell(a.Err, result)
	return command.ExitDone
}

// mergeMoved merges files of which one says at least that the project has moved to a home.
// That side wins if the other one says the same, or has changed nothing. It returns nil if
// neither has moved.
func mergeMoved(base, ours, theirs []byte) ([]byte, error) {
	mine, is := text.ParseMoved(ours)
	other, too := text.ParseMoved(theirs)
	switch {
	case !is && !too:
		return nil, nil
	case is && too && mine.ID != other.ID:
		return nil, command.Misuse(disk.StateFile+" is not merged: the two branches have moved the project to two homes", "keep the file of the branch whose backend block stays; what the other home has is not lost, and can be brought back by that branch: gesso init -migrate-state")
	case is && (too || bytes.Equal(theirs, base)):
		return ours, nil
	case too && bytes.Equal(ours, base):
		return theirs, nil
	}
	return nil, command.Misuse(disk.StateFile+" is not merged: one branch has moved the project to a home, and the other one has records that were not there then", "git checkout the file of the branch that has moved; what the other branch has bought since is not at the home: gesso import takes its outputs over, for nothing")
}

// in resolves a file name relative to a directory.
func in(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// settle merges the conflict that git left in gesso.state.
func settle(a *command.App) int {
	s := session.New(a, nil, nil)
	defer s.Close()
	if err := s.OpenWorkspace(); err != nil {
		return a.End(err)
	}
	w, name := s.Workspace, s.Workspace.StateFile()
	lock, err := w.Lock("state merge")
	if err != nil {
		return a.Fail(err)
	}
	defer lock.Unlock()
	data, err := readFile(filepath.Join(w.Dir(), name))
	if err != nil {
		return a.Fail(err)
	}
	merged, result, err := text.Settle(data)
	switch {
	case err != nil:
		return a.Fail(fmt.Errorf("%s is not merged: %w", name, err))
	case merged == nil:
		fmt.Fprintf(a.Out, "There is no conflict in %s.\n", name)
		return command.ExitDone
	}
	copied, err := backup.Replace(records.Copies(w), name, merged, "state-merge", a.Now())
	if err != nil {
		return a.Fail(err)
	}
	tell(a.Out, result)
	fmt.Fprintf(a.Out, "%s is merged: %s. Tell git by git add %s.\n", name, count(len(result.Records), "record"), name)
	fmt.Fprintf(a.Out, "The file with the conflicts is kept as %s.\n", copied)
	return command.ExitDone
}

// tell prints what a user may want to know about a merge.
func tell(w io.Writer, result merge.Result) {
	say := func(addresses []string, what string) {
		for i, address := range addresses {
			if i == mostSaid {
				fmt.Fprintf(w, "%s: and %d more like this\n", disk.StateFile, len(addresses)-i)
				return
			}
			fmt.Fprintf(w, "%s: %s %s\n", disk.StateFile, line(address), what)
		}
	}
	say(result.Contested, "has another picture on each side: one stays, the other one is kept beside it, and gesso plan says more")
	say(result.Disputed, "was approved on one side and rejected on the other one: it is rejected until somebody approves it again")
	say(result.Kept, "was removed on one side and changed on the other one: it stays, and gesso plan says what becomes of it")
}

// readFile reads a regular file. It never waits for a pipe.
func readFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a file", name)
	case info.Size() > maxState:
		return nil, fmt.Errorf("%s is larger than any state", name)
	}
	return os.ReadFile(name)
}

// writeFile overwrites a file in place: git has made it for this, and must find the same
// file afterwards.
func writeFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}
