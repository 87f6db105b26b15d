package plan

import (
	"slices"

	"gesso/spec/filename"
	"gesso/state"
)

// Change is what is intended for one address. Who has the plan reads it; only
// what has made the plan completes during its run what could not be known before.
type Change struct {
	Address string        `json:"address"`
	From    string        `json:"from,omitempty"` // the address of its record until now, when that is another; else ""
	Action  Action        `json:"action"`
	Reasons []Reason      `json:"reasons,omitempty"`
	Stale   []Reason      `json:"stale,omitempty"`  // why Before is not of what is asked for now, and kept all the same, as the image's regenerate says; else nil
	Before  *state.Record `json:"before,omitempty"` // nil when there is no record
	Request state.Request `json:"request"`          // what is wanted; fields of unknown arguments are ""
	Key     state.Key     `json:"key,omitempty"`    // of the request; "" while it is not known
	Path    string        `json:"path,omitempty"`   // the output
	Price   *float64      `json:"price,omitempty"`  // of the picture, when Action is paid; nil: unknown

	Currency string `json:"currency,omitempty"` // of Price; "" where the account says none

	Metadata state.Metadata `json:"metadata,omitempty"` // that the output is to have

	Declared *Declaration   `json:"declared,omitempty"` // nil for Remove and Forget
	Account  string         `json:"account,omitempty"`  // the name of the account that the image's block buys from; "" for Remove and Forget
	Provider string         `json:"provider,omitempty"` // what users and records call it, such as painter.second; "" for the default one
	Asked    bool           `json:"asked,omitempty"`    // a user wants a new picture
	Replace  bool           `json:"replace,omitempty"`  // a new picture is wanted, whatever there is
	Call     *state.Call    `json:"call,omitempty"`     // of an earlier run, that Resume collects or InDoubt waits for; else nil
	Lent     bool           `json:"lent,omitempty"`     // Call was begun for another address: its picture is as good as one of the store
	Home     string         `json:"home,omitempty"`     // the account to ask about Call; "": none has its endpoint
	Picture  *state.Picture `json:"picture,omitempty"`  // that Reuse takes, Import or Keep found in a file, Restore brings back in place of a hand-made one, or Tainted is about; else nil
	Shares   string         `json:"shares,omitempty"`   // the address whose picture Reuse takes when it is made, where Picture is nil; else ""
	MadeFor  string         `json:"made_for,omitempty"` // the address that Picture was made for, of Reuse; "": nobody knows
	Held     *UnmadeError   `json:"held,omitempty"`     // why Unmade waits; else nil
	File     string         `json:"file,omitempty"`     // SHA-256 of the output that Keep takes for the picture's; else ""
	Holds    []Reason       `json:"holds,omitempty"`    // why the picture would be replaced, had nobody made it by hand: it stays until a user says so
	Derived  []Derivation   `json:"derived,omitempty"`  // files that are made from the picture, of which something is to be done
	Notes    []Note         `json:"notes,omitempty"`    // what happens to files that are not gesso's, or not any more
	Look     string         `json:"look,omitempty"`     // where the picture of Tainted can be seen; "" when it is not here

	Wish  string `json:"wish,omitempty"`  // why somebody wants another picture than Before, which is written down when that is bought; "": nobody, or it is recorded
	Takes int    `json:"takes,omitempty"` // how many pictures are bought, of which the image gets one and the store the others; 0: one

	Review  *state.Review `json:"review,omitempty"`  // what somebody has decided, for a run to record first; Before has it already. Nil is nothing
	Instead *Instead      `json:"instead,omitempty"` // what a run puts at the output, since the picture of Before is rejected; nil: the output stays as it is

	Fruitless int `json:"fruitless,omitempty"` // how often in a row the request made nothing before, of one that is paid
}

// Known reports whether the whole request is known before apply.
func (c *Change) Known() bool { return c.Key != "" }

// Sidecar is the path of the file beside the output.
func (c *Change) Sidecar() string { return filename.Sidecar(c.Path) }

// Worker is the account in whose lane the change is carried out.
func (c *Change) Worker() string {
	if c.Action == Resume && c.Home != "" {
		return c.Home
	}
	return c.Account
}

