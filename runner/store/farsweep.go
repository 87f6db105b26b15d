package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"gesso/state/disk"
	"gesso/state/disk/remote"
	"gesso/state/home"
)

// What is removed from a home must not be what somebody, on another machine, is about to
// record. So who removes works in all workspaces of the home at once, by their epochs: whoever
// was at work has ended, or records no picture any more. Then
//
//	it reads what the workspaces need;
//	it gives up what nobody does: who asks for that from now on puts it anew, under a name
//	that was never used;
//	it notes in the logs that it goes;
//	it makes sure that it works in all of them still, and that there are no others: so
//	whoever comes later has asked after the second step;
//	it lets go of them, and removes what it has given up.
//
// The last step may come at any time, as after a machine has slept: what is removed then
// has names that nobody uses. Killed before it, the objects are there, and the next one
// removes them.

// FarCollector finds what nobody needs of the pictures of a home.
type FarCollector struct {
	Directory *Directory        // all workspaces of the home
	Deleted   []*disk.Workspace // copies of those that were deleted
	Home      *home.Home
	Now       func() time.Time
	Policy    Policy
	Revisions Revisions // nil: git is not asked

	// Workspaces lists the workspaces of the home.
	Workspaces func(context.Context) ([]string, error)

	// Damaged is what Find could not read. All that it names is taken to be needed.
	Damaged []error
}

// FarSweep is Garbage of a home that can be removed.
type FarSweep struct {
	*Sweep
	by     *FarCollector
	copies map[string][]home.Copy // of Objects, by their hashes
	aside  []home.Copy            // of Aside
	drafts []home.Copy            // of Drafts
}

// Find looks what the home has, and who needs it. Clock is what time it is by the shelf's
// own clock. Whoever is about to remove something works in all of the workspaces, see
// disk.Workspace.Hold.
func (c *FarCollector) Find(ctx context.Context, clock time.Time) (*FarSweep, error) {
	needed := newNeeds()
	if err := needed.directory(c.Directory, c.Policy.Since, c.Revisions); err != nil {
		return nil, err
	}
	for _, w := range c.Deleted {
		if err := needed.workspace(w, c.Policy.Since); err != nil {
			return nil, err
		}
	}
	c.Damaged = needed.damaged
	g := &FarSweep{
		Sweep: &Sweep{
			Garbage: &Garbage{Store: c.Home.String(), Objects: []Item{}, Aside: []Item{}, Drafts: []Item{}, Kept: []Sum{}, Users: []UserNote{}},
			shelf:   Shelf{Workspaces: c.Directory.Workspaces},
		},
		by: c, copies: map[string][]home.Copy{},
	}
	j := judge{needed: needed, policy: &c.Policy, young: clock.Add(-c.Policy.Keep), fresh: clock.Add(-day)}
	if c.Policy.Keep <= 0 {
		j.young = clock.Add(day) // a bucket's clock has seconds
	}
	if err := g.sort(ctx, &j); err != nil {
		return nil, err
	}
	if err := g.litter(ctx, j.fresh); err != nil {
		return nil, err
	}
	return g, g.describe(slices.Concat(c.Deleted, g.shelf.Workspaces))
}

// sort finds what stays of the pictures at the home, and what goes: the largest first.
func (g *FarSweep) sort(ctx context.Context, j *judge) error {
	kept := make([]Sum, len(needs))
	for p, err := range g.by.Home.Pictures(ctx) {
		if err != nil {
			return err
		}
		why, stays := j.of(&p)
		for _, copied := range p.Copies {
			switch {
			case copied.GivenUp && p.There():
				g.aside = append(g.aside, copied)
				g.Aside = append(g.Aside, g.item(p.SHA, copied))
			case stays:
				kept[why].Count++
				kept[why].Bytes += copied.Bytes
			default:
				if len(g.copies[p.SHA]) == 0 {
					g.Objects = append(g.Objects, g.item(p.SHA, copied))
				}
				g.copies[p.SHA] = append(g.copies[p.SHA], copied)
			}
		}
	}
	for why, sum := range kept {
		if sum.By = Need(why).String(); sum.Count > 0 {
			g.Kept = append(g.Kept, sum)
		}
	}
	slices.SortStableFunc(g.Objects, func(a, b Item) int { return cmp.Compare(b.Bytes, a.Bytes) })
	return nil
}

