package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"gesso/state/disk/objects"
)

// writers is how many objects are written at once: each waits for the disk, or for the
// network behind it, and waiting together is one wait.
const writers = 16

// Copied is what became of objects that were to be copied from one store to another.
type Copied struct {
	From    string    `json:"from"`
	To      string    `json:"to"`
	Objects int       `json:"objects"` // that were copied, or would be
	Bytes   int64     `json:"bytes"`
	There   int       `json:"there"`   // that were there already
	Missing []Wanted  `json:"missing"` // that are needed and are in neither
	Failed  []Failure `json:"failed"`
}

// Wanted is an object that is needed, and by whom.
type Wanted struct {
	SHA       string   `json:"sha256"`
	Addresses []string `json:"addresses"`
}

// Failure is an object that was not copied.
type Failure struct {
	SHA     string `json:"sha256"`
	Path    string `json:"path"` // what is wrong, in either store
	Problem string `json:"problem"`
}

// Sound reports whether everything that was to be copied is there.
func (c *Copied) Sound() bool { return len(c.Failed)+len(c.Missing) == 0 }

// Transfer is a copying of objects.
type Transfer struct {
	From, To *objects.Store
	Told     func(Progress) // may be nil
	DryRun   bool           // nothing is written
}

// Push copies all objects that the other side has not.
func (t Transfer) Push(ctx context.Context) (*Copied, error) { return t.copy(ctx, nil) }

// Pull copies what is needed of the objects that this side has not: what the records of
// the shelf's workspaces name. What the other side has not either is told where nothing
// here has it.
func (t Transfer) Pull(ctx context.Context, shelf Shelf) (*Copied, error) {
	owners, err := shelf.owners()
	if err != nil {
		return nil, err
	}
	return t.copy(ctx, owners)
}

// copy copies what is needed; nil is everything.
func (t Transfer) copy(ctx context.Context, needed map[string][]owner) (*Copied, error) {
	out := &Copied{From: t.From.Dir(), To: t.To.Dir(), Missing: []Wanted{}, Failed: []Failure{}}
	var todo []objects.Entry
	here := map[string]bool{}
	there, err := t.there()
	if err != nil {
		return nil, err
	}
	err = t.From.List(func(e objects.Entry) error {
		if e.Kind != objects.Object || needed != nil && len(needed[e.SHA]) == 0 {
			return nil
		}
		here[e.SHA] = true
		if size, has := there[e.SHA]; has && size == e.Size {
			out.There++
			return nil
		}
		todo = append(todo, e)
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	for sha, owners := range needed {
		if _, has := there[sha]; has || here[sha] || !isArtifact(sha, owners) {
			continue
		}
		want := Wanted{SHA: sha, Addresses: []string{}}
		for _, o := range owners {
			want.Addresses = append(want.Addresses, o.named())
		}
		out.Missing = append(out.Missing, want)
	}
	slices.SortFunc(out.Missing, func(a, b Wanted) int {
		return strings.Compare(strings.Join(a.Addresses, " "), strings.Join(b.Addresses, " "))
	})
	if t.DryRun {
		for _, e := range todo {
			out.Objects++
			out.Bytes += e.Size
		}
		return out, nil
	}
	return out, t.write(ctx, todo, out)
}

// isArtifact reports whether a hash is that of a picture: what was converted from one
// need not be anywhere.
func isArtifact(sha string, owners []owner) bool {
	return slices.ContainsFunc(owners, func(o owner) bool { return o.record.Artifact == sha })
}

// there is what the other side has, with sizes: another size is no object of the name.
func (t Transfer) there() (map[string]int64, error) {
	sizes := map[string]int64{}
	err := t.To.List(func(e objects.Entry) error {
		if e.Kind == objects.Object {
			sizes[e.SHA] = e.Size
		}
		return nil
	})
	return sizes, err
}

func (t Transfer) write(ctx context.Context, todo []objects.Entry, out *Copied) error {
	m := newMeter(todo, t.Told)
	var mu sync.Mutex
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(writers)
	for _, e := range todo {
		if within.Err() != nil {
			break
		}
		group.Go(func() error {
			if within.Err() != nil {
				return within.Err()
			}
			failure, err := t.one(e)
			if err != nil {
				return err
			}
			m.add(e.Size)
			mu.Lock()
			defer mu.Unlock()
			if failure != nil {
				out.Failed = append(out.Failed, *failure)
			} else {
				out.Objects++
				out.Bytes += e.Size
			}
			return nil
		})
	}
	err := group.Wait()
	slices.SortFunc(out.Failed, func(a, b Failure) int { return strings.Compare(a.SHA, b.SHA) })
	return cmp.Or(err, ctx.Err())
}

// one copies an object. What is wrong with it alone is a failure; that the other side
// cannot be written is an error, and ends the rest.
func (t Transfer) one(e objects.Entry) (*Failure, error) {
	from := func(problem string) *Failure {
		return &Failure{SHA: e.SHA, Path: path.Join(t.From.Dir(), e.Name), Problem: problem}
	}
	src, err := t.From.Open(e.SHA)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return from("was taken away meanwhile"), nil
	case err != nil:
		return from("cannot be read: " + err.Error()), nil
	}
	defer src.Close()
	in, err := t.To.Create()
	if err != nil {
		return nil, err
	}
	defer in.Abort()
	r := &reader{from: src}
	if _, err := io.Copy(in, r); r.err != nil {
		return from("cannot be read: " + r.err.Error()), nil
	} else if err != nil {
		return nil, fmt.Errorf("writing to %s: %w", t.To.Dir(), err)
	}
	if in.Sum() != e.SHA {
		return from("is damaged, and was not copied: gesso store verify tells more"), nil
	}
	back, err := in.Open()
	if err != nil {
		return nil, fmt.Errorf("reading back what was written to %s: %w", t.To.Dir(), err)
	}
	sum, err := objects.Sum(back)
	_ = back.Close()
	if err != nil || sum != e.SHA {
		return &Failure{SHA: e.SHA, Path: t.To.Name(e.SHA), Problem: "did not arrive whole, and was not kept"}, nil
	}
	if _, _, err := in.Commit(); err != nil {
		if t.To.Has(e.SHA) {
			return nil, err
		}
		return &Failure{SHA: e.SHA, Path: t.To.Name(e.SHA), Problem: "cannot be written: " + err.Error()}, nil
	}
	return nil, nil
}

// reader tells errors of reading from those of writing.
type reader struct {
	from io.Reader
	err  error
}

func (r *reader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}
