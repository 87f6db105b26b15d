package derive

import (
	"context"
	"errors"
	"slices"

	"gesso/runner/drift"
	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/spread"
	"gesso/runner/written"
	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/locate"
	"gesso/state/disk/workspaces"
)

// Ground is what derived files lie on.
type Ground struct {
	Workspace   *disk.Workspace
	Others      workspaces.Outputs // of other workspaces: none of these is written or removed
	Seen        *drift.Seen        // what became of the recorded outputs; nil where nobody has looked
	Unrefreshed bool               // files are taken for what is recorded of them, and none is looked at
	Lenient     bool               // a file that was changed by hand is no mistake, whatever on_drift says
}

// Intend adds to a plan what is to be done about the files that are made from its
// pictures: a change that did nothing may do something by that. It reads files, and writes
// none but a cache. The error is the context's.
func Intend(ctx context.Context, p *plan.Plan, g Ground) ([]Conflict, error) {
	var all []*plan.Change
	for _, list := range [][]*plan.Change{p.Changes, p.Unchanged} {
		for _, c := range list {
			if c.Declared != nil && len(c.Declared.Derives) > 0 || c.Before != nil && len(c.Before.Derived) > 0 {
				all = append(all, c)
			}
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	n := newIntender(p, g)
	found := make(map[*plan.Change]*[]Conflict, len(all))
	for _, c := range all {
		found[c] = new([]Conflict)
	}
	if err := spread.Each(ctx, all, func(c *plan.Change) { *found[c] = n.intend(ctx, c) }); err != nil {
		return nil, err
	}
	_ = g.Workspace.Outputs().Flush() // a cache
	var conflicts []Conflict
	for _, c := range all {
		conflicts = append(conflicts, *found[c]...)
	}
	sortIn(p)
	return conflicts, nil
}

// sortIn moves the changes of a plan that do something now to where those are.
func sortIn(p *plan.Plan) {
	var still []*plan.Change
	for _, c := range p.Unchanged {
		if c.Action == plan.None {
			still = append(still, c)
			continue
		}
		p.Changes = append(p.Changes, c)
	}
	if len(still) == len(p.Unchanged) {
		return
	}
	p.Unchanged = still
	slices.SortFunc(p.Changes, func(a, b *plan.Change) int { return address.Compare(a.Address, b.Address) })
}

// intender finds what is to be done. It is safe for concurrent use, for one change each.
type intender struct {
	Ground
	refreshOnly bool
	survey      *locate.Survey
	files       *written.Files
	beholder    *beholder
}

func newIntender(p *plan.Plan, g Ground) *intender {
	return &intender{Ground: g, refreshOnly: p.RefreshOnly, survey: g.Workspace.Outputs().Survey(), files: written.Of(p), beholder: &beholder{workspace: g.Workspace, memory: picture.NewMemory(picture.DefaultMemory)}}
}

// intend decides about the files of one change.
func (n *intender) intend(ctx context.Context, c *plan.Change) []Conflict {
	if c.Action.Waits() || c.Action == plan.Forget {
		return nil
	}
	withdrawn := c.Action == plan.Reject && c.Instead.Record == nil // with its output all go
	was := map[string]state.Derivative{}
	if c.Before != nil {
		for _, d := range c.Before.Derived {
			was[d.Path] = d
		}
	}
	var list []plan.Derivation
	var drifted []Conflict
	if c.Declared != nil && !withdrawn {
		list, drifted = n.declared(ctx, c, was)
	}
	if c.Before != nil && !n.refreshOnly {
		list = append(list, n.left(c, was, withdrawn)...)
	}
	c.Intend(list)
	return append(drifted, n.look(ctx, c)...)
}

// declared decides about the files that a change declares, and takes them out of those that
// were recorded.
func (n *intender) declared(ctx context.Context, c *plan.Change, was map[string]state.Derivative) (list []plan.Derivation, drifted []Conflict) {
	for _, f := range c.Declared.Derives {
		act, edited := n.act(ctx, c, f, was[f.Path])
		if act != "" {
			list = append(list, plan.Derivation{Act: act, Path: f.Path, File: &f})
		}
		if edited && c.Declared.OnDrift == onDriftFail && !n.Lenient {
			drifted = append(drifted, Conflict{Address: c.Address, Path: f.Path, Drifted: true})
		}
		delete(was, f.Path)
	}
	return list, drifted
}

// left decides about the recorded files that are not declared, or whose output is withdrawn.
func (n *intender) left(c *plan.Change, was map[string]state.Derivative, withdrawn bool) []plan.Derivation {
	var list []plan.Derivation
	for _, d := range c.Before.Derived {
		if _, undeclared := was[d.Path]; !undeclared {
			continue
		}
		act := n.dropped(c, d)
		if withdrawn && c.Derives(d.Path) {
			act = plan.Drop // its own, for which there is no picture now
		}
		list = append(list, plan.Derivation{Act: act, Path: d.Path})
	}
	return list
}

// act is what is to be done about a declared file, or "", and whether somebody has made
// another picture of it.
func (n *intender) act(ctx context.Context, c *plan.Change, f plan.File, was state.Derivative) (act plan.Act, edited bool) {
	p := pictureOf(c)
	same := p != nil && IsOf(was, f, p)
	switch {
	case n.refreshOnly && !same:
		return "", false
	case was.Path == "":
		return plan.Make, false
	case !same:
		return plan.Renew, false
	case n.Unrefreshed:
		return "", false
	}
	status, err := n.Workspace.Outputs().Check(f.Path, was.Output)
	switch {
	case err != nil:
		return plan.Overwrite, false
	case status == disk.Missing:
		return plan.Mend, false
	case status == disk.Differs:
		return n.changed(ctx, c, f, was)
	case was.Kept && c.Declared.OnDrift == onDriftRestore:
		return plan.Overwrite, false
	}
	return "", false
}

// The words of on_drift that are not its default.
const (
	onDriftRestore = string(config.Restore)
	onDriftFail    = string(config.Fail)
)

// changed is what is to be done about a file that is not what was recorded: the work of a
// hand stays, and so does what only has other bytes. Where a hand's is recorded that is not
// here, as on another machine, what gesso made does.
func (n *intender) changed(ctx context.Context, c *plan.Change, f plan.File, was state.Derivative) (act plan.Act, edit bool) {
	if c.Declared.OnDrift == onDriftRestore {
		return plan.Overwrite, false
	}
	sum, err := n.Workspace.Outputs().Sum(f.Path)
	if err != nil {
		return plan.Overwrite, false
	}
	switch seen := n.beholder.look(ctx, c.Address, f, pictureOf(c), sum); {
	case seen == edited:
		return plan.Stay, true
	case was.Kept && seen == packed:
		return "", false
	case seen == packed:
		return plan.Stay, false
	}
	return plan.Overwrite, false
}

// pictureOf is the picture that a change surely leaves, or nil.
func pictureOf(c *plan.Change) *state.Picture {
	switch c.Action {
	case plan.None, plan.Place, plan.Restore, plan.Move, plan.Derive, plan.Review:
		return &c.Before.Picture
	case plan.Reuse, plan.Import:
		return c.Picture
	case plan.Reject:
		return &c.Instead.Record.Picture
	}
	return nil
}

// dropped is what becomes of a recorded file that nothing declares any more.
func (n *intender) dropped(c *plan.Change, d state.Derivative) plan.Act {
	if n.files.Declares(d.Path) && !declares(c, d.Path) {
		return plan.Yield
	}
	if owner, owned := n.Others.Owner(d.Path); owned {
		c.Notes = append(c.Notes, plan.Note{Kind: plan.Untouched, Path: d.Path, Why: "is an output of the workspace " + owner.Workspace})
		return plan.Yield
	}
	status, err := n.Workspace.Outputs().Check(d.Path, d.Output)
	var forbidden *locate.ForbiddenError
	switch {
	case errors.As(err, &forbidden):
		c.Notes = append(c.Notes, plan.Note{Kind: plan.Untouched, Path: d.Path, Why: forbidden.Why})
	case err != nil, status == disk.Differs && !n.isOurs(d.Path), status == disk.Same && d.Kept:
		c.Notes = append(c.Notes, plan.Note{Kind: plan.Stays, Path: d.Path})
	}
	return plan.Drop
}

// declares reports whether a change has a file at a path under another spelling: where
// case is folded that is one file.
func declares(c *plan.Change, path string) bool {
	return c.Declared != nil && slices.ContainsFunc(c.Declared.Derives, func(f plan.File) bool {
		return f.Path != path && filename.Fold(f.Path) == filename.Fold(path)
	})
}

// look notes what the files of a change take the place of, and finds those that cannot be
// written.
func (n *intender) look(ctx context.Context, c *plan.Change) []Conflict {
	var found []Conflict
	for _, d := range c.Derived {
		if d.File == nil || d.Act == plan.Stay {
			continue
		}
		if owner, owned := n.Others.Owner(d.Path); owned {
			found = append(found, Conflict{Address: c.Address, Path: d.Path, Owner: owner})
			continue
		}
		if err := n.survey.Placeable(d.Path); err != nil {
			found = append(found, Conflict{Address: c.Address, Path: d.Path, Err: err})
			continue
		}
		if n.survey.Lies(d.Path) && !n.isOurs(d.Path) && !n.isMade(ctx, c, d) {
			c.Notes = append(c.Notes, plan.Note{Kind: plan.Replaces, Path: d.Path, Why: n.Workspace.Store().Dir()})
		}
	}
	return found
}

// isMade reports whether a file of which no record tells is gesso's: it shows what a run makes
// there of the picture, and the run ended before that was recorded, or it was made there once,
// and another machine has recorded something else since.
func (n *intender) isMade(ctx context.Context, c *plan.Change, d plan.Derivation) bool {
	sum, err := n.Workspace.Outputs().Sum(d.Path)
	if err != nil {
		return false
	}
	p := pictureOf(c)
	switch n.beholder.look(ctx, c.Address, *d.File, p, sum) {
	case own:
		return true
	case packed:
		return d.Act == plan.Make || n.beholder.wrote(sum)
	}
	return false
}

// isOurs reports whether the file at a path is one that is recorded there.
func (n *intender) isOurs(path string) bool {
	sum, err := n.Workspace.Outputs().Sum(path)
	return err == nil && n.files.Recorded(path, sum)
}
