package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gesso/runner/spread"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/objects"
)

// Policy is what stays, beyond what is needed.
type Policy struct {
	Since   time.Time     // what happened then or later, or came to the store
	Keep    time.Duration // how long that is, for whoever measures by another clock
	Unknown bool          // what no file tells of goes too
	ByHand  bool          // what somebody made by hand does
}

// Garbage is what nobody needs in a store, and why the rest stays.
type Garbage struct {
	Store   string     `json:"store"`
	Objects []Item     `json:"objects"` // to go, the largest first
	Aside   []Item     `json:"aside"`   // damaged bytes to go: the object is whole again
	Drafts  []Item     `json:"drafts"`  // half written by killed runs, to go
	Kept    []Sum      `json:"kept"`    // what stays, by why
	Users   []UserNote `json:"users"`   // other directories that use the store
	Bytes   int64      `json:"bytes"`   // of all that goes
}

// Sweep is Garbage that can be removed.
type Sweep struct {
	*Garbage
	shelf   Shelf
	others  []*disk.Workspace        // of other directories that use the store
	entries map[string]objects.Entry // of Aside and Drafts, by their paths
}

// Item is something that goes.
type Item struct {
	SHA     string    `json:"sha256,omitempty"`
	Path    string    `json:"path"`
	Bytes   int64     `json:"bytes"`
	Stored  time.Time `json:"stored_at"`
	Address string    `json:"address,omitempty"` // whose it was last, as far as that is known
	Key     state.Key `json:"key,omitempty"`
	Task    string    `json:"task_id,omitempty"`
}

// Sum is what stays for one reason.
type Sum struct {
	By    string `json:"by"`
	Count int    `json:"count"`
	Bytes int64  `json:"bytes"`
}

// UserNote is another directory that uses a store.
type UserNote struct {
	Host    string `json:"host"`
	Dir     string `json:"dir"`
	Problem string `json:"problem,omitempty"` // why nobody knows what it needs; "": it was asked
}

// Known reports whether what every user of the store needs is known.
func (g *Garbage) Known() bool {
	return !slices.ContainsFunc(g.Users, func(u UserNote) bool { return u.Problem != "" })
}

// Empty reports whether nothing is to go.
func (g *Garbage) Empty() bool { return len(g.Objects)+len(g.Aside)+len(g.Drafts) == 0 }

// Collector finds what nobody needs.
type Collector struct {
	Directory *Directory
	Now       func() time.Time
	Policy    Policy
	Revisions Revisions // nil: git is not asked

	// Lock takes another directory's lock, for whoever is about to delete. Nil: nothing is
	// locked, and what is found is a guess beside whoever is at work.
	Lock func(*disk.Workspace) (*disk.Lock, error)

	// Damaged is what Find could not read, of this directory and of others that use its
	// stores. All that it names is taken to be needed.
	Damaged []error

	release []func()
}

// Close gives back what Find has locked.
func (c *Collector) Close() {
	for _, release := range slices.Backward(c.release) {
		release()
	}
	c.release = nil
}

