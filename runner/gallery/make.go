package gallery

import (
	"slices"

	"gesso/runner/account"
	"gesso/runner/plan"
	"gesso/runner/takes"
	"gesso/runner/timeline"
	"gesso/spec/address"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk"
)

// Facts are what a Gallery is made of. Make only reads them, and keeps none.
type Facts struct {
	Title    string
	Problem  string           // why Declared and Plan are not known; "": they are
	Declared []*eval.Instance // the images of the configuration
	Accounts account.List     // of the configuration, for prices
	Plan     *plan.Plan       // nil: none could be made
	State    *state.State
	Beside   *disk.Holder          // who was changing the state while it was read; nil: nobody
	Archive  *timeline.Archive     // the history of the state
	Base     *timeline.Point       // what to compare with; nil: the previous picture of each image
	Here     func(sha string) bool // reports whether the bytes of a picture can be had without a request
}

// Wishes are what the user wants to see. The zero value is everything except what an apply
// would do.
type Wishes struct {
	Planned  bool                      // include what an apply would do
	Wordless bool                      // leave out everything that somebody has written: prompts, tags, notes and messages
	Means    func(address string) bool // selects images; nil: all
	Only     Only
}

// Make makes the gallery.
func Make(f Facts, w Wishes) *Gallery {
	m := newMaker(f, w)
	g := &Gallery{FormatVersion: Format, Title: f.Title, Problem: f.Problem, Currency: m.currency}
	if f.Base != nil {
		g.Base = f.Base.Name
	}
	subjects := m.subjects()
	all := make([]Image, len(subjects))
	for n, s := range subjects {
		all[n] = m.image(s)
	}
	g.ID = identify(g.Base, all)
	g.Forgetful = m.forgetful(subjects)
	groups := m.groups(subjects, all)
	g.Images = make([]Image, 0, len(all))
	for n := range all {
		if (w.Means == nil || w.Means(all[n].Address)) && w.Only.means(&all[n]) {
			g.Images = append(g.Images, all[n])
		}
	}
	g.Groups = shown(groups, g.Images)
	g.Statuses = count(g.Images)
	g.Sandbox = m.sandbox(subjects)
	return g
}

// maker makes one Gallery.
type maker struct {
	Facts
	Wishes
	currency  string
	instances map[string]*eval.Instance
	changes   map[string]*plan.Change
	renamed   map[paid]*state.Record // see gone
}

func newMaker(f Facts, w Wishes) *maker {
	m := &maker{Facts: f, Wishes: w, instances: map[string]*eval.Instance{}, changes: map[string]*plan.Change{}}
	for _, i := range f.Declared {
		m.instances[i.Address] = i
	}
	if f.Plan != nil {
		for _, changes := range [][]*plan.Change{f.Plan.Changes, f.Plan.Unchanged, f.Plan.Deselected} {
			for _, c := range changes {
				m.changes[c.Address] = c
			}
		}
	}
	m.currency, m.renamed = m.mostCurrency(), m.gone()
	return m
}

// subject is everything that is known about one address.
type subject struct {
	address  string
	instance *eval.Instance  // nil: not declared, as far as is known
	change   *plan.Change    // nil: not in the plan
	record   *state.Record   // nil: not recorded
	story    *timeline.Image // never nil
	takes    []takes.Take    // of story
	before   *state.Record   // what it is compared with; nil: nothing
}

// known reports whether the configuration could be evaluated.
func (m *maker) known() bool { return m.Problem == "" }

// subjects returns all addresses that are declared, recorded or in the base, in order.
func (m *maker) subjects() []*subject {
	var all []*subject
	taken, former := map[string]bool{}, map[string]bool{}
	add := func(at string) *subject {
		s := &subject{address: at, instance: m.instances[at], change: m.changes[at]}
		from := at
		if s.change != nil && s.change.From != "" && m.State.Get(at) == nil {
			from = s.change.From // it stays recorded there until the next run
		}
		s.record, s.story = m.State.Get(from), m.Archive.Image(from)
		s.takes = s.story.Takes()
		taken[at], taken[from] = true, true
		for _, f := range s.story.Former() {
			former[f] = true
		}
		all = append(all, s)
		return s
	}
	for _, i := range m.Declared {
		add(i.Address)
	}
	for r := range m.State.All() {
		if !taken[r.Address] {
			add(r.Address)
		}
	}
	for _, s := range all {
		if s.before = m.before(s); s.before != nil {
			former[s.before.Address] = true
		}
	}
	if m.Base != nil {
		for at, r := range m.Base.Records {
			if !taken[at] && !former[at] {
				add(at).before = r
			}
		}
	}
	slices.SortFunc(all, func(a, b *subject) int { return address.Compare(a.address, b.address) })
	return slices.DeleteFunc(all, func(s *subject) bool { return s.empty() })
}

// empty reports whether there is nothing to show or say. The picture of a pending call at
// an undeclared address is seen by nobody.
func (s *subject) empty() bool {
	return s.instance == nil && !s.record.HasPicture() && s.before == nil && (s.record == nil || !inDoubt(s.record, nil))
}
