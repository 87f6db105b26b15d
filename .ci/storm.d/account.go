package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"

	"gesso/runner/document"
	"gesso/runner/sandbox"
	"gesso/state"
)

// account sets what gesso knows against the sandbox's books.
type account struct {
	books     sandbox.Books
	collected map[string]state.Entry // by picture: the ledger's first
	settled   []state.Entry          // calls that a user decided about
	links     map[string]string      // by intent: a picture of a call that was open once
	pending   int
}

func (r *round) account(books sandbox.Books) (*account, error) {
	s, entries, err := r.stored()
	if err != nil {
		return nil, err
	}
	a := &account{books: books, collected: map[string]state.Entry{}, links: r.links}
	for _, e := range entries {
		switch e.Outcome {
		case state.OutcomeLost:
			// Only the store of before a fresh clone had it.
			r.plot.lost[e.Picture.Artifact] = r.plot.lost[e.Picture.Artifact] || r.history.wiped
		case state.OutcomeCollected:
			name := r.nameOf(e.Picture)
			if first, twice := a.collected[name]; twice && first.Picture.Artifact != e.Picture.Artifact {
				return nil, fmt.Errorf("the picture %s is in the ledger as two artifacts", name)
			} else if twice {
				return nil, fmt.Errorf("the picture %s is in the ledger twice: %+v and %+v", name, first, e)
			}
			a.collected[name] = e
		case state.OutcomeSettled:
			a.settled = append(a.settled, e)
		}
	}
	for range s.Pending() {
		a.pending++
	}
	return a, nil
}

// paid checks that each charged picture is in the store, or that its call was given
// up by a decision, and that nothing else is.
func (a *account) paid(r *round) error {
	charged := map[string]bool{}
	excuses, told := a.excuses(r), r.told
	for _, call := range a.books.Calls {
		if r.strangers[call.Task] {
			continue
		}
		missing := 0
		for i, name := range call.Pictures {
			charged[name] = true
			r.tally.charged++
			if _, stored := a.collected[name]; stored || r.history.isPast(name) {
				continue
			}
			if missing++; i >= wanted(call) {
				r.tally.gifts++
				missing--
			}
		}
		if missing == 0 {
			continue
		}
		if !excuses[call.Task] && missing < len(call.Pictures) && missing <= told { // of a further take no call stays open
			told -= missing
			r.tally.lost += missing
			continue
		}
		if !excuses[call.Task] {
			return fmt.Errorf("%d of the %d charged pictures of task %s (%q, %s) are not stored, and nobody gave them up",
				missing, len(call.Pictures), call.Task, call.Prompt, call.Outcome)
		}
		r.tally.givenUp += missing
	}
	for name := range a.collected {
		if !charged[name] {
			return fmt.Errorf("the ledger has the picture %s, which was never charged", name)
		}
	}
	if a.pending > 0 {
		return fmt.Errorf("%d pictures are still waited for, and the plan is empty", a.pending)
	}
	return nil
}

// wanted is how many pictures a call was made for.
func wanted(call sandbox.Call) int {
	if call.Action == "edit" {
		return 1
	}
	return call.Count
}

// excuses are the tasks that decisions gave up, as the ledger has them.
func (a *account) excuses(r *round) map[string]bool {
	tasks := map[string]bool{}
	maps.Copy(tasks, r.history.pardoned)
	maker := map[string]string{}
	for _, call := range a.books.Calls {
		for _, name := range call.Pictures {
			maker[name] = call.Task
		}
	}
	for _, e := range a.settled {
		tasks[e.Task] = true
		tasks[r.excuses[e.Intent]] = true
		tasks[maker[a.links[e.Intent]]] = true // a synchronous answer tells no task
	}
	delete(tasks, "")
	return tasks
}

// purchase is what is to be bought once for each image that wants it.
type purchase struct{ action, prompt, model, size, source string }

// leave is what the configuration allows beside one picture for each image that
// wants it.
type leave struct {
	turns    int  // purchases because another picture changed
	judged   bool // blank pictures do not count
	attempts int  // to get one that is not blank, for each address that asked
	takes    int  // how many pictures of one request were ever asked for
}