func (g *FarSweep) item(sha string, c home.Copy) Item {
	g.Bytes += c.Bytes
	return Item{SHA: sha, Path: g.Store + "/" + c.Name, Bytes: c.Bytes, Stored: c.Time}
}

// litter finds what killed processes have left.
func (g *FarSweep) litter(ctx context.Context, fresh time.Time) error {
	all, err := g.by.Home.Litter(ctx)
	for _, c := range all {
		if c.Time.Before(fresh) {
			g.drafts = append(g.drafts, c)
			g.Drafts = append(g.Drafts, g.item("", c))
		}
	}
	return err
}

// judge tells what stays.
type judge struct {
	needed       *Needs
	policy       *Policy
	young, fresh time.Time // by the shelf's clock: what came since then stays; and what nobody tells of
}

// of returns why a picture stays, if it does.
func (j *judge) of(p *home.Picture) (Need, bool) {
	if why, needed := j.needed.of(p.SHA); needed {
		return why, true
	}
	since := func(t time.Time) bool {
		return slices.ContainsFunc(p.Copies, func(c home.Copy) bool { return !c.Time.Before(t) })
	}
	if since(j.young) || !j.needed.once[p.SHA] && since(j.fresh) { // who puts one records it, which may take a while
		return Young, true
	}
	return j.needed.spared(p.SHA, j.policy)
}

// Give gives up what was found, and notes in the logs that it goes. Nothing was removed where
// it fails. The caller works in all workspaces, and lets go of them after it.
func (g *FarSweep) Give(ctx context.Context, now time.Time) error {
	var all []home.Copy
	for _, copies := range g.copies {
		for _, c := range copies {
			if !c.GivenUp {
				all = append(all, c)
			}
		}
	}
	if err := eachCopy(ctx, all, g.by.Home.GiveUp); err != nil {
		return err
	}
	for _, w := range g.shelf.Workspaces {
		if err := g.note(ctx, w, now); err != nil {
			return err
		}
	}
	for _, w := range g.shelf.Workspaces {
		if err := w.Sure(); err != nil {
			return err
		}
	}
	return g.alone(ctx)
}

// alone makes sure that no workspace was made since, where nobody waits for whoever removes.
func (g *FarSweep) alone(ctx context.Context) error {
	names, err := g.by.Workspaces(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !slices.ContainsFunc(g.shelf.Workspaces, func(w *disk.Workspace) bool { return w.Name() == name }) {
			return fmt.Errorf("the workspace %s was made meanwhile, and nothing was removed: run it again", name)
		}
	}
	return nil
}

// Remove removes what was given up, see Give, and returns how many objects went. What did
// not is removed by the next one.
func (g *FarSweep) Remove(ctx context.Context) error {
	all := slices.Clone(g.aside)
	for _, copies := range g.copies {
		all = append(all, copies...)
	}
	err := eachCopy(ctx, all, g.by.Home.Remove)
	if err = errors.Join(err, eachCopy(ctx, g.drafts, g.by.Home.Sweep)); err != nil {
		return fmt.Errorf("not all that was given up could be removed, and the next gesso store gc -delete removes the rest: %w", err)
	}
	return nil
}

// eachCopy does something for each copy, some at once. The first error ends it.
func eachCopy(ctx context.Context, all []home.Copy, do func(context.Context, home.Copy) error) error {
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(remote.Transfers)
	for _, c := range all {
		if within.Err() != nil {
			break
		}
		group.Go(func() error { return do(within, c) })
	}
	return cmp.Or(group.Wait(), ctx.Err())
}
