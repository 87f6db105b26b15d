package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"gesso/runner/plan"
	"gesso/runner/spread"
	"gesso/runner/supply"
	"gesso/state/disk"
	"gesso/state/disk/objects"
)

// Checked is what a store was found to be.
type Checked struct {
	Store   string   `json:"store"`
	Objects int      `json:"objects"` // that were read
	Bytes   int64    `json:"bytes"`
	Damaged []Damage `json:"damaged"` // what lies by an object's name and is not whole
	Strange []Oddity `json:"strange"` // what lies in the store's folder and does not belong there
	Aside   []Oddity `json:"aside"`   // damaged bytes that were set aside before
}

// Damage is one object that is not whole.
type Damage struct {
	SHA       string   `json:"sha256"`
	Path      string   `json:"path"`
	Bytes     int64    `json:"bytes"`
	Problem   string   `json:"problem"`
	Addresses []string `json:"addresses"`             // who needs it
	Repair    []string `json:"repair"`                // what can bring it back, the nearest first; none: nothing that is known here
	SetAside  string   `json:"set_aside,omitempty"`   // where its bytes are now; "": where they were
	Repaired  string   `json:"repaired_by,omitempty"` // what brought it back; "": nothing has
}

// Oddity is something in a store's folder that is no object.
type Oddity struct {
	Path    string `json:"path"`
	Bytes   int64  `json:"bytes"`
	Problem string `json:"problem"`
}

// Sound reports whether every object is whole.
func (c *Checked) Sound() bool { return len(c.Damaged) == 0 }

// Mode is what is done about what is found.
type Mode int

const (
	Look   Mode = iota // nothing
	Repair             // damaged bytes are set aside, and objects taken from outputs that are them
)

// Verify reads every object of a shelf. The accounts tell which providers can be asked
// for a picture. Whoever has it repair holds the lock.
func (s Shelf) Verify(ctx context.Context, accounts plan.Accounts, mode Mode, told func(Progress)) (*Checked, error) {
	owners, err := s.owners()
	if err != nil {
		return nil, err
	}
	out, err := read(ctx, s.Store, told)
	if err != nil {
		return nil, err
	}
	supplies := map[*disk.Workspace]*supply.Supply{}
	for i := range out.Damaged {
		d := &out.Damaged[i]
		for _, o := range owners[d.SHA] {
			if name := o.named(); !slices.Contains(d.Addresses, name) {
				d.Addresses = append(d.Addresses, name)
			}
			from := supplies[o.workspace]
			if from == nil {
				loaded, err := o.workspace.Load()
				if err != nil {
					return nil, err
				}
				from = supply.New(o.workspace, accounts, loaded.State)
				supplies[o.workspace] = from
			}
			s.ways(d, o, from)
		}
		if mode == Repair {
			s.mend(d, owners[d.SHA], supplies)
		}
	}
	return out, nil
}

// ways adds where a damaged object can be had.
func (s Shelf) ways(d *Damage, o owner, from *supply.Supply) {
	add := func(way string) {
		if !slices.Contains(d.Repair, way) {
			d.Repair = append(d.Repair, way)
		}
	}
	if output := from.Output(d.SHA); output != "" {
		add("the output " + output)
	}
	if o.record.Artifact == d.SHA {
		for _, path := range from.Copies(&o.record.Picture) {
			if path != "" {
				add("the output " + path + ", in another format")
			}
		}
		if from.Asked(&o.record.Picture) {
			add("the provider: gesso apply asks it")
		}
	}
}

// mend sets damaged bytes aside, and takes the object from an output that is it. What
// cannot be done is told with the problem.
func (s Shelf) mend(d *Damage, owners []owner, supplies map[*disk.Workspace]*supply.Supply) {
	aside, err := s.Store.SetAside(d.SHA)
	if err != nil {
		d.Problem += "; it could not be set aside: " + err.Error()
		return
	}
	d.SetAside = aside
	for _, o := range owners {
		output := supplies[o.workspace].Output(d.SHA)
		if output == "" {
			continue
		}
		if sha, err := o.workspace.Outputs().Keep(output); err == nil && sha == d.SHA {
			d.Repaired = "the output " + output
			return
		}
	}
}

