package audit

import (
	"slices"
	"time"

	"gesso/state"
)

// picture is one picture, in all the bytes that anything tells of.
type picture struct {
	item       Item            // of its first delivery
	deliveries []state.Picture // the first one first
	bought     bool            // by a call that the ledger knows, and not in place of another
	failed     bool            // a postcondition, as far as anything tells, or it is rejected
}

// pictures are told apart by their lineages, and put together by what older records have
// in place of them. They are for one goroutine.
type pictures struct {
	all       []*picture
	byLineage map[state.Lineage]*picture
	byHash    map[string][]*picture
	byTask    map[task][]*picture
	lost      func(deliveries []state.Picture) bool
}

// task is what the pictures of one call have in common.
type task struct {
	key state.Key
	id  string
}

func newPictures(lost func([]state.Picture) bool) *pictures {
	return &pictures{byLineage: map[state.Lineage]*picture{}, byHash: map[string][]*picture{}, byTask: map[task][]*picture{}, lost: lost}
}

// buy takes a picture that a call brought: another one than all before, whatever its bytes.
func (ps *pictures) buy(p state.Picture, address string, at time.Time) *picture {
	one := &picture{item: Item{
		Address: address, Time: at, Key: p.Key, Provider: p.Provider, Task: p.Task, TraceID: p.TraceID, Artifact: p.Artifact,
	}}
	ps.all = append(ps.all, one)
	ps.byTask[task{p.Key, p.Task}] = append(ps.byTask[task{p.Key, p.Task}], one)
	ps.join(one, p)
	return one
}

// see takes a picture that something tells of, and reports whether nothing has before.
func (ps *pictures) see(p state.Picture, address string, at time.Time) (unheard bool) {
	if one := ps.known(&p, address); one != nil {
		ps.join(one, p)
		return false
	}
	ps.buy(p, address, at)
	return true
}

func (ps *pictures) join(one *picture, p state.Picture) {
	one.deliveries = append(one.deliveries, p)
	ps.byLineage[p.Lineage()] = one
	for _, sha := range p.Named() {
		ps.byHash[sha] = append(ps.byHash[sha], one)
	}
}

// known finds the picture of which p is a delivery, or nil: of its lineage; or, as keys
// may have been made by other rules, of its bytes; or the imported one of its task, of which
// older records do not say so.
func (ps *pictures) known(p *state.Picture, address string) *picture {
	if one := ps.byLineage[p.Lineage()]; one != nil {
		return one
	}
	for _, sha := range p.Named() {
		for _, one := range ps.byHash[sha] {
			if first := one.deliveries[0]; first.Task == p.Task || first.Task == "" || p.Task == "" {
				return one
			}
		}
	}
	if p.Task == "" {
		return nil
	}
	of := ps.byTask[task{p.Key, p.Task}]
	if i := slices.IndexFunc(of, func(one *picture) bool { return one.deliveries[0].Imported }); i >= 0 {
		return of[i]
	}
	// Older versions did not record which one came again: the one of the address that is
	// not here.
	for _, one := range of {
		told := p.Position > 0 && one.deliveries[0].Position > 0
		if !told && one.item.Address == address && len(one.deliveries) == 1 && ps.lost(one.deliveries) {
			return one
		}
	}
	return nil
}
