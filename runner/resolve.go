package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

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

// Unsettled lists the calls of an address that are not settled, or of all
// addresses for "": those in doubt and those with a task to collect.
func Unsettled(s *state.State, address string) []plan.Stray {
	var calls []plan.Stray
	for owner, call := range s.Pending() {
		if address == "" || owner == address {
			calls = append(calls, plan.Stray{Address: owner, Pending: call})
		}
	}
	return calls
}

// Resolve carries out a decision about a call of an earlier run and says in
// a sentence what was done. Its picture goes to the store, from where the next
// apply takes it for nothing. Home is the account that is asked for a task, with a
// connection among the tools. It may be nil for other decisions: then a call that
// is to be abandoned is not looked for before.
func Resolve(ctx context.Context, w *disk.Workspace, call plan.Stray, d Decision, home *plan.Account, tools Tools) (string, error) {
	tools.Workspace = w
	r := &run{
		Tools:   tools,
		plan:    &plan.Plan{},
		fetches: make(chan struct{}, 1),
		ledger:  w.Ledger(),
		folder:  map[string]bool{}, verified: map[string]string{}, damaged: map[string]bool{}, extras: map[string]bool{},
		stop:   func(error) {},
		tally:  newTally(),
		result: Result{Done: map[plan.Action]int{}},
	}
	switch {
	case d.Task != "":
		return r.collectTask(call, d.Task, r.openLane(ctx, *home))
	case d.File != "":
		return r.adoptFile(call, d.File)
	}
	if home != nil {
		if done, err := r.look(call, r.openLane(ctx, *home)); done != "" || err != nil {
			return done, err
		}
	}
	e := state.Event{Kind: state.Settled, Intent: call.Intent, Problem: "abandoned"}
	if !call.InDoubt() {
		// The call was accepted, and others may share it: theirs can be had still. One in
		// doubt was accepted or not, for all alike.
		e.Address = call.Address
	}
	err := r.record(e)
	return "The request is abandoned: the next apply may buy its picture again.", err
}

// collectTask asks the provider for the task before it believes its id.
func (r *run) collectTask(call plan.Stray, id string, at *lane) (string, error) {
	tasks, err := at.Provider.Poll(at.ctx, []string{id})
	switch {
	case err != nil:
		return "", err
	case len(tasks) == 0:
		return "", fmt.Errorf("the provider does not know task %s; nothing was changed", id)
	case tasks[0].State == provider.Failed:
		return "", fmt.Errorf("task %s failed, it has no picture to collect; nothing was changed: settle the request with -abandon (%w)", id, tasks[0].Failure)
	}
	task := tasks[0]
	if err := r.record(state.Event{Kind: state.Accepted, Intent: call.Intent, Task: task.ID, TraceID: task.TraceID}); err != nil {
		return "", err
	}
	if task.State == provider.Running {
		return fmt.Sprintf("Task %s is running: the next apply collects it.", id), nil
	}
	if len(call.Triggers) > 0 {
		// In the store it would be any picture of the request, and not the one that
		// was bought because a trigger changed: that would be bought once more.
		return fmt.Sprintf("Task %s is known now: the next apply collects it for nothing.", id), nil
	}
	c := pendingCall(&call.Pending, &plan.Change{Address: call.Address, Action: plan.Resume}, at)
	c.task = task // what it tells is newer
	if err := r.receive(at.ctx, c, false, time.Now()); err != nil {
		return "", err
	}
	return fmt.Sprintf("The picture of task %s is in the store: the next apply takes it for nothing.", id), nil
}

// look asks for the picture of a call that somebody is about to give up. One that
// is paid for and can be had is collected instead, and what look says of it is not
// empty. Where nothing can be had now the decision stands.
func (r *run) look(call plan.Stray, at *lane) (string, error) {
	if at.Provider == nil || call.InDoubt() {
		return "", nil
	}
	c := pendingCall(&call.Pending, &plan.Change{Address: call.Address, Action: plan.Resume}, at)
	if c.task.State == provider.Running { // as far as is known
		tasks, err := at.Provider.Poll(at.ctx, []string{call.Task})
		if at.ctx.Err() != nil {
			return "", err
		}
		if err != nil || len(tasks) == 0 || call.Index >= len(tasks[0].Pictures) {
			return "", nil
		}
		c.task = tasks[0]
	}
	said := "Nothing is abandoned: the provider has the picture after all. It is in the store, and the next apply takes it for nothing."
	var err error
	switch {
	case len(call.Triggers) == 0:
		err = r.receive(at.ctx, c, false, time.Now())
	case call.Index >= len(c.task.Pictures):
		return "", nil
	default: // as in collectTask
		said = "Nothing is abandoned: the provider has the picture after all. The next apply collects it for nothing."
		_, err = r.fetch(at.ctx, at, c.task, call.Index)
	}
	var broken *brokenError
	switch {
	case errors.As(err, &broken), at.ctx.Err() != nil:
		return "", err
	case err != nil:
		return "", nil
	}
	return said, nil
}

// adoptFile takes the bytes that the user has for the call's picture.
func (r *run) adoptFile(call plan.Stray, name string) (string, error) {
	// Before it is opened: opening a pipe would wait for its other end.
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a picture to adopt: it is not a regular file", name)
	}
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	in, err := r.Workspace.Store().Create()
	if err != nil {
		return "", err
	}
	defer in.Abort()
	if _, err := io.Copy(in, io.LimitReader(file, traffic.Limits{}.WithDefaults().PictureBytes)); err != nil {
		return "", err
	}
	info, err := r.verify(context.Background(), in)
	if err != nil {
		return "", fmt.Errorf("%s is not a picture to adopt: %w", name, err)
	}
	sha, size, err := in.Commit()
	if err != nil {
		return "", err
	}
	p := state.Picture{
		Key: call.Key, Artifact: sha, Bytes: size, Format: info.Format, Width: info.Width, Height: info.Height, Blank: info.Blank,
		TraceID: call.TraceID, Generated: call.Time,
	}
	request := call.Request
	err = r.record(state.Event{
		Kind: state.Collected, Intent: call.Intent, Index: call.Index, Address: call.Address,
		Record: &state.Record{Request: &request, Picture: p},
	})
	return fmt.Sprintf("%s is adopted: the next apply places it for nothing.", name), err
}

// ErrNothingToResolve says that an address has no unsettled call.
var ErrNothingToResolve = errors.New("nothing to resolve")

// Select picks the calls that a decision about more than one address is about: those
// in doubt, each request once, and those whose picture was lost. What can be collected
// is left to the next apply.
func Select(s *state.State, chosen func(address string) bool) []plan.Stray {
	var calls []plan.Stray
	doubts := map[string]bool{}
	for _, c := range Unsettled(s, "") {
		if !chosen(c.Address) || !c.InDoubt() && !c.Lost || doubts[c.Intent] {
			continue
		}
		doubts[c.Intent] = c.InDoubt()
		calls = append(calls, c)
	}
	return calls
}

// Choose picks the call of an address that a decision is about: one in doubt
// before one that can be collected, the oldest first.
func Choose(s *state.State, address string) (plan.Stray, error) {
	calls := Unsettled(s, address)
	for _, c := range calls {
		if c.InDoubt() {
			return c, nil
		}
	}
	if len(calls) == 0 {
		return plan.Stray{}, fmt.Errorf("%s has no request in doubt: %w", address, ErrNothingToResolve)
	}
	return calls[0], nil
}
