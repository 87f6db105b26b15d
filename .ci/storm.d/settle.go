package main

import (
	"cmp"
	"encoding/hex"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/sandbox"
	"gesso/runner/unsettled"
	"gesso/state"
	"gesso/state/disk"
)

// unsettledCall is a call that gesso has not settled, and how many pictures it
// still waits for.
type unsettledCall struct {
	plan.Call
	pictures int
	owners   []string // the addresses that wait for them

	sources map[string]*state.Picture // that gesso has, by the names in their links
}

// unsettled are the calls that gesso has not settled, each once, and the tasks and
// pictures that it knows of.
func (r *round) unsettled() (calls []*unsettledCall, known map[string]bool, err error) {
	w, err := r.workspace()
	if err != nil {
		return nil, nil, err
	}
	defer w.Close()
	s, err := w.Load()
	if err != nil {
		return nil, nil, err
	}
	entries, err := w.Ledger().Entries()
	if err != nil {
		return nil, nil, err
	}
	known, sources := map[string]bool{}, map[string]*state.Picture{}
	maps.Copy(known, r.history.recalled)
	for _, e := range entries {
		known[e.Task] = true
		if e.Picture != nil {
			known[e.Picture.Task] = true
			known[r.nameOf(e.Picture)] = true // some tasks never tell their id
			sources[r.nameOf(e.Picture)] = e.Picture
		}
	}
	for _, task := range r.excuses {
		known[task] = true // given up: it answers for no other request
	}
	seen := map[string]*unsettledCall{}
	for _, c := range unsettled.Calls(s.State, "") {
		known[c.Task] = true
		for _, url := range c.URLs {
			known[picture(url)] = true
			r.links[c.Intent] = picture(url)
		}
		if seen[c.Intent] == nil {
			seen[c.Intent] = &unsettledCall{Call: c, sources: sources}
			calls = append(calls, seen[c.Intent])
		}
		seen[c.Intent].pictures++
		seen[c.Intent].owners = append(seen[c.Intent].owners, c.Address)
	}
	return calls, known, nil
}

// late is how long a request that was sent may take to be in the books.
const late = 400 * time.Millisecond

