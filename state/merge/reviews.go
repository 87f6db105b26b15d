package merge

import (
	"slices"

	"gesso/state"
)

// mergeReviews is what two sides have decided, whichever way round, and whether they
// disagree about one picture: then it is rejected, since a picture that is wrongly held
// back costs a word, and one that is wrongly shown is seen. What one side alone has decided
// or taken back since their common ancestor is so.
func mergeReviews(base, ours, theirs []state.Review) (merged []state.Review, disagree bool) {
	var known []string
	for _, v := range slices.Concat(ours, theirs) {
		if slices.Contains(known, v.Artifact) {
			continue
		}
		known = append(known, v.Artifact)
	}
	b, o, t := byArtifact(base), byArtifact(ours), byArtifact(theirs)
	for _, sha := range known {
		chosen := t[sha]
		switch {
		case sameReview(b[sha], t[sha]):
			chosen = o[sha]
		case sameReview(b[sha], o[sha]), sameReview(o[sha], t[sha]), o[sha] == nil:
		case t[sha] == nil || o[sha].Outweighs(*t[sha]):
			chosen = o[sha]
		}
		if o[sha] != nil && t[sha] != nil && o[sha].Verdict != t[sha].Verdict && !sameReview(b[sha], o[sha]) && !sameReview(b[sha], t[sha]) {
			disagree = true
		}
		if chosen != nil {
			merged = append(merged, *chosen)
		}
	}
	return state.SortReviews(merged), disagree
}

func byArtifact(list []state.Review) map[string]*state.Review {
	m := make(map[string]*state.Review, len(list))
	for i := range list {
		m[list[i].Artifact] = &list[i]
	}
	return m
}

func sameReview(a, b *state.Review) bool { return a == b || a != nil && b != nil && *a == *b }
