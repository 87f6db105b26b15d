package savedplan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"gesso/runner/budget"
	"gesso/runner/money"
	"gesso/runner/plan"
	"gesso/state"
)

// Replace are the addresses of the images that the file shows as made anew because
// somebody wanted it, and that are not yet. Get tells what is recorded of an address
// now; nil is nothing. The ledger tells of a picture that is the same again.
func (f *File) Replace(get func(address string) *state.Record, ledger []state.Entry) []string {
	var left []string
	bought := f.bought(ledger)
	for _, c := range f.Plan.Changes {
		if !c.Asked || c.Wish != "" || bought[c.Address] > 0 {
			continue // what is wished is asked for by the plan's decisions
		}
		now := get(c.Address)
		if !now.HasPicture() && c.From != "" {
			now = get(c.From)
		}
		if sameRecord(c.Before, now) {
			left = append(left, c.Address)
		}
	}
	return left
}

// Before are, for each address that the file shows as made anew because somebody wanted
// it, the intents of the calls that were open then. None of the lists is nil.
func (f *File) Before() map[string][]string {
	before := map[string][]string{}
	for _, c := range f.Plan.Changes {
		if !c.Asked {
			continue
		}
		intents := []string{}
		if c.Before != nil {
			for _, call := range c.Before.Pending {
				intents = append(intents, call.Intent)
			}
		}
		before[c.Address] = intents
	}
	return before
}

// Approved is, for each address that the file shows as bought, how often its request had
// made nothing by then: who approved the file has seen that.
func (f *File) Approved() map[string]int {
	approved := map[string]int{}
	for _, c := range f.Plan.Changes {
		if c.Action.Paid() {
			approved[c.Address] = c.Fruitless
		}
	}
	return approved
}

// Budget is what is left of the file's budget when the changes of another plan, which
// the file permits, are still to be made. The budget is that of all runs of the file
// together: what one bought is taken out of it, by the ledger's entries since then and,
// where that is another ledger, by what is no longer to be bought.
func (f *File) Budget(now *plan.Plan, ledger []state.Entry) budget.Budget {
	left := f.Plan.Budget
	if left.MaxImages == nil && left.MaxCost == nil {
		return left
	}
	images, cost := f.spent(now, ledger)
	if left.MaxImages != nil {
		n := max(0, *left.MaxImages-images)
		left.MaxImages = &n
	}
	if left.MaxCost != nil {
		x := max(0, money.Add(*left.MaxCost, -cost))
		left.MaxCost = &x
	}
	return left
}

func (f *File) spent(now *plan.Plan, ledger []state.Entry) (images int, cost float64) {
	open := map[string]bool{}
	for _, c := range now.Changes {
		if c.Action.Paid() {
			open[c.Address] = true
		}
	}
	charges := f.charges(ledger)
	for _, c := range f.Plan.Changes {
		if !c.Action.Paid() {
			continue
		}
		n := charges[c.Address]
		if !open[c.Address] {
			n = max(n, c.Pictures())
		}
		images += n
		if c.Price != nil {
			cost = money.Add(cost, money.Times(n, *c.Price))
		}
	}
	return images, cost
}

// charges counts by address the pictures that are or may be charged since the file was
// made, as far as the ledger is the one of then: also those of calls that are open or in
// doubt, and of those that made nothing.
func (f *File) charges(ledger []state.Entry) map[string]int {
	type share struct{ intent, address string }
	asked, brought := map[share]int{}, map[share]map[int]bool{}
	for _, e := range f.since(ledger) {
		for _, address := range e.Addresses {
			of := share{e.Intent, address}
			switch e.Outcome {
			case state.OutcomeCollected:
				if brought[of] == nil {
					brought[of] = map[int]bool{}
				}
				brought[of][e.Index] = e.Intent != ""
			case state.OutcomeOpen:
				asked[of] = e.Call.Pictures()
			case state.OutcomeInDoubt:
				asked[of] = 1 + e.Further
			case state.OutcomeRefused, state.OutcomeSettled:
				if asked[of] = 0; e.Accepted || e.Task != "" {
					asked[of] = 1 + e.Further
				}
			case state.OutcomeReleased, state.OutcomeClosed, state.OutcomeLost: // nothing that they tell of is news
			}
		}
	}
	counts := map[string]int{}
	for of, n := range asked {
		counts[of.address] += max(0, n-len(brought[of]))
	}
	for of, pictures := range brought {
		for _, bought := range pictures {
			if bought {
				counts[of.address]++
			}
		}
	}
	return counts
}