// settle decides about the requests in doubt: about all, or about some, now and
// then wrongly, and in processes that may be killed.
func (r *round) settle(rash bool) error {
	calls, _, err := r.unsettled()
	if err != nil {
		return err
	}
	for range calls {
		books, err := r.ours()
		if err != nil {
			return err
		}
		// Each decision changes what the next one is about.
		calls, known, err := r.unsettled()
		if err != nil {
			return err
		}
		passed := map[string]bool{} // addresses: gesso decides about the oldest of each
		for _, c := range calls {
			if !c.InDoubt() || passed[c.Address] {
				continue
			}
			if passed[c.Address] = true; rash && r.rng.IntN(2) == 0 {
				continue
			}
			r.tally.doubts++
			task := r.candidate(c, books, known)
			if task == "" { // on a busy machine it may be on its way still
				time.Sleep(late)
				if books, err = r.ours(); err != nil {
					return err
				}
				task = r.candidate(c, books, known)
			}
			if err := r.decide(c, task, rash); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// candidate is the accepted call that a request in doubt may have been: "" where
// the books have none that gesso does not know of. Of several it is the one that was
// made from the request's own source, as far as that is known: two images that ask for
// the same of different pictures are told apart by nothing else.
func (r *round) candidate(c *unsettledCall, books sandbox.Books, known map[string]bool) string {
	likely := ""
	for _, call := range books.Calls {
		switch {
		case call.Task == "" || r.strangers[call.Task] || known[call.Task] || len(call.Pictures) > 0 && known[call.Pictures[0]]:
		case call.Prompt != c.Request.Prompt || call.Model != c.Request.Model || call.Action != c.Request.Action:
		case call.Count != c.Count: // with further takes, which no address waits for
		case uploaded(call.Source) != "" && !strings.HasPrefix(c.Request.Source.Value, uploaded(call.Source)):
		case c.sources[path.Base(call.Source)] != nil && !c.sources[path.Base(call.Source)].Knows(c.Request.Source.Value):
			likely = cmp.Or(likely, call.Task)
		default:
			return call.Task
		}
	}
	return likely
}

// uploaded is how the hash of an uploaded source begins, by its address, or "" of
// another one.
func uploaded(source string) string {
	name := path.Base(source)
	name = strings.TrimSuffix(name, path.Ext(name))
	if _, err := hex.DecodeString(name); err != nil || len(name) != 24 || strings.Contains(source, provider.PlaceholderPath) {
		return ""
	}
	return name
}

// decide settles a call. That of an accepted one is collected, or given up.
func (r *round) decide(c *unsettledCall, task string, rash bool) error {
	how := end{}
	if rash && r.rng.IntN(4) == 0 {
		how = end{events: 1 + r.rng.IntN(3)}
	}
	if task != "" && c.pictures == 1 && r.rng.IntN(4) == 0 {
		if done, err := r.give(c, task, how); done || err != nil {
			return err
		}
	}
	if task != "" && r.rng.IntN(6) > 0 {
		out, err := r.gesso(how, "resolve", "-input=false", "-task="+task, "-request="+c.Intent, c.Address)
		if err != nil || out.code == done || out.code == killed {
			return err
		}
		// A task that failed, or that a synchronous call left behind and nobody can ask for.
		if !strings.Contains(out.stderr, "failed") && !strings.Contains(out.stderr, "does not know") {
			return nil // a fault on the way: the next run comes back to it
		}
	}
	return r.abandon(c, task, how)
}

// taskOf is the task of an accepted call, also where gesso knows no more of it
// than its pictures.
func taskOf(c *unsettledCall, books sandbox.Books) string {
	for _, call := range books.Calls {
		if len(c.URLs) > 0 && slices.Contains(call.Pictures, picture(c.URLs[0])) {
			return call.Task
		}
	}
	return c.Task
}

// abandon gives a call up. With a task, that is what the books may miss.
func (r *round) abandon(c *unsettledCall, task string, how end) error {
	if task != "" {
		r.excuses[c.Intent] = task
	}
	owners := c.owners
	if c.InDoubt() {
		owners = owners[:1] // the request was accepted or not, for all alike
	}
	for _, address := range owners {
		out, err := r.gesso(how, "resolve", "-input=false", "-abandon", "-request="+c.Intent, address)
		if err != nil {
			return err
		}
		if out.code == 1 && len(owners) == 1 {
			delete(r.excuses, c.Intent) // it was not decided, as where the home was not reached
		}
	}
	return nil
}

// giveUp abandons the tasks that cannot be collected, and returns the options that
// buy anew what is lost.
func (r *round) giveUp() (replace []string, err error) {
	calls, known, err := r.unsettled()
	if err != nil {
		return nil, err
	}
	books, err := r.ours()
	if err != nil {
		return nil, err
	}
	for _, c := range calls {
		task := taskOf(c, books)
		if c.InDoubt() { // as when its answer never came
			task = r.candidate(c, books, known)
		}
		known[task] = true // it answers for no other request
		if err := r.abandon(c, task, end{}); err != nil {
			return nil, err
		}
	}
	r.plot.adopted = nil
	if err := r.plot.write(); err != nil {
		return nil, err
	}
	return r.replacements(func(w *disk.Workspace, b *block, record *state.Record) bool {
		if record.Artifact == "" || w.Store().Has(record.Artifact) {
			return false
		}
		if r.history.wiped {
			r.plot.lost[record.Artifact] = true // and nobody could bring it back
		}
		return r.plot.lost[record.Artifact]
	})
}

// judge decides about the pictures that are blank and are not to be, or rejected: they are
// to be made anew, which it returns the options for, or may be blank after all.
func (r *round) judge() (replace []string, err error) {
	for _, b := range r.plot.blocks {
		b.lenient = b.lenient || b.judged && r.rng.IntN(3) == 0
	}
	if err := r.plot.write(); err != nil {
		return nil, err
	}
	return r.replacements(func(_ *disk.Workspace, b *block, record *state.Record) bool {
		return b.judged && !b.lenient && record.Blank || rejected(record)
	})
}

// unmade is an image in a plan whose request has made nothing more than once.
var unmade = regexp.MustCompile(`(?m)^ *\? (\S.*?)  unmade \(`)

// insist decides about requests that have made nothing: they are to be sent again,
// which it returns the options for.
func (r *round) insist(plan string) (replace []string) {
	waiting := map[string]bool{}
	for _, found := range unmade.FindAllStringSubmatch(plan, -1) {
		waiting[found[1]] = true
	}
	for _, b := range r.plot.blocks {
		for _, one := range b.instances() {
			if !b.gone() && waiting[one.address] {
				replace = append(replace, "-replace="+one.address)
				r.mayReplace(one, 1)
			}
		}
	}
	return replace
}

// replacements are the options that make those images anew whose records need it.
func (r *round) replacements(needed func(*disk.Workspace, *block, *state.Record) bool) (replace []string, err error) {
	w, err := r.workspace()
	if err != nil {
		return nil, err
	}
	defer w.Close()
	s, err := w.Load()
	if err != nil {
		return nil, err
	}
	for _, b := range r.plot.blocks {
		for _, one := range b.instances() {
			if record := s.Get(one.address); !b.gone() && record != nil && needed(w, b, record) {
				replace = append(replace, "-replace="+one.address)
				r.mayReplace(one, 1)
			}
		}
	}
	return replace, nil
}
