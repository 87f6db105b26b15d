package runner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"gesso/runner/collect"
	"gesso/runner/log"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/state"
	"gesso/state/disk"
)

// Decision settles a call whose fate is unknown, or whose picture cannot be
// had. Exactly one field is set.
type Decision struct {
	Task    string // the provider's id of the call's task: it is collected
	File    string // the picture itself, in a file of the user's
	Abandon bool   // the call counts as not accepted, and the next apply may buy again
}

// Resolve carries out a decision about a call of an earlier run, and says in a sentence what
// was done. The call's picture goes to the store, from where the next apply takes it for
// nothing. After the sentence comes a line for each thing that a user should know besides,
// such as a picture of the call that was paid for and is lost.
//
// Home is the account that is asked for a task, with a connection among the tools. It may be
// nil for other decisions: then the provider is not asked for a call before it is abandoned.
func Resolve(ctx context.Context, w *disk.Workspace, call plan.Call, d Decision, home *plan.Account, tools Tools) (string, error) {
	var mu sync.Mutex
	var warned strings.Builder
	l := tools.log(func(address string, err error) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(&warned, "\n%s: %v", address, err)
	})
	r := &resolution{call: call, log: l, ledger: w.Ledger(), collector: collect.New(collect.Config{Log: l, Store: w.Store(), Outputs: w.Outputs(), Ledger: w.Ledger()})}
	if home != nil {
		r.desk = newDesk(ctx, *home, tools.Connections[home.Name])
	}
	done, err := r.carryOut(ctx, d)
	return done + warned.String(), err
}

// abandoned says what becomes of a call that is given up: of one in doubt all of its pictures
// are, whichever of its images was named.
func abandoned(call plan.Call) string {
	if call.InDoubt() && call.Count > 1 {
		return fmt.Sprintf("The request is abandoned, which was for %d pictures: the next apply may buy them again.", call.Count)
	}
	return "The request is abandoned: the next apply may buy its picture again."
}

// resolution is a call about which a decision is carried out.
type resolution struct {
	call      plan.Call
	log       *log.Log
	ledger    *disk.Ledger
	collector *collect.Collector
	desk      *collect.Desk // whom to ask; nil: nobody
}

func (r *resolution) carryOut(ctx context.Context, d Decision) (string, error) {
	switch {
	case d.Task != "":
		return r.collectTask(ctx, d.Task)
	case d.File != "":
		return r.adoptFile(ctx, d.File)
	}
	if done, err := r.look(ctx); done != "" || err != nil {
		return done, err
	}
	e := state.Event{Kind: state.Settled, Intent: r.call.Intent, Problem: "abandoned"}
	if !r.call.InDoubt() {
		// The call was accepted, and others may share it: theirs can be had still. One in
		// doubt was accepted or not, for all alike.
		e.Address = r.call.Address
	}
	return abandoned(r.call), r.log.Record(e)
}

// collectTask asks the provider for the task before it believes its id.
func (r *resolution) collectTask(ctx context.Context, id string) (string, error) {
	if err := r.isAnothers(id); err != nil {
		return "", err
	}
	task, err := r.desk.Ask(ctx, id)
	switch {
	case err != nil:
		return "", err
	case task == nil:
		return "", fmt.Errorf("the provider does not know task %s; nothing was changed", id)
	case task.State == provider.Failed:
		return "", fmt.Errorf("task %s failed, it has no picture to collect; nothing was changed: settle the request with -abandon (%w)", id, task.Failure)
	}
	if err := r.log.Record(state.Event{Kind: state.Accepted, Intent: r.call.Intent, Task: task.ID, TraceID: task.TraceID}); err != nil {
		return "", err
	}
	if task.State == provider.Running {
		return fmt.Sprintf("Task %s is running: the next apply collects it.", id), nil
	}
	if len(r.call.Triggers) > 0 {
		// In the store it would be any picture of the request, and not the one that
		// was bought because a trigger changed: that would be bought once more.
		return fmt.Sprintf("Task %s is known now: the next apply collects it for nothing.", id), nil
	}
	c := collect.Pending(r.call.Call)
	c.Task = *task // what it tells is newer
	if err := r.collect(ctx, c); err != nil {
		return "", err
	}
	return fmt.Sprintf("The picture of task %s is in the store: the next apply takes it for nothing.", id), nil
}

