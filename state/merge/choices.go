package merge

import (
	"cmp"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gesso/spec/address"
	"gesso/state"
)

// part is what of a record is about its picture, or nil where it has none. Its calls
// are merged by themselves, and its address may be another one after a move.
func part(r *state.Record) *state.Record {
	if !r.HasPicture() {
		return nil
	}
	p := *r
	p.Address, p.Pending, p.Unmade = "", nil, nil
	return &p
}

// choices lists what an address could have, of which at most one changed nothing: none,
// one, or two pictures that are not the same. Kept tells that only one side has it still,
// and has changed it.
func choices(base, ours, theirs *state.Record) (list []*state.Record, kept bool) {
	switch {
	case equal(ours, theirs):
		list = some(ours)
	case equal(base, ours):
		list = some(theirs)
	case equal(base, theirs):
		list = some(ours)
	case ours == nil || theirs == nil:
		return some(cmp.Or(ours, theirs)), base != nil
	case samePicture(&ours.Picture, &theirs.Picture):
		list = some(combine(base, ours, theirs))
	case base != nil && samePicture(&base.Picture, &ours.Picture): // moved, or looked at, and not made anew
		list = some(withRivals(theirs, base, ours))
	case base != nil && samePicture(&base.Picture, &theirs.Picture):
		list = some(withRivals(ours, base, theirs))
	default:
		list = []*state.Record{ours, theirs}
		slices.SortFunc(list, compare)
	}
	return list, false
}

// withRivals is a record with the rivals that another side has of its picture since base.
func withRivals(r, base, other *state.Record) *state.Record {
	next := *r
	next.Rivals = slices.Clone(r.Rivals)
	for _, v := range other.Rivals {
		if !slices.ContainsFunc(base.Rivals, func(was state.Rival) bool { return was.Lineage() == v.Lineage() }) {
			next.Rivals = append(next.Rivals, v)
		}
	}
	return &next
}

func some(r *state.Record) []*state.Record {
	if r == nil {
		return nil
	}
	return []*state.Record{r}
}

func equal(a, b *state.Record) bool { return reflect.DeepEqual(a, b) }

// samePicture reports whether two are one paid picture, in whatever bytes it was
// delivered: its bytes alone do not tell, since a provider may draw the same for two
// requests, and be paid for each.
func samePicture(a, b *state.Picture) bool { return a.Lineage() == b.Lineage() }

// join is choices for any number of records of one address, of which nobody knows what
// they were made of: those of one picture become one.
func join(list []*state.Record) []*state.Record {
	if len(list) < 2 {
		return list
	}
	parts := make([]*state.Record, len(list))
	for i, r := range list {
		parts[i] = part(r)
	}
	slices.SortFunc(parts, compare)
	var joined []*state.Record
	at := map[state.Lineage]int{}
	for _, p := range parts {
		i, known := at[p.Lineage()]
		if !known {
			at[p.Lineage()] = len(joined)
			joined = append(joined, p)
			continue
		}
		joined[i] = combine(nil, joined[i], p)
	}
	slices.SortFunc(joined, compare)
	return joined
}

// compare is an order of records that tells all that differ apart. The greater one is
// what was made later, as far as the records tell.
func compare(a, b *state.Record) int {
	return cmp.Or(a.Generated.Compare(b.Generated), strings.Compare(a.Identity(), b.Identity()), strings.Compare(encoded(a), encoded(b)))
}

// encoded is a value's JSON. Nothing that is recorded has none.
func encoded(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic("merge: what is recorded cannot be encoded: " + err.Error())
	}
	return string(data)
}

func asRecord(v state.Rival) *state.Record {
	return &state.Record{Request: v.Request, Picture: v.Picture, Path: v.Path, Output: v.Output, Triggers: v.Triggers}
}

// follow gives what one side changed under an address to the address to which the
// other side has moved its picture. A picture that was made anew then stands against
// the one that was moved, and none is older: a configuration may want both.
func follow(base, mover, other side) {
	arrived := map[state.Lineage][]string{}
	for a, r := range mover {
		if r.HasPicture() && base[a] == nil {
			arrived[r.Lineage()] = append(arrived[r.Lineage()], a)
		}
	}
	if len(arrived) == 0 {
		return
	}
	for _, from := range slices.SortedFunc(maps.Keys(base), address.Compare) {
		if !base[from].HasPicture() || mover[from].HasPicture() || !other[from].HasPicture() {
			continue
		}
		to := arrived[base[from].Lineage()]
		if len(to) != 1 || other[to[0]] != nil || base[to[0]] != nil {
			continue
		}
		if samePicture(&base[from].Picture, &other[from].Picture) {
			base[to[0]] = base[from]
		}
		other[to[0]] = other[from]
		delete(base, from)
		delete(other, from)
	}
}
