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

// Facts are what a Gallery is made of. They are read, and kept by nothing.
type Facts struct {
	Title    string
	Problem  string           // why Declared and Plan are not known; "" where they are
	Declared []*eval.Instance // the images of the configuration
	Accounts account.List     // of the configuration, for prices
	Plan     *plan.Plan       // nil: none could be made
	State    *state.State
	Beside   *disk.Holder          // who was changing the state when it was read; nil: nobody
	Archive  *timeline.Archive     // of the state
	Base     *timeline.Point       // that is compared with; nil: what each image had before
	Here     func(sha string) bool // whether the bytes of a picture can be had without a request
}

// Wishes are what a user wants to see. Zero is everything but what an apply would make.
type Wishes struct {
	Planned  bool                      // also what an apply would make
	Wordless bool                      // nothing that somebody has written: no prompt, word, tag, note or message
	Means    func(address string) bool // which images; nil: all
	Only     Only
}

// Make makes the gallery of what there is.
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

// maker is what one Gallery is made with.
type maker struct {
	Facts
	Wishes
	currency  string
	instances map[string]*eval.Instance
	changes   map[string]*plan.Change
	renamed   map[paid]*state.Record // of the base, see gone
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

// subject is all that is known of one address.
type subject struct {
	address  string
	instance *eval.Instance  // nil: nothing declares it, as far as is known
	change   *plan.Change    // nil: no plan is about it
	record   *state.Record   // nil: nothing is recorded
	story    *timeline.Image // never nil
	takes    []takes.Take    // of the story
	before   *state.Record   // what it is compared with; nil: nothing
}

// known reports whether the configuration tells what is declared.
func (m *maker) known() bool { return m.Problem == "" }

// subjects are all addresses that are declared, recorded or were there before, in order.
func (m *maker) subjects() []*subject {
	var all []*subject
	taken, former := map[string]bool{}, map[string]bool{}
	add := func(at string) *subject {
		s := &subject{address: at, instance: m.instances[at], change: m.changes[at]}
		from := at
		if s.change != nil && s.change.From != "" && m.State.Get(at) == nil {
			from = s.change.From // it is recorded there until the next run
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

// empty reports whether there is nothing to show or to say: a call that is open at an
// address which nothing declares any more has a picture that nobody sees.
func (s *subject) empty() bool {
	return s.instance == nil && !s.record.HasPicture() && s.before == nil && (s.record == nil || !inDoubt(s.record, nil))
}