// isAnothers is the error that another call has become a task: this call would be settled
// with a picture that is not its own, and what has become of it would be forgotten.
func (r *resolution) isAnothers(id string) error {
	entries, err := r.ledger.Entries()
	if err != nil {
		return err
	}
	for i := range entries {
		if e := &entries[i]; e.Task == id && e.Intent != "" && e.Intent != r.call.Intent {
			return fmt.Errorf("task %s is that of another request, of %s, which is in the ledger since %s; nothing was changed", id, strings.Join(e.Addresses, ", "), e.Time.UTC().Format("2006-01-02 15:04 UTC"))
		}
	}
	return nil
}

// collect brings the picture of the call into the store, for nobody.
func (r *resolution) collect(ctx context.Context, c collect.Call) error {
	wants := []collect.Want{{Address: r.call.Address, Index: r.call.Index}}
	errs, err := r.collector.Pictures(ctx, r.desk, c, wants, func(_ int, p state.Picture) error {
		return r.log.Record(forNobody(c, r.call.Address, r.call.Index, p))
	})
	if err != nil || errs[0] == nil {
		return err
	}
	return errors.New(errs[0].Error()) // an interrupt too: it comes after something was written down
}

// look asks the provider for the picture of a call that somebody is about to give up. One
// that can be had is collected instead, and look says so. "" is that there is none to be
// had now, and the decision stands.
func (r *resolution) look(ctx context.Context) (string, error) {
	if r.desk == nil || r.desk.Provider == nil || r.call.InDoubt() {
		return "", nil
	}
	c := collect.Pending(r.call.Call)
	if c.Task.State == provider.Running { // as far as is known
		task, err := r.desk.Ask(ctx, r.call.Task)
		if ctx.Err() != nil {
			return "", err
		}
		if err != nil || task == nil || r.call.Index >= len(task.Pictures) {
			return "", nil
		}
		c.Task = *task
	}
	said := "Nothing is abandoned: the provider has the picture after all. It is in the store, and the next apply takes it for nothing."
	var err error
	switch {
	case len(r.call.Triggers) == 0:
		err = r.collect(ctx, c)
	case r.call.Index >= len(c.Task.Pictures):
		return "", nil
	default: // as in collectTask
		said = "Nothing is abandoned: the provider has the picture after all. The next apply collects it for nothing."
		_, err = r.collector.Fetch(ctx, r.desk, c.Task, r.call.Index)
	}
	var broken *log.BrokenError
	switch {
	case errors.As(err, &broken), ctx.Err() != nil:
		return "", err
	case err != nil:
		return "", nil
	}
	return said, nil
}

// adoptFile takes the bytes that the user has for the call's picture.
func (r *resolution) adoptFile(ctx context.Context, name string) (string, error) {
	// Before it is opened: opening a pipe would wait for its other end.
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a picture to adopt: it is not a regular file", name)
	}
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	p, err := r.collector.Adopt(ctx, file, traffic.Limits{}.WithDefaults().PictureBytes)
	var bad *collect.NoPictureError
	switch {
	case errors.As(err, &bad):
		return "", fmt.Errorf("%s is not a picture to adopt: %w", name, err)
	case err != nil:
		return "", err
	}
	p.Key, p.TraceID, p.Generated = r.call.Key, r.call.TraceID, r.call.Time
	err = r.log.Record(forNobody(collect.Pending(r.call.Call), r.call.Address, r.call.Index, p))
	return fmt.Sprintf("%s is adopted: the next apply places it for nothing.", name), err
}
