package merge

import (
	"cmp"
	"maps"
	"slices"

	"gesso/spec/address"
	"gesso/state"
)

// slot is one picture of one call. Several addresses wait for one where a merge kept
// both lines of a move: then all but the first have a slot of their own.
type slot struct {
	intent  string
	index   int
	another string // the address
}

// wait is a call, and the address that waits for it.
type wait struct {
	address string
	call    state.Call
}

// waits are the calls of a side.
func waits(s side) map[slot]*wait {
	all := map[slot]*wait{}
	for _, a := range slices.SortedFunc(maps.Keys(s), address.Compare) {
		for _, p := range s[a].Pending {
			of := slot{intent: p.Intent, index: p.Index}
			if all[of] != nil {
				of.another = a
			}
			all[of] = &wait{a, p}
		}
	}
	return all
}

// mergeCalls are the calls of both sides by address, but for those that one side knows
// to be over, and of which the other one has nothing new.
func mergeCalls(base, ours, theirs side) map[string][]state.Call {
	b, o, t := waits(base), waits(ours), waits(theirs)
	merged := map[string][]state.Call{}
	keep := func(w wait) {
		list := merged[w.address]
		if i := slices.IndexFunc(list, func(p state.Call) bool { return p.Intent == w.call.Intent && p.Index == w.call.Index }); i >= 0 {
			list[i] = better(list[i], w.call) // two sides moved it to where it stood already
			return
		}
		merged[w.address] = append(list, w.call)
	}
	alone := func(w *wait, was *wait) {
		over := was != nil && encoded(was.call) == encoded(w.call)
		if !over && !brought(w.call, ours[w.address], theirs[w.address]) {
			keep(*w)
		}
	}
	for of, w := range o {
		other := t[of]
		if other == nil {
			alone(w, b[of])
			continue
		}
		keep(wait{place(b[of], w, other), three(callOf(b[of]), w.call, other.call, better)})
	}
	for of, w := range t {
		if o[of] == nil {
			alone(w, b[of])
		}
	}
	return merged
}

func callOf(w *wait) *state.Call {
	if w == nil {
		return nil
	}
	return &w.call
}

// place is the address that waits for a call: the one to which a side moved it.
func place(base, ours, theirs *wait) string {
	switch {
	case base != nil && base.address == ours.address:
		return theirs.address
	case base != nil && base.address == theirs.address:
		return ours.address
	}
	return slices.MinFunc([]string{ours.address, theirs.address}, address.Compare)
}

// gather are the calls of several records of one address.
func gather(group []*state.Record) []state.Call {
	if len(group) == 1 {
		return group[0].Pending
	}
	all := map[slot]state.Call{}
	for _, r := range group {
		for _, p := range r.Pending {
			of := slot{intent: p.Intent, index: p.Index}
			if known, ok := all[of]; ok {
				p = better(known, p)
			}
			all[of] = p
		}
	}
	maps.DeleteFunc(all, func(_ slot, p state.Call) bool { return brought(p, group...) })
	return slices.Collect(maps.Values(all))
}

// brought reports whether one of some records, each of which may be nil, has the
// picture of a call.
func brought(p state.Call, records ...*state.Record) bool {
	return p.Task != "" && slices.ContainsFunc(records, func(r *state.Record) bool {
		if !r.HasPicture() || r.Task != p.Task || r.Key != p.Key {
			return false
		}
		return r.Position == p.Index+1 || r.Position == 0 && p.Count <= 1
	})
}

// better is what is known of a call on both sides: where to collect it, before that it
// is in doubt, or lost.
func better(a, b state.Call) state.Call {
	rank := func(p state.Call) int {
		switch {
		case p.InDoubt():
			return 0
		case p.Lost:
			return 1
		}
		return 2
	}
	if cmp.Or(rank(a)-rank(b), cmp.Compare(encoded(a), encoded(b))) < 0 {
		a, b = b, a
	}
	a.Task, a.TraceID = cmp.Or(a.Task, b.Task), cmp.Or(a.TraceID, b.TraceID)
	if len(a.URLs) == 0 {
		a.URLs = b.URLs
	}
	return a
}
