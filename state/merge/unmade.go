package merge

import (
	"cmp"
	"slices"
	"strings"

	"gesso/state"
)

// mergeUnmade is what two sides know of calls that made nothing, whichever way round:
// what one of them has forgotten since their common ancestor, which may be nil, it has
// got a picture of.
func mergeUnmade(base, ours, theirs []state.Unmade) []state.Unmade {
	var merged []state.Unmade
	for _, u := range slices.Concat(ours, theirs) {
		b, o, t := endOf(base, u.Intent), endOf(ours, u.Intent), endOf(theirs, u.Intent)
		var chosen *state.Unmade
		switch {
		case sameEnd(o, t), sameEnd(b, t):
			chosen = o
		case sameEnd(b, o), o == nil:
			chosen = t
		case t == nil || later(*o, *t): // a call has one end, and files can tell of two
			chosen = o
		default:
			chosen = t
		}
		if chosen != nil {
			merged = state.WithUnmade(merged, *chosen)
		}
	}
	return merged
}

func endOf(list []state.Unmade, intent string) *state.Unmade {
	i := slices.IndexFunc(list, func(u state.Unmade) bool { return u.Intent == intent })
	if i < 0 {
		return nil
	}
	return &list[i]
}

func sameEnd(a, b *state.Unmade) bool { return a == b || a != nil && b != nil && *a == *b }

// later is an order of all that can be told of one call.
func later(a, b state.Unmade) bool {
	if c := cmp.Or(a.Time.Compare(b.Time), strings.Compare(string(a.Key), string(b.Key))); c != 0 {
		return c > 0
	}
	return a.Moderated && !b.Moderated
}
