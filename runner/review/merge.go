package review

import (
	"fmt"
	"slices"
	"strings"
)

// Rule is what becomes of decisions that disagree.
type Rule int

const (
	Refuse Rule = iota // they are an error
	Strict             // a rejection wins; without one they are an error
)

// ConflictError is decisions of several people, or of one in several files, that disagree
// about the same picture. Of each pair the first is the one that stands first.
type ConflictError struct{ Pairs [][2]Decision }

// Error names the first pair, with the places of both. Notes are not in it.
func (e *ConflictError) Error() string {
	a, b := e.Pairs[0][0], e.Pairs[0][1]
	more := ""
	if n := len(e.Pairs) - 1; n > 0 {
		more = fmt.Sprintf(", and %d more disagree", n)
	}
	return fmt.Sprintf("%s says %s of the picture of %s, and %s says %s%s", a.Where, a.Words(), a.Address, b.Where, b.Words(), more)
}

// Words are the verdict, with what belongs to it.
func (d Decision) Words() string {
	switch {
	case d.Verdict == Again && d.Takes > 1:
		return fmt.Sprintf("again with %d takes", d.Takes)
	case d.Verdict == Select:
		return "select " + d.Take[:12]
	}
	return string(d.Verdict)
}

// Merge makes one list of decisions of several files, each picture of an address once,
// in the order of a file. Whoever said the same is named together, and the first note stands.
// The error is a *ConflictError; those that nobody disputes are returned with it.
func Merge(decisions []Decision, rule Rule) ([]Decision, error) {
	sorted := slices.Clone(decisions)
	sort(sorted)
	var merged []Decision
	var conflicts [][2]Decision
	for n := 0; n < len(sorted); {
		end := n + 1
		for end < len(sorted) && sorted[end].Address == sorted[n].Address && sorted[end].Artifact == sorted[n].Artifact {
			end++
		}
		one, conflict := agree(sorted[n:end], rule)
		if conflict != nil {
			conflicts = append(conflicts, *conflict)
		} else {
			merged = append(merged, one)
		}
		n = end
	}
	if len(conflicts) > 0 {
		return merged, &ConflictError{conflicts}
	}
	return merged, nil
}

// agree makes one decision of several about the same picture, or says which two disagree.
func agree(all []Decision, rule Rule) (Decision, *[2]Decision) {
	one := all[0]
	if i := slices.IndexFunc(all, func(d Decision) bool { return d.Verdict == Reject }); rule == Strict && i >= 0 {
		one = all[i]
	}
	for _, d := range all {
		if one.same(d) {
			continue
		}
		if rule != Strict || one.Verdict != Reject {
			return one, &[2]Decision{one, d}
		}
	}
	var names []string
	for _, d := range all {
		if !one.same(d) {
			continue
		}
		if d.Reviewer != "" && !slices.Contains(names, d.Reviewer) {
			names = append(names, d.Reviewer)
		}
		if one.Note == "" {
			one.Note = d.Note
		}
		if d.Made.After(one.Made) {
			one.Made = d.Made
		}
	}
	one.Reviewer = strings.Join(names, ", ")
	return one, nil
}