// leaves are those of the prompts of a project, as its blocks are now.
func (p *project) leaves() map[string]leave {
	leaves := map[string]leave{}
	for prompt := range p.most {
		id, _, _ := strings.Cut(prompt, ",")
		for _, b := range p.blocks {
			if b.id != id {
				continue
			}
			turns := 0
			for trigger := range b.triggers {
				turns += trigger.turns
			}
			leaves[prompt] = leave{turns * p.most[prompt], b.judged, b.attempts * (1 + b.renames + p.forgets), 1 + len(b.takes)}
		}
	}
	return leaves
}

// once checks that no more pictures were bought of anything than images ever
// wanted it at the same time, or were replaced on request or because another
// changed. Of a judged block only those count that are not blank, and of the others
// there are no more than attempts allow.
func (a *account) once(r *round) error {
	bought, good := map[purchase]int{}, map[purchase]int{}
	excuses, leaves := a.excuses(r), r.plot.leaves()
	for _, call := range a.books.Calls {
		if excuses[call.Task] || r.strangers[call.Task] {
			continue // who gave it up could buy again
		}
		p := purchase{call.Action, call.Prompt, call.Model, call.Size, a.content(r, call.Source)}
		for _, name := range call.Pictures[:min(len(call.Pictures), wanted(call))] {
			got, known := a.got(r, name)
			if r.history.forgotten[name] || known && r.plot.lost[got.Artifact] {
				continue // who wants a picture that is lost has to buy it again
			}
			bought[p]++
			if !known || !got.Blank || !leaves[p.prompt].judged {
				good[p]++
			}
		}
	}
	for p, n := range bought {
		allowed := leaves[p.prompt]
		most := r.plot.most[p.prompt]*max(1, allowed.takes) + r.plot.replaced[p.prompt] + allowed.turns
		if n > most*allowed.attempts || good[p] > most {
			return fmt.Errorf("bought twice: %d pictures of %+v, and at most %d were wanted", n, p, most)
		}
	}
	return nil
}

// got is the picture of a name, as the ledger has it or a record had it before the
// ledger was lost.
func (a *account) got(r *round, name string) (state.Picture, bool) {
	if e, ok := a.collected[name]; ok {
		return *e.Picture, true
	}
	p, ok := r.history.kept[name]
	return p, ok
}

// content names the bytes of an edit's source, wherever they were had from: a
// picture's link, or that of an upload, whose name begins with their hash.
func (a *account) content(r *round, source string) string {
	name := filepath.Base(source)
	if p, ok := a.got(r, name); ok {
		return p.Artifact[:24]
	}
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// audited checks that gesso's own account is the same.
func (a *account) audited(r *round, said *document.Audit) error {
	if r.history.wiped { // its sums are of what is left
		if len(said.Double) > 0 {
			return fmt.Errorf("the audit has double %+v, and the books have none", said.Double)
		}
		return nil
	}
	for _, item := range said.Lost {
		if r.tally.lost++; !r.plot.lost[item.Artifact] {
			return fmt.Errorf("the audit has lost %+v, and nobody deleted it", item)
		}
	}
	collected := len(a.collected)
	for _, item := range said.GivenUp {
		if item.Artifact == "" {
			continue
		}
		// A gc that was killed may have noted what somebody deleted then.
		if collected--; !r.plot.discarded[item.Artifact] && !r.plot.lost[item.Artifact] {
			return fmt.Errorf("the audit has given up %+v, and gc has not removed it", item)
		}
	}
	switch {
	case len(said.Double) > 0:
		return fmt.Errorf("the audit has double %+v, and the books have none", said.Double)
	case len(said.InDoubt) > 0 || said.Collect > 0:
		return fmt.Errorf("the audit has in doubt %+v and %d to collect, and the plan is empty", said.InDoubt, said.Collect)
	case said.Stored+said.Converted+len(said.Lost) != collected || said.Paid != len(a.collected):
		return fmt.Errorf("the audit has %d paid, %d stored, %d converted and %d lost, and by the books %d were collected", said.Paid, said.Stored, said.Converted, len(said.Lost), collected)
	}
	return nil
}
