package past

import (
	"context"
	"flag"
	"fmt"
	"path"
	"strings"

	"gesso/runner/cli/internal/inline"
	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/plan"
	told "gesso/runner/report/past"
	"gesso/runner/revert"
	"gesso/runner/selection"
	"gesso/runner/session"
	"gesso/runner/takes"
	"gesso/spec/address"
	"gesso/spec/pin"
	"gesso/state"
)

// Takes is gesso takes.
func Takes() *command.Command {
	see := &inline.Option{}
	return &command.Command{
		Name: "takes", Usage: "[options] ADDRESS",
		Summary: "list every picture that an image ever had",
		Detail: `Lists the pictures of an image with number, date, cost, size, model and prompt, an
asterisk before the current one: those that were replaced, that failed a postcondition,
that a call brought beside what was asked for, that another branch had, those from
before the image moved, and what somebody had made by hand where one of them lay. gesso
select makes one of them current, for nothing. What was made by hand of derived files
comes after them, with where it is kept. With -picture they are shown side by
side, by their numbers, in a terminal that can.`,
		Examples: []string{"gesso takes image.logo", `gesso takes 'image.hero["aria"]'`, "gesso takes -picture image.logo", "gesso takes -json image.logo | jq '.takes[].values.sha256'"},
		Args:     1,
		JSON:     command.Document,
		Flags:    see.Flag,
		Environ:  inline.Environ(),
		Run: func(ctx context.Context, a *command.App, args []string) int {
			if len(args) == 0 {
				return a.Fail(command.Misuse("takes needs an address", "gesso state list"))
			}
			s := session.New(a, nil, nil)
			defer s.Close()
			if err := s.OpenWorkspace(); err != nil {
				return a.End(err)
			}
			image, err := known(s, args[0])
			if err != nil {
				return a.End(hinted(err))
			}
			sayDamaged(a, image.Damaged, "the history and the ledger")
			pictures, err := see.Open(ctx, s)
			if err != nil {
				return a.End(err)
			}
			defer pictures.Close()
			all, here := image.Takes(), s.Here(image.Record)
			if a.AsJSON() {
				return a.Write(document.MakeTakes(image.Address, all, image.Files(), image.Record != nil && image.Record.Pinned, here))
			}
			pictures.Draw(numbered(all)...)
			told.Takes(a.Out, image.Address, all, here)
			told.Files(a.Out, image.Files(), here, func(sha string) string { return path.Join(s.Workspace.Store().Dir(), sha[:2], sha) })
			return command.ExitDone
		},
	}
}

// numbered returns takes as pictures to show, each captioned with its number.
func numbered(all []takes.Take) []inline.Picture {
	shown := make([]inline.Picture, len(all))
	for i := range all {
		shown[i] = inline.Picture{Of: &all[i].Picture, Caption: fmt.Sprintf("take %d", all[i].Number)}
		if all[i].Current {
			shown[i].Caption = "* " + shown[i].Caption
		}
	}
	return shown
}

// Select is gesso select.
func Select() *command.Command {
	dry, o := false, &session.Options{}
	return &command.Command{
		Name: "select", Usage: "[options] ADDRESS NUMBER|SHA256",
		Summary: "make another take of an image current, for nothing",
		Detail: `Makes one of the pictures that gesso takes lists the current one, by its number or by
the beginning of its hash: it is recorded as it was, and its output is placed from the
store. Nothing is asked of anybody, and what is made from the image is next in the
plan, with its price.

The configuration still asks for what it asks for. A pin in the image's block keeps the
selected picture whatever that is: pin = "sha256:…".`,
		Examples: []string{"gesso select image.logo 2", `gesso select 'image.hero["aria"]' 733f19b1`, "gesso select -dry-run image.logo 2"},
		Args:     2,
		Flags:    func(set *flag.FlagSet) { set.BoolVar(&dry, "dry-run", false, dryRun); o.Waiting(set) },
		Run: func(ctx context.Context, a *command.App, args []string) int {
			if len(args) != 2 {
				return a.Fail(command.Misuse("select needs an address, and the number or the hash of a take", "gesso select -help"))
			}
			s := session.New(a, nil, o)
			defer s.Close()
			if err := s.OpenState("select", access(dry)); err != nil {
				return a.End(err)
			}
			image, err := known(s, args[0])
			if err != nil {
				return a.End(hinted(err))
			}
			chosen, err := takes.Find(image.Takes(), args[1])
			if err != nil {
				return a.End(command.Misuse(fmt.Sprintf("%s: %s", image.Address, err), "gesso takes "+selection.Quote(image.Address)))
			}
			return choose(ctx, s, image.Address, chosen, dry)
		},
	}
}

// access returns how to open the directory.
func access(dry bool) session.Access {
	if dry {
		return session.Looking
	}
	return session.Changing
}

// choose makes a take the current one.
func choose(ctx context.Context, s *session.Session, at string, t takes.Take, dry bool) int {
	a := s.App
	if t.Current {
		fmt.Fprintf(a.Out, "No changes. Take %d is the current picture of %s.\n", t.Number, at)
		return command.ExitDone
	}
	made, err := s.PlanBack(ctx, []revert.Target{{Address: at, Record: formerly(s.State.Get(at), at, t), Reason: plan.Reason{Cause: plan.Selected, New: fmt.Sprintf("take %d", t.Number)}}})
	if err != nil {
		return a.End(err)
	}
	for _, m := range made.Missing {
		return a.End(command.Misuse(fmt.Sprintf("take %d of %s cannot be made current: %s", t.Number, m.Address, m.Why), "gesso takes "+selection.Quote(at)))
	}
	if dry {
		s.ShowBack(made.Plan)
		return command.ExitDone
	}
	code, copied := s.Bring(ctx, made, "select")
	if code != command.ExitDone {
		return code
	}
	fmt.Fprintf(a.Out, "Take %d is the picture of %s now. A plan may want another; this keeps it, in the image's block:\n    pin = %s\n", t.Number, at, pinFor(at, t.Picture.Artifact))
	derived(a, made)
	kept(a, s, copied)
	return command.ExitDone
}

// formerly returns the record of an address with a take as its picture.
func formerly(now *state.Record, at string, t takes.Take) *state.Record {
	r := &state.Record{Address: at, Request: t.Request, Picture: t.Picture}
	if now != nil {
		r.Path, r.Metadata, r.DependsOn, r.Triggers = now.Path, now.Metadata, now.DependsOn, now.Triggers
	}
	return r
}

// pinFor returns the argument that pins an instance, and no other one of its block, to a
// picture.
func pinFor(at, sha string) string {
	text := fmt.Sprintf("%q", pin.Text(sha))
	steps := address.Parse(at)
	switch key := strings.Trim(steps[len(steps)-1].Key, "[]"); {
	case key == "":
		return text
	case strings.HasPrefix(key, `"`):
		return fmt.Sprintf("lookup({ %s = %s }, each.key, null)", key, text)
	default:
		return fmt.Sprintf("count.index == %s ? %s : null", key, text)
	}
}