// VerifyPlain reads every object of a folder that is nobody's here, such as what was
// pushed to.
func VerifyPlain(ctx context.Context, s *objects.Store, told func(Progress)) (*Checked, error) {
	return read(ctx, s, told)
}

// Progress is how far a long piece of work is.
type Progress struct {
	Done, All           int // objects
	DoneBytes, AllBytes int64
}

// meter tells of progress, from several goroutines.
type meter struct {
	mu   sync.Mutex
	is   Progress
	told func(Progress)
}

func newMeter(objects []objects.Entry, told func(Progress)) *meter {
	m := &meter{told: told}
	m.is.All = len(objects)
	for _, e := range objects {
		m.is.AllBytes += e.Size
	}
	return m
}

func (m *meter) add(size int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.is.Done++
	m.is.DoneBytes += size
	if m.told != nil {
		m.told(m.is)
	}
}

// read lists a store and reads its objects, several at a time, each in pieces.
func read(ctx context.Context, s *objects.Store, told func(Progress)) (*Checked, error) {
	out := &Checked{Store: s.Dir(), Damaged: []Damage{}, Strange: []Oddity{}, Aside: []Oddity{}}
	var all []objects.Entry
	err := s.List(func(e objects.Entry) error {
		if e.Kind == objects.Object {
			all = append(all, e)
		} else {
			out.oddity(e)
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	m := newMeter(all, told)
	var mu sync.Mutex
	err = spread.Each(ctx, all, func(e objects.Entry) {
		problem := problemOf(s, e)
		m.add(e.Size)
		mu.Lock()
		defer mu.Unlock()
		if problem != "" {
			out.Damaged = append(out.Damaged, Damage{SHA: e.SHA, Path: path.Join(s.Dir(), e.Name), Bytes: e.Size, Problem: problem, Addresses: []string{}, Repair: []string{}})
			return
		}
		out.Objects++
		out.Bytes += e.Size
	})
	slices.SortFunc(out.Damaged, func(a, b Damage) int { return strings.Compare(a.SHA, b.SHA) })
	return out, err
}

// problemOf is what is wrong with an object, or "".
func problemOf(s *objects.Store, e objects.Entry) string {
	err := s.Verify(e.SHA)
	var corrupt *objects.CorruptError
	switch {
	case err == nil, errors.Is(err, fs.ErrNotExist): // taken away meanwhile
		return ""
	case errors.As(err, &corrupt) && e.Size == 0:
		return "is empty"
	case errors.As(err, &corrupt):
		return "has other bytes than its name says: their SHA-256 is " + corrupt.Actual
	case errors.Is(err, fs.ErrPermission):
		return "cannot be read: its permissions do not allow it"
	}
	return "cannot be read: " + err.Error()
}

// oddity adds what is no object, each as one line.
func (c *Checked) oddity(e objects.Entry) {
	o := Oddity{Path: path.Join(c.Store, e.Name), Bytes: e.Size}
	switch e.Kind {
	case objects.NoFile:
		c.Damaged = append(c.Damaged, Damage{
			SHA: e.SHA, Path: o.Path, Problem: "is not a file, where a picture belongs", Addresses: []string{}, Repair: []string{},
		})
		return
	case objects.Aside:
		o.Problem = "damaged bytes that were set aside"
		c.Aside = append(c.Aside, o)
		return
	case objects.Unfinished:
		o.Problem = fmt.Sprintf("half written, since %s: of a run that is under way or was killed", e.Time.Local().Format(time.DateTime))
	case objects.Misplaced:
		o.Problem = "is named like a picture, in other letters or in the wrong folder: nobody finds it there"
	case objects.Unreadable:
		o.Problem = "cannot be listed: " + e.Err.Error()
	default:
		o.Problem = "is no picture's: nothing of gesso's is named so"
	}
	c.Strange = append(c.Strange, o)
}
