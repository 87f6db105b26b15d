package merge

import (
	"maps"
	"slices"

	"gesso/state"
)

// combine makes one record of two that have the same picture. Base is what they were
// made of, or nil.
func combine(base, a, b *state.Record) *state.Record {
	if compare(a, b) < 0 {
		a, b = b, a
	}
	next := *a
	next.Picture = three(of(base, func(r *state.Record) state.Picture { return r.Picture }), a.Picture, b.Picture, earlier)
	next.Picture = next.Picture.With(&a.Picture).With(&b.Picture)
	next.Request = three(of(base, func(r *state.Record) *state.Request { return r.Request }), a.Request, b.Request, first)
	placed := three(of(base, placingOf), placingOf(a), placingOf(b), furthest)
	next.Path, next.Output, next.Former, next.Tainted, next.Instead = placed.Path, placed.Output, placed.Former, placed.Tainted, placed.Instead
	next.Metadata, next.Sidecar, next.Withdrawn = placed.Metadata, placed.Sidecar, placed.Withdrawn
	next.DependsOn = three(of(base, func(r *state.Record) []string { return r.DependsOn }), a.DependsOn, b.DependsOn, first)
	next.Triggers = three(of(base, func(r *state.Record) state.Triggers { return r.Triggers }), a.Triggers, b.Triggers, allTriggers)
	next.Derived = three(of(base, func(r *state.Record) []state.Derivative { return r.Derived }), a.Derived, b.Derived, allDerived)
	next.Unwanted = three(of(base, func(r *state.Record) string { return r.Unwanted }), a.Unwanted, b.Unwanted, first)
	next.Rivals = append(append([]state.Rival(nil), a.Rivals...), b.Rivals...)
	return &next
}

// of is a field of what both sides were made of, or nil where that is not known.
func of[T any](base *state.Record, field func(*state.Record) T) *T {
	if base == nil {
		return nil
	}
	value := field(base)
	return &value
}

// three is the value that one side changed, or what settle makes of both where each
// has another one.
func three[T any](base *T, a, b T, settle func(a, b T) T) T {
	x, y := encoded(a), encoded(b)
	switch {
	case x == y:
		return a
	case base != nil && encoded(*base) == x:
		return b
	case base != nil && encoded(*base) == y:
		return a
	case x < y:
		return settle(b, a)
	}
	return settle(a, b)
}

func first[T any](a, _ T) T { return a }

// earlier is the picture as it was first delivered: what both sides can ask for.
func earlier(a, b state.Picture) state.Picture {
	if a.Origin != nil && b.Origin == nil {
		return b
	}
	return a
}

// placing is what became of a picture.
type placing struct {
	Path, Output, Former, Tainted, Instead string

	Metadata state.Metadata
	Sidecar  string

	Withdrawn bool
}

func placingOf(r *state.Record) placing {
	return placing{r.Path, r.Output, r.Former, r.Tainted, r.Instead, r.Metadata, r.Sidecar, r.Withdrawn}
}

func furthest(a, b placing) placing {
	rank := func(p placing) int {
		switch {
		case p.Tainted != "":
			return 0
		case p.Output == "":
			return 1
		}
		return 2
	}
	if rank(b) > rank(a) {
		return b
	}
	return a
}

// allDerived are the files of both sides. Where each has made another one at a path, one
// of the two is recorded: the other one is made again, for nothing.
func allDerived(a, b []state.Derivative) []state.Derivative {
	return state.SortDerived(slices.Concat(a, b))
}

func allTriggers(a, b state.Triggers) state.Triggers {
	all := state.Triggers{}
	maps.Copy(all, b)
	maps.Copy(all, a)
	return all
}
