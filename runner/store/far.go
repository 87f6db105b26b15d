package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"gesso/state"
	"gesso/state/disk/objects"
	"gesso/state/disk/remote"
	"gesso/state/home"
)

// Far is the home elsewhere of a shelf, whose store is a cache of it.
type Far struct {
	Shelf
	home *home.Home
	far  *remote.Objects
}

// Far returns the home elsewhere of a shelf; nil: there is none.
func (s Shelf) Far() *Far {
	w := s.Workspaces[0]
	if w.HomeOf() == nil {
		return nil
	}
	far, _ := w.Far()
	return &Far{s, w.HomeOf(), far}
}

// recorded are the objects that the workspaces' records and ledgers name, with their sizes,
// in the order of their names; with records alone, those that a directory needs as it is.
func (f *Far) recorded(recordsAlone bool) ([]home.Object, map[string][]owner, error) {
	owners, err := f.owners() // which loads them
	if err != nil {
		return nil, nil, err
	}
	sizes := map[string]int64{}
	for _, w := range f.Workspaces {
		_, named := w.Far()
		for sha, size := range named.Each {
			if !recordsAlone || isArtifact(sha, owners[sha]) {
				sizes[sha] = size
			}
		}
	}
	var all []home.Object
	for sha, size := range sizes {
		all = append(all, home.Object{SHA: sha, Bytes: size})
	}
	slices.SortFunc(all, func(a, b home.Object) int { return strings.Compare(a.SHA, b.SHA) })
	return all, owners, nil
}

// Verify reads every object at the home that is recorded. Whoever has it repair holds the lock:
// what the cache has whole takes the place of what is damaged or missing.
func (f *Far) Verify(ctx context.Context, mode Mode, told func(Progress)) (*Checked, error) {
	all, owners, err := f.recorded(false)
	if err != nil {
		return nil, err
	}
	out := &Checked{Store: f.home.String(), Damaged: []Damage{}, Strange: []Oddity{}, Aside: []Oddity{}}
	m := newFarMeter(all, told)
	var mu sync.Mutex
	err = each(ctx, all, func(ctx context.Context, o home.Object) error {
		problem, err := f.problem(ctx, o.SHA)
		if err != nil {
			return err
		}
		m.add(o.Bytes)
		mu.Lock()
		defer mu.Unlock()
		if problem == "" {
			out.Objects++
			out.Bytes += o.Bytes
			return nil
		}
		d := Damage{SHA: o.SHA, Path: f.home.String() + "/objects/" + o.SHA[:2] + "/" + o.SHA, Bytes: o.Bytes, Problem: problem, Addresses: []string{}, Repair: []string{}}
		for _, by := range owners[o.SHA] {
			if name := by.named(); !slices.Contains(d.Addresses, name) {
				d.Addresses = append(d.Addresses, name)
			}
		}
		f.mend(ctx, &d, mode)
		out.Damaged = append(out.Damaged, d)
		return nil
	})
	slices.SortFunc(out.Damaged, func(a, b Damage) int { return strings.Compare(a.SHA, b.SHA) })
	return out, err
}

// problem is what is wrong with an object at the home, or "". The error is that the home
// cannot be asked.
func (f *Far) problem(ctx context.Context, sha string) (string, error) {
	err := f.far.Examine(ctx, sha)
	var damage *state.DamageError
	switch {
	case err == nil:
		return "", nil
	case errors.Is(err, fs.ErrNotExist):
		return "is not there", nil
	case errors.As(err, &damage):
		return damage.Problem, nil
	}
	return "", err
}

// mend brings an object to the home that the cache has whole.
func (f *Far) mend(ctx context.Context, d *Damage, mode Mode) {
	file, err := f.local(d.SHA)
	if err != nil {
		return
	}
	defer file.Close()
	d.Repair = append(d.Repair, "this machine's "+f.Store.Name(d.SHA))
	if mode != Repair {
		return
	}
	if err = f.home.Renew(ctx, d.SHA, file, file.Size()); err != nil {
		d.Problem += "; it could not be repaired: " + err.Error()
		return
	}
	d.Repaired = "this machine's " + f.Store.Name(d.SHA)
}