// Find looks through the stores of the directory. The caller owes a Close, also after
// an error.
func (c *Collector) Find() ([]*Sweep, error) {
	own := newNeeds()
	var all []*Sweep
	for i, shelf := range c.Directory.Stores() {
		if err := shelf.Store.Wrong(); err != nil {
			return nil, err
		}
		g := &Sweep{
			&Garbage{Store: shelf.Store.Dir(), Objects: []Item{}, Aside: []Item{}, Drafts: []Item{}, Kept: []Sum{}, Users: []UserNote{}},
			shelf, nil, map[string]objects.Entry{},
		}
		others, err := c.users(shelf.Store)
		if err != nil {
			return nil, err
		}
		if c.Lock != nil && (shelf.Store.Shared() || len(others) > 0) {
			release, err := disk.LockStore(shelf.Store)
			if err != nil {
				return nil, err
			}
			c.release = append(c.release, release)
		}
		if i == 0 { // after the store's lock: whoever waits for that has recorded by then
			if err := own.directory(c.Directory, c.Policy.Since, c.Revisions); err != nil {
				return nil, err
			}
			c.Damaged = own.damaged
		}
		needed := own.copied()
		for _, u := range others {
			note, theirs := c.ask(u, needed)
			g.Users, g.others = append(g.Users, note), append(g.others, theirs...)
		}
		for _, damage := range needed.damaged {
			c.Damaged = append(c.Damaged, fmt.Errorf("another directory that uses the store: %w", damage))
		}
		if err := c.sort(g, needed); err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, nil
}

func (n *Needs) copied() *Needs {
	return &Needs{why: maps.Clone(n.why), once: maps.Clone(n.once), byHand: maps.Clone(n.byHand)}
}

// users are the other directories that use a store. Whose own folder it lies in uses it
// too, whether it has said so or not.
func (c *Collector) users(s *objects.Store) ([]objects.User, error) {
	users, err := s.Users()
	if err != nil {
		return nil, err
	}
	own, err := filepath.Abs(c.Directory.Dir)
	if err != nil {
		return nil, err
	}
	if at, _, inside := strings.Cut(s.Real(), string(filepath.Separator)+disk.Home+string(filepath.Separator)); inside {
		host, _ := os.Hostname()
		users = append(users, objects.User{Host: host, Dir: at})
	}
	isOwn := func(u objects.User) bool { return u.Here() && samePlace(u.Dir, own) }
	users = slices.DeleteFunc(users, isOwn)
	slices.SortFunc(users, func(a, b objects.User) int { return cmp.Or(cmp.Compare(a.Dir, b.Dir), cmp.Compare(a.Host, b.Host)) })
	return slices.CompactFunc(users, func(a, b objects.User) bool { return a.Dir == b.Dir && a.Host == b.Host }), nil
}

func samePlace(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return a == b
	}
	two, err := os.Stat(b)
	return err == nil && os.SameFile(one, two)
}

// ask adds what another directory needs, and returns its workspaces. Where it cannot be
// asked, nobody knows.
func (c *Collector) ask(u objects.User, needed *Needs) (UserNote, []*disk.Workspace) {
	note := UserNote{Host: u.Host, Dir: u.Dir}
	d, err := c.visit(u, needed)
	if err != nil {
		note.Problem = err.Error()
		return note, nil
	}
	return note, d.Workspaces
}

func (c *Collector) visit(u objects.User, needed *Needs) (*Directory, error) {
	if !u.Here() {
		return nil, fmt.Errorf("it is on another machine, %s", u.Host)
	}
	if info, err := os.Stat(filepath.Join(u.Dir, disk.Home)); err != nil || !info.IsDir() {
		return nil, errors.New("there is no directory of gesso's")
	}
	d, err := Open(u.Dir, disk.Default, c.Now, nil)
	if err != nil {
		return nil, err
	}
	c.release = append(c.release, d.Close)
	if c.Lock != nil {
		d.Workspaces[0].Apart()
		l, err := c.Lock(d.Workspaces[0])
		if err != nil {
			return nil, err
		}
		c.release = append(c.release, func() { _ = l.Unlock() })
		d.Under(l)
	}
	return d, needed.directory(d, c.Policy.Since, c.Revisions)
}

