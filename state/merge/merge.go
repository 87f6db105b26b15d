package merge

import (
	"maps"
	"slices"

	"gesso/spec/address"
	"gesso/state"
)

// Result is a merged state, and what a person may want to know of it.
type Result struct {
	Records   []*state.Record // in the order of address.Compare
	Contested []string        // addresses of which each side had another picture: one has become a rival
	Kept      []string        // addresses that one side removed and the other one changed: they stay
	Disputed  []string        // addresses of a picture that one side approved and the other one rejected: it is rejected
}

// side is the records of one state by their addresses.
type side map[string]*state.Record

func sideOf(records []*state.Record) side {
	s := make(side, len(records))
	for _, r := range records {
		s[r.Address] = r
	}
	return s
}

// Three merges what two branches made of one state. Addresses are unique in each list.
// The records are not changed, and may be shared with the result.
func Three(base, ours, theirs []*state.Record) Result {
	b, o, t := sideOf(base), sideOf(ours), sideOf(theirs)
	calls := mergeCalls(b, o, t)
	follow(b, o, t)
	follow(b, t, o)
	m := newMerging()
	for a := range addresses(b, o, t) {
		m.unmade[a] = mergeUnmade(unmade(b[a]), unmade(o[a]), unmade(t[a]))
		m.review(a, reviews(b[a]), reviews(o[a]), reviews(t[a]))
		list, kept := choices(part(b[a]), part(o[a]), part(t[a]))
		m.add(a, list)
		if kept {
			m.kept = append(m.kept, a)
		}
	}
	return m.result(calls)
}

// Lines merges the records of a state file that has several of one address, as a merge
// that kept the lines of both sides leaves it. Those that are alone stay as they are.
func Lines(records []*state.Record) []*state.Record {
	groups := map[string][]*state.Record{}
	for _, r := range records {
		groups[r.Address] = append(groups[r.Address], r)
	}
	m, calls := newMerging(), map[string][]state.Call{}
	for a, group := range groups {
		var list []*state.Record
		for _, r := range group {
			if r.HasPicture() {
				list = append(list, r)
			}
		}
		m.add(a, join(list))
		calls[a] = gather(group)
		for _, r := range group {
			m.unmade[a] = mergeUnmade(nil, m.unmade[a], r.Unmade)
			m.review(a, nil, m.reviews[a], r.Reviews)
		}
	}
	return m.result(calls).Records
}

func addresses(sides ...side) map[string]bool {
	all := map[string]bool{}
	for _, s := range sides {
		for a := range s {
			all[a] = true
		}
	}
	return all
}

// merging is what each address could have, and what it is given.
type merging struct {
	choices map[string][]*state.Record // pictures that differ, sorted by preferred's last resort
	chosen  map[string]*state.Record   // of those; also while it is being decided
	support support
	unmade  map[string][]state.Unmade
	reviews map[string][]state.Review
	kept    []string

	disputed []string
}

// unmade are the calls of a record, which may be nil, that made nothing.
func unmade(r *state.Record) []state.Unmade {
	if r == nil {
		return nil
	}
	return r.Unmade
}

// reviews are what was decided about the pictures of a record, which may be nil.
func reviews(r *state.Record) []state.Review {
	if r == nil {
		return nil
	}
	return r.Reviews
}

func newMerging() *merging {
	return &merging{
		choices: map[string][]*state.Record{}, chosen: map[string]*state.Record{},
		unmade: map[string][]state.Unmade{}, reviews: map[string][]state.Review{},
	}
}

// review settles what was decided about the pictures of an address.
func (m *merging) review(a string, base, ours, theirs []state.Review) {
	merged, disagree := mergeReviews(base, ours, theirs)
	m.reviews[a] = merged
	if disagree {
		m.disputed = append(m.disputed, a)
	}
}

func (m *merging) add(a string, list []*state.Record) {
	if len(list) > 0 {
		m.choices[a] = list
	}
}

// result gives each address its picture and its calls.
func (m *merging) result(calls map[string][]state.Call) Result {
	m.support = newSupport(m.choices)
	var result Result
	all := map[string]bool{}
	for a := range m.choices {
		all[a] = true
	}
	for a, list := range calls {
		all[a] = all[a] || len(list) > 0
	}
	for a, list := range m.unmade {
		all[a] = all[a] || len(list) > 0
	}
	for a, list := range m.reviews {
		all[a] = all[a] || len(list) > 0
	}
	for _, a := range slices.SortedFunc(maps.Keys(all), address.Compare) {
		list := m.choices[a]
		next := &state.Record{Address: a}
		if len(list) > 0 {
			copied := *m.choose(a)
			copied.Rivals = rivals(m.chosen[a], list)
			next = &copied
		}
		if len(list) > 1 {
			result.Contested = append(result.Contested, a)
		}
		next.Address, next.Pending, next.Unmade, next.Reviews = a, calls[a], m.unmade[a], m.reviews[a]
		if next.Tidy(); next.HasPicture() || len(next.Pending)+len(next.Unmade)+len(next.Reviews) > 0 {
			result.Records = append(result.Records, next)
		}
	}
	slices.SortFunc(m.kept, address.Compare)
	slices.SortFunc(m.disputed, address.Compare)
	result.Kept, result.Disputed = m.kept, slices.Compact(m.disputed)
	return result
}

// rivals are the pictures that an address does not get, and the rivals of all.
func rivals(chosen *state.Record, list []*state.Record) []state.Rival {
	var all []state.Rival
	known := map[state.Lineage]bool{chosen.Lineage(): true}
	add := func(v state.Rival) {
		if !known[v.Lineage()] {
			known[v.Lineage()] = true
			all = append(all, v)
		}
	}
	for _, r := range list {
		if r != chosen {
			add(r.Rival())
		}
	}
	for _, r := range list {
		for _, v := range r.Rivals {
			add(v)
		}
	}
	slices.SortFunc(all, func(a, b state.Rival) int { return compare(asRecord(a), asRecord(b)) })
	return all
}
