// Package revert takes addresses back to pictures that they had: by a plan, which is shown
// and carried out as any other, of nothing that costs.
//
// Its promises:
//
//   - No provider is asked for anything: what neither the store nor an output has is
//     named before, and left as it is.
//   - A picture comes back with all that was recorded of it, so that the next plan is as
//     it was then; calls that are open stay open.
//   - Outputs are placed and removed as an apply does it: what somebody made by hand is
//     kept, and is in the plan.
//   - Derived files are left to the next apply: how they are made only a configuration says.
//
// It is not for the decision which pictures those are (packages takes and history), nor
// for what a configuration wants: that is the next plan's.
//
//	made, err := revert.Make(ctx, revert.Situation{...}, targets)
//	result, err := runner.Run(ctx, made.Plan, made.Tools(tools))
package revert

import (
	"cmp"
	"context"
	"reflect"
	"slices"

	"gesso/runner/foreign"
	"gesso/runner/plan"
	"gesso/runner/supply"
	"gesso/spec/address"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

// Situation is what a plan is made from.
type Situation struct {
	State     *state.State // as it is recorded now
	Workspace *disk.Workspace
	Others    workspaces.Outputs // of other workspaces, which are neither replaced nor removed
}

// Target is what an address is to have.
type Target struct {
	Address string
	Record  *state.Record // as it was; nil or one without a picture is nothing
	Reason  plan.Reason
}

// Made is a plan to go back.
type Made struct {
	*plan.Plan
	Missing []Missing // what cannot be had, by address
	supply  *supply.Supply
	then    map[string]*state.Record
}

// Missing is a picture that an address cannot have.
type Missing struct {
	Address string
	Picture state.Picture
	Why     string // a phrase that can follow the address
}

// Make plans the way to targets, of which each address has one. What is as it is to be is
// left out. The error is the context's, or of reading an output.
func Make(ctx context.Context, s Situation, targets []Target) (*Made, error) {
	m := &Made{Plan: &plan.Plan{}, supply: supply.New(s.Workspace, nil, s.State), then: map[string]*state.Record{}}
	aimed := map[string]bool{}
	for _, t := range targets {
		aimed[t.Address] = true
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if c := m.change(s, t); c != nil {
			m.Changes = append(m.Changes, c)
			m.then[t.Address] = t.Record
		}
	}
	for r := range s.State.All() {
		if !aimed[r.Address] && r.HasPicture() { // its output is nobody else's to take
			m.Unchanged = append(m.Unchanged, &plan.Change{Address: r.Address, Before: r, Path: r.Path, Key: r.Key, Declared: declaration(r), Account: m.account(r)})
		}
	}
	slices.SortFunc(m.Changes, func(a, b *plan.Change) int { return address.Compare(a.Address, b.Address) })
	slices.SortFunc(m.Missing, func(a, b Missing) int { return address.Compare(a.Address, b.Address) })
	return m, foreign.Note(ctx, m.Plan, foreign.Ground{Workspace: s.Workspace, Others: s.Others})
}

// change is what makes an address have what it is to have; nil is nothing.
func (m *Made) change(s Situation, t Target) *plan.Change {
	now, then := s.State.Get(t.Address), t.Record
	switch {
	case !then.HasPicture() && !now.HasPicture():
		return nil
	case !then.HasPicture():
		return &plan.Change{Address: t.Address, Action: plan.Remove, Before: now, Path: now.Path, Reasons: []plan.Reason{t.Reason}}
	case now.HasPicture() && alike(now, then):
		return m.undecide(t, now)
	case then.Rejected(&then.Picture) != nil:
		return m.miss(t, "it was "+plan.Decided(then.Rejected(&then.Picture)).String()+" already")
	case then.Request == nil:
		return m.miss(t, "its record did not tell what it was made by")
	case !m.here(&then.Picture):
		return m.miss(t, "neither the store nor an output has it")
	}
	if owner, owned := s.Others.Owner(then.Path); owned {
		return m.miss(t, "its output would replace that of "+owner.Address+" in the workspace "+owner.Workspace)
	}
	picture := then.Picture
	return &plan.Change{
		Address: t.Address, Action: plan.Reuse, Reasons: []plan.Reason{t.Reason}, Before: now, Path: cmp.Or(then.Path, pathOf(now)),
		Request: *then.Request, Key: then.Key, Picture: &picture, Declared: declaration(then), Account: m.account(then), Provider: then.Provider,
		Metadata: then.Metadata, Review: back(now, then),
	}
}

// undecide is to take back what people have decided about a picture that stays; nil is
// nothing to take back.
func (m *Made) undecide(t Target, now *state.Record) *plan.Change {
	v := back(now, t.Record)
	if v == nil {
		return nil
	}
	c := &plan.Change{
		Address: t.Address, Action: plan.Review, Reasons: []plan.Reason{t.Reason, plan.Decided(v)}, Before: now, Path: now.Path,
		Key: now.Key, Declared: declaration(now), Account: m.account(now), Provider: now.Provider, Metadata: now.Metadata, Review: v,
	}
	if now.Request != nil {
		c.Request = *now.Request
	}
	if now.Rejected(&now.Picture) != nil { // what lies in its place is another one
		c.Action = plan.Place
	}
	return c
}

// back is what is to be recorded of a former picture so that what is decided about it is as
// it was; nil: it is.
func back(now, then *state.Record) *state.Review {
	is, was := now.ReviewOf(&then.Picture), then.ReviewOf(&then.Picture)
	switch {
	case is == nil && was == nil, is != nil && was != nil && is.Verdict == was.Verdict:
		return nil
	case was != nil:
		v := *was
		return &v
	}
	return &state.Review{Artifact: is.Artifact}
}

// Derived counts the changes whose derived files are of another picture now, or missing.
func (m *Made) Derived() int {
	n := 0
	for _, c := range m.Changes {
		then := m.then[c.Address]
		switch {
		case c.Action != plan.Reuse || c.Before.HasPicture() && c.Before.Identity() == then.Identity():
		case c.Before.HasPicture() && len(c.Before.Derived) > 0 || len(then.Derived) > 0:
			n++
		}
	}
	return n
}

// miss notes that an address stays as it is.
func (m *Made) miss(t Target, why string) *plan.Change {
	m.Missing = append(m.Missing, Missing{t.Address, t.Record.Picture, why})
	return nil
}

func pathOf(r *state.Record) string {
	if r == nil {
		return ""
	}
	return r.Path
}

// alike reports whether a record says of its picture what another one did.
func alike(now, then *state.Record) bool {
	a, b := *now, *then
	for _, r := range []*state.Record{&a, &b} {
		r.Pending, r.Unmade, r.Rivals, r.Reviews, r.Unwanted, r.Output, r.Former, r.Sidecar, r.Instead, r.Withdrawn, r.Address = nil, nil, nil, nil, "", "", "", "", "", false, ""
		r.Derived = nil                           // a configuration's matter
		r.Picture.URL, r.Picture.Origin = "", nil // of another delivery
	}
	return reflect.DeepEqual(a, b)
}

// here reports whether a picture can be had without asking anybody.
func (m *Made) here(p *state.Picture) bool {
	if m.supply.Vouch(p.Artifact) == nil || m.supply.Output(p.Artifact) != "" {
		return true
	}
	for range m.supply.Copies(p) {
		return true
	}
	return false
}

// declaration is what a run has to know of a picture's image, by its record.
func declaration(r *state.Record) *plan.Declaration {
	d := &plan.Declaration{
		Block: (&plan.Change{Address: r.Address}).Block(),
		Terms: &plan.Terms{Needs: r.DependsOn, Attempts: 1, Undecided: r.Tainted != "", Judged: r.Tainted != ""},
	}
	if r.Request != nil {
		d.Edit = r.Request.Action == "edit"
	}
	if r.Pinned {
		d.Pin = r.Artifact
	}
	for name, hash := range r.Triggers {
		d.Triggers = append(d.Triggers, plan.Trigger{Name: name, Hash: hash})
	}
	slices.SortFunc(d.Triggers, func(a, b plan.Trigger) int { return cmp.Compare(a.Name, b.Name) })
	return d
}

// account is the name under which a picture's maker stands in the plan, where nobody is
// asked for anything.
func (m *Made) account(r *state.Record) string {
	name := r.Provider
	if name == "" && r.Request != nil {
		name = r.Request.Kind
	}
	if _, known := m.Accounts.Named(name); !known {
		m.Accounts = append(m.Accounts, plan.Account{Name: name, RecordedAs: r.Provider, Endpoint: state.EndpointBuiltin})
	}
	return name
}