// sort decides about everything in a store.
func (c *Collector) sort(g *Sweep, needed *Needs) error {
	kept := make([]Sum, len(needs))
	keep := func(why Need, e objects.Entry) {
		kept[why].Count++
		kept[why].Bytes += e.Size
	}
	s := g.shelf.Store
	item := func(e objects.Entry) Item {
		g.Bytes += e.Size
		return Item{SHA: e.SHA, Path: path.Join(s.Dir(), e.Name), Bytes: e.Size, Stored: e.Time}
	}
	old := func(e objects.Entry) bool { return e.Err == nil && e.Time.Before(c.Policy.Since) }
	err := s.List(func(e objects.Entry) error {
		switch why, wanted := needed.of(e.SHA); {
		case e.Kind == objects.Unfinished && old(e) && c.Now().Sub(e.Time) > day:
			g.entries[path.Join(s.Dir(), e.Name)] = e
			g.Drafts = append(g.Drafts, item(e))
		case e.Kind == objects.Aside && old(e) && s.Verify(e.SHA) == nil:
			g.entries[path.Join(s.Dir(), e.Name)] = e
			g.Aside = append(g.Aside, item(e))
		case e.Kind != objects.Object: // verify tells of it
		case wanted:
			keep(why, e)
		case !old(e):
			keep(Young, e)
		default:
			if why, stays := needed.spared(e.SHA, &c.Policy); stays {
				keep(why, e)
			} else {
				g.Objects = append(g.Objects, item(e))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for why, sum := range kept {
		if sum.By = Need(why).String(); sum.Count > 0 {
			g.Kept = append(g.Kept, sum)
		}
	}
	slices.SortStableFunc(g.Objects, func(a, b Item) int { return cmp.Compare(b.Bytes, a.Bytes) })
	return g.describe(g.shelf.Workspaces)
}

const day = 24 * time.Hour

// describe says of what goes whose it was, as the ledgers of workspaces tell, and the
// histories of what nobody bought.
func (g *Sweep) describe(of []*disk.Workspace) error {
	at := map[string]int{}
	for i, item := range g.Objects {
		at[item.SHA] = i
	}
	for _, w := range of {
		if err := g.recall(w, at); err != nil {
			return err
		}
		entries, err := w.Ledger().Entries()
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Picture == nil {
				continue
			}
			i, goes := at[e.Picture.Artifact]
			if !goes {
				continue
			}
			item := &g.Objects[i]
			item.Key, item.Task = e.Key, e.Task
			if len(e.Addresses) > 0 {
				item.Address = e.Addresses[0]
			}
		}
	}
	return nil
}

// recall says whose what goes was as a history tells, also of derived files.
func (g *Sweep) recall(w *disk.Workspace, at map[string]int) error {
	log, err := w.History().Read()
	var damage *state.DamageError
	if errors.As(err, &damage) {
		return nil // Find tells of it
	}
	if err != nil {
		return err
	}
	for _, b := range log.Batches {
		for _, c := range b.All {
			if c.Record == nil {
				continue
			}
			shas := []string{c.Record.Artifact, c.Record.Output}
			for _, d := range c.Record.Derived {
				shas = append(shas, d.Output)
			}
			for _, sha := range shas {
				if i, goes := at[sha]; goes {
					g.Objects[i].Address = c.Address
				}
			}
		}
	}
	return nil
}

// Delete removes what was found, and first writes into the ledgers of all who keep pictures
// in the store that theirs among it go. The locks of all of them are held. The error is one of the disk:
// what was not removed stays what it was.
func (g *Sweep) Delete(ctx context.Context, now time.Time) error {
	for _, w := range slices.Concat(g.shelf.Workspaces, g.others) {
		if err := g.note(ctx, w, now); err != nil {
			return err
		}
	}
	for _, item := range g.Objects {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := g.shelf.Store.Remove(item.SHA); err != nil {
			return err
		}
	}
	for _, item := range slices.Concat(g.Aside, g.Drafts) {
		if err := g.shelf.Store.Drop(g.entries[item.Path]); err != nil {
			return err
		}
	}
	return nil
}

// note writes into a workspace's ledger which pictures of its go.
func (g *Sweep) note(ctx context.Context, w *disk.Workspace, now time.Time) error {
	entries, err := w.Ledger().Entries()
	if err != nil {
		return err
	}
	going := map[string]bool{}
	for _, item := range g.Objects {
		going[item.SHA] = true
	}
	var events []state.Event
	for _, e := range entries {
		if e.Picture == nil || !going[e.Picture.Artifact] {
			continue
		}
		delete(going, e.Picture.Artifact) // once is enough
		address := ""
		if len(e.Addresses) > 0 {
			address = e.Addresses[0]
		}
		events = append(events, state.Event{
			Kind: state.Discarded, Time: now, Problem: "gesso store gc removed it",
			Record: &state.Record{Address: address, Request: e.Request, Picture: *e.Picture},
		})
	}
	if len(events) == 0 {
		return nil
	}
	loaded, err := w.Load()
	if err != nil {
		return err
	}
	journal, err := w.Begin(loaded)
	if err != nil {
		return err
	}
	failed := make([]error, len(events))
	err = spread.Each(ctx, indexes(len(events)), func(i int) { failed[i] = journal.Append(events[i]) })
	return cmp.Or(err, errors.Join(failed...), journal.Close())
}

func indexes(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