// bought counts by address the pictures that were bought since the file was made, as far
// as the ledger is the one of then.
func (f *File) bought(ledger []state.Entry) map[string]int {
	counts := map[string]int{}
	for _, e := range f.since(ledger) {
		if e.Intent == "" || e.Outcome != state.OutcomeCollected {
			continue
		}
		for _, address := range e.Addresses {
			counts[address]++
		}
	}
	return counts
}

// since are the entries of a ledger since the file was made; none of another ledger.
func (f *File) since(ledger []state.Entry) []state.Entry {
	n := f.Ledger.Entries
	if n > len(ledger) || ledgerDigest(ledger[:n]) != f.Ledger.Digest {
		return nil
	}
	return ledger[n:]
}

// LedgerOf tells a ledger's entries from others.
func LedgerOf(entries []state.Entry) Ledger {
	return Ledger{Entries: len(entries), Digest: ledgerDigest(entries)}
}

func ledgerDigest(entries []state.Entry) string {
	sum := sha256.New()
	for _, e := range entries {
		fmt.Fprintf(sum, "%s %q %q %d\n", e.Outcome, e.Addresses, e.Intent, e.Index)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Change is something that is not as it was when the file was made.
type Change struct {
	Name string // of a file or a variable, or the like
	What string // became of it: "has changed"
}

// Changed compares what evaluating has read with what the file says of it, by name.
func (f *File) Changed(now map[string]string) []Change {
	return compareDigests(f.Files, now, [...]string{"has changed", "is not read any more", "is new, and is read"})
}

// ChangedOutputs compares the files that lie in the place of outputs, by path, with those
// of then. Only what a plan of now replaces needs to be compared.
func (f *File) ChangedOutputs(now map[string]string) []Change {
	var changed []Change
	for _, path := range slices.Sorted(maps.Keys(now)) {
		if f.Outputs[path] != now[path] {
			changed = append(changed, Change{path, "was changed by somebody, and would be replaced"})
		}
	}
	return changed
}

func compareDigests(then, now map[string]string, words [3]string) []Change {
	var changed []Change
	for _, name := range slices.Sorted(maps.Keys(then)) {
		digest, read := now[name]
		switch {
		case !read:
			changed = append(changed, Change{name, words[1]})
		case digest != then[name]:
			changed = append(changed, Change{name, words[0]})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if _, known := then[name]; !known {
			changed = append(changed, Change{name, words[2]})
		}
	}
	return changed
}

// Decisive are the paths where a plan puts an output in the place of something that gesso
// has not written: what lies there decides whether that is right.
func Decisive(p *plan.Plan) []string {
	var paths []string
	for _, c := range p.Changes {
		if differs(c) {
			paths = append(paths, c.Path)
		}
		for _, n := range c.Notes {
			if n.Displaces() {
				paths = append(paths, n.Path)
			}
		}
	}
	return paths
}

// Sources are the local files that pictures are made from, with the digests that the plan
// found. What is sensitive is not among them.
func Sources(p *plan.Plan) map[string]string {
	sources := map[string]string{}
	for c := range p.Declared() {
		if file := c.Declared.Source.File; file != "" && !c.Sensitive("source") && c.Request.Source.Form == state.ContentSource {
			sources[file] = c.Request.Source.Value
		}
	}
	return sources
}
