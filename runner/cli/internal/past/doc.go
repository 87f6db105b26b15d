// Package past is the commands about what images had: all takes of an image, what runs have
// changed, and how to go back. The packages takes, timeline and revert do the work; here
// are flags, messages and exit codes.
//
// Its promises: none of the commands needs a configuration, asks a provider, or pays. A
// command that changes something says where the previous state is kept, and changes nothing
// with -dry-run.
//
//	program := &command.Program{Commands: past.Commands()}
package past

import (
	"fmt"

	"gesso/runner/command"
	"gesso/runner/records"
	"gesso/runner/report/outline"
	"gesso/runner/revert"
	"gesso/runner/selection"
	"gesso/runner/session"
	"gesso/runner/timeline"
	"gesso/spec/address"
)

// Commands returns the commands of this package, in the order of help.
func Commands() []*command.Command {
	return []*command.Command{Takes(), Select(), History(), Diff(), Undo()}
}

const dryRun = "say what would be done, and do nothing"

// known returns what is known about the address that a word means. If nothing is, the error
// suggests what could be meant.
func known(s *session.Session, word string) (*timeline.Image, error) {
	at := word
	if steps := selection.Steps(word); len(steps) > 0 {
		at = address.Join(steps)
	}
	image, err := timeline.Of(s.Workspace, at)
	if err != nil || image.Known() {
		return image, err
	}
	loaded, err := s.Workspace.Load()
	if err != nil {
		return nil, err
	}
	images := make([]selection.Image, 0, loaded.Len())
	for r := range loaded.All() {
		images = append(images, selection.Image{Address: r.Address})
	}
	found, err := selection.One(word, images)
	if err != nil {
		return nil, err
	}
	return timeline.Of(s.Workspace, found)
}

// sayDamaged warns of damaged lines that were left out.
func sayDamaged(a *command.App, n int, where string) {
	if n > 0 {
		fmt.Fprintf(a.Err, "gesso: warning: %d damaged lines of %s are left out\n", n, where)
	}
}

// derived says that derived files belong to another picture now.
func derived(a *command.App, made *revert.Made) {
	if n := made.Derived(); n > 0 && !a.AsJSON() {
		fmt.Fprintf(a.Out, "The derived files of %s are as they were: gesso apply makes them anew, for nothing.\n", outline.Plural(n, "picture"))
	}
}

// kept says how to undo what was changed.
func kept(a *command.App, s *session.Session, copied string) {
	if copied != "" && !a.AsJSON() {
		session.SayKept(a.Out, s.Workspace, copied)
	}
}

// hinted adds a hint to an error of package records.
func hinted(err error) error {
	if refused, ok := err.(*records.RefusedError); ok {
		return command.Misuse(err.Error(), refused.Hint)
	}
	return err
}