// Attempts is how many pictures a run may buy for the change; 0 when it is not
// paid.
func (c *Change) Attempts() int {
	if !c.Action.Paid() {
		return 0
	}
	return c.Declared.Attempts
}

// Pictures is how many pictures the change buys, without further attempts; 0 when it is
// not paid.
func (c *Change) Pictures() int {
	if !c.Action.Paid() {
		return 0
	}
	return max(1, c.Takes)
}

// Sensitive reports whether an argument of the change must not be shown.
func (c *Change) Sensitive(argument string) bool {
	return c.Declared != nil && slices.Contains(c.Declared.Sensitive, argument)
}

// SourceText names the edit source as it was declared: an address, a file or
// an URL. It is "" where there is none, or where it is sensitive.
func (c *Change) SourceText() string {
	if c.Declared == nil || c.Sensitive("source") {
		return ""
	}
	return c.Declared.Source.String()
}

// Recordable is the request as files may hold it: without what is sensitive.
func (c *Change) Recordable() state.Request {
	r := c.Request
	if c.Sensitive("prompt") {
		r.Prompt = ""
	}
	if c.Sensitive("source") {
		r = r.WithholdSource()
	}
	return r
}

// Triggers are the values that a picture which is made now is made under, as
// far as they are known.
func (c *Change) Triggers() state.Triggers {
	var made state.Triggers
	for _, t := range c.Declared.Triggers {
		if t.Hash == "" {
			continue
		}
		if made == nil {
			made = state.Triggers{}
		}
		made[t.Name] = t.Hash
	}
	return made
}

// Drawn reports whether the sandbox inside the run is to draw the picture again.
func (c *Change) Drawn() bool {
	return slices.ContainsFunc(c.Reasons, func(r Reason) bool { return r.Cause == Drawn })
}

// Lost reports whether the change needs a picture that was paid for and that nobody has any
// more, as far as is known.
func (c *Change) Lost() bool {
	return c.Action.Free() && slices.ContainsFunc(c.Reasons, func(r Reason) bool { return r.Cause == Sought || r.Cause == Vanished })
}

// Places reports whether the change writes the output.
func (c *Change) Places() bool {
	switch c.Action {
	case None, Remove, Forget, Derive, Review:
		return false
	case Reject:
		return c.Instead != nil && c.Instead.Record != nil
	case Keep:
		return c.Before.Path != c.Path
	case Move:
		return c.Before.Path != c.Path || c.Before.Metadata != c.Metadata || !c.Before.Shows()
	}
	return !c.Action.Waits()
}

// Brings reports whether the change puts another picture in the place of the recorded
// one.
func (c *Change) Brings() bool {
	return c.Action.Paid() || c.Action == Resume || c.Action == Reuse || c.Action == Import || c.Action == Restore && c.Picture != nil
}

// LookAt is where a picture of the change that fails a postcondition can be seen,
// now or after the next run: as the output, if it was placed before the condition
// was there, or else where aside says. That is "" when the picture is not here, as in
// a fresh clone.
func (c *Change) LookAt(p *state.Picture, aside func() string) string {
	if c.Before != nil && c.File != "" && c.File == p.Artifact {
		return c.Before.Path
	}
	if c.Before != nil && c.Before.Shows() && c.Before.Output != "" && c.Before.Artifact == p.Artifact {
		return c.Before.Path
	}
	return aside()
}

// Derives reports whether the change's image declares a file at a path.
func (c *Change) Derives(path string) bool {
	return c.Declared != nil && slices.ContainsFunc(c.Declared.Derives, func(f File) bool { return f.Path == path })
}

// Keeps is the picture that the change leaves its address with, for nothing, if that is
// known.
func (c *Change) Keeps() *state.Picture {
	switch c.Action {
	case None, Place, Move, Restore, Keep, Review, Reuse, Import:
		if c.Picture == nil && c.Before.HasPicture() && c.Action != Reuse && c.Action != Import {
			return &c.Before.Picture
		}
		return c.Picture
	}
	return nil
}

// Unmet is what the postconditions that the picture of a tainted change fails
// say; "" where it is rejected.
func (c *Change) Unmet() string {
	if c.Reasons[0].Cause != Unmet {
		return ""
	}
	return c.Reasons[0].New
}