// local opens an object of the cache that is whole.
func (f *Far) local(sha string) (state.Object, error) {
	if !f.Store.Here(sha) {
		return nil, fs.ErrNotExist
	}
	file, err := f.Store.Open(sha)
	if err != nil {
		return nil, err
	}
	actual, err := objects.Sum(file)
	if err = cmp.Or(err, f.Store.Compare(sha, actual)); err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// Pull brings the pictures here that records need, or all that are recorded, as for a
// journey: nothing has to be asked of the home then.
func (f *Far) Pull(ctx context.Context, everything, dry bool, told func(Progress)) (*Copied, error) {
	all, owners, err := f.recorded(!everything)
	if err != nil {
		return nil, err
	}
	out := &Copied{From: f.home.String(), To: f.Store.Dir(), Missing: []Wanted{}, Failed: []Failure{}}
	todo := slices.DeleteFunc(all, func(o home.Object) bool { return f.Store.Here(o.SHA) })
	out.There = len(all) - len(todo)
	err = f.carry(ctx, todo, dry, told, out, func(_ context.Context, o home.Object) error {
		err := f.Store.Fetch(o.SHA)
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		want := Wanted{SHA: o.SHA, Addresses: []string{}}
		for _, by := range owners[o.SHA] {
			want.Addresses = append(want.Addresses, by.named())
		}
		return &missingError{want}
	})
	return out, err
}

// Push puts the pictures to the home that only the cache has.
func (f *Far) Push(ctx context.Context, dry bool, told func(Progress)) (*Copied, error) {
	out := &Copied{From: f.Store.Dir(), To: f.home.String(), Missing: []Wanted{}, Failed: []Failure{}}
	there := map[string]bool{}
	for o, err := range f.home.Objects(ctx) {
		if err != nil {
			return nil, err
		}
		there[o.SHA] = true
	}
	var todo []home.Object
	err := f.Store.List(func(e objects.Entry) error {
		switch {
		case e.Kind != objects.Object:
		case there[e.SHA]:
			out.There++
		default:
			todo = append(todo, home.Object{SHA: e.SHA, Bytes: e.Size})
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	return out, f.carry(ctx, todo, dry, told, out, func(ctx context.Context, o home.Object) error { return f.Store.Put(ctx, o.SHA) })
}

// missingError is an object that is not there either.
type missingError struct{ Wanted }

func (e *missingError) Error() string { return fmt.Sprintf("the picture %s is not there", e.SHA) }

// carry does something for each object, several at once, and counts. What is wrong with one
// alone is a failure; that the home cannot be reached, or the disk written, ends the rest.
func (f *Far) carry(ctx context.Context, todo []home.Object, dry bool, told func(Progress), out *Copied, do func(context.Context, home.Object) error) error {
	m := newFarMeter(todo, told)
	var mu sync.Mutex
	err := each(ctx, todo, func(ctx context.Context, o home.Object) error {
		var err error
		if !dry {
			err = do(ctx, o)
			m.add(o.Bytes)
		}
		mu.Lock()
		defer mu.Unlock()
		var missing *missingError
		var corrupt *objects.CorruptError
		switch {
		case err == nil:
			out.Objects++
			out.Bytes += o.Bytes
		case errors.As(err, &missing):
			out.Missing = append(out.Missing, missing.Wanted)
		case errors.As(err, &corrupt):
			out.Failed = append(out.Failed, Failure{SHA: o.SHA, Path: corrupt.File, Problem: "is damaged, and was not copied: gesso store verify tells more"})
		default:
			return err
		}
		return nil
	})
	slices.SortFunc(out.Failed, func(a, b Failure) int { return strings.Compare(a.SHA, b.SHA) })
	slices.SortFunc(out.Missing, func(a, b Wanted) int { return strings.Compare(a.SHA, b.SHA) })
	return err
}

// each does something for each object, as many at once as are worth it. The first error
// ends it.
func each(ctx context.Context, all []home.Object, do func(context.Context, home.Object) error) error {
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(remote.Transfers)
	for _, o := range all {
		if within.Err() != nil {
			break
		}
		group.Go(func() error {
			if within.Err() != nil {
				return within.Err()
			}
			return do(within, o)
		})
	}
	return cmp.Or(group.Wait(), ctx.Err())
}

func newFarMeter(all []home.Object, told func(Progress)) *meter {
	entries := make([]objects.Entry, len(all))
	for i, o := range all {
		entries[i].Size = o.Bytes
	}
	return newMeter(entries, told)
}
