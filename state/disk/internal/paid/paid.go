// Package paid collects what a ledger tells: each call that was paid for once, however often
// its line was written, and what was made of it.
package paid

import (
	"slices"
	"time"

	"gesso/state"
)

// Content is what a ledger tells. Whoever has one must not change what it has.
type Content struct {
	Entries     []state.Entry // the oldest first
	Came        []state.Entry // of pictures that Entries has, and that an address got under triggers
	Pictures    map[state.Key][]state.Picture
	Holders     map[state.Key]map[string]bool // also by what Add leaves out
	Written     map[string]bool               // hashes of pictures that were bought, and of what was made from pictures; likewise
	Conversions map[string][]string           // by what was converted; likewise
	Gone        map[string]bool               // hashes of what was removed or lost, and had by nobody since; likewise

	Last map[Held]Picture // that an address had last, of each key; likewise

	known map[delivered]bool
	seen  map[Identity]bool
}

// New returns an empty one.
func New() *Content {
	return &Content{
		Pictures: map[state.Key][]state.Picture{}, Holders: map[state.Key]map[string]bool{}, Written: map[string]bool{},
		Conversions: map[string][]string{}, Gone: map[string]bool{}, Last: map[Held]Picture{}, known: map[delivered]bool{}, seen: map[Identity]bool{},
	}
}

// Held is what an address had a picture of.
type Held struct {
	Address string
	Key     state.Key
}

// Picture is one that was held, and when that was told.
type Picture struct {
	state.Picture
	told time.Time
}

// hold notes which picture an address had last. Of one instant the first line counts: it
// tells what took the place of what the next one tells of.
func (c *Content) hold(e *state.Entry) {
	if e.Picture == nil || len(e.Addresses) != 1 || e.Outcome != state.OutcomeCollected && e.Outcome != state.OutcomeReleased {
		return
	}
	for _, key := range state.Recorded(e.Key, e.Request) {
		of := Held{e.Addresses[0], key}
		if had, known := c.Last[of]; !known || e.Time.After(had.told) {
			c.Last[of] = Picture{*e.Picture, e.Time}
		}
	}
}

// delivered is what a picture is known by: many may be of one key.
type delivered struct {
	key      state.Key
	task     string
	artifact string
}

// Identity is equal for the entries of one event, however often a crash made
// it be folded. The first one is the complete one: later, the pendings that
// tell its price are gone.
type Identity struct {
	nanoseconds int64
	outcome     state.Outcome
	intent      string
	index       int
	artifact    string
	address     string
}

// IdentityOf is that of an entry.
func IdentityOf(e *state.Entry) Identity {
	id := Identity{nanoseconds: e.Time.UnixNano(), outcome: e.Outcome, intent: e.Intent, index: e.Index}
	if e.Picture != nil {
		id.artifact = e.Picture.Artifact
	}
	// Of a whole call the addresses are known by the pendings alone.
	if (e.Picture != nil || e.Partial) && len(e.Addresses) > 0 {
		id.address = e.Addresses[0]
	}
	return id
}

// Add takes an entry, and its picture, unless they are known. A release adds
// nothing to a picture that is known; a crash can also make it untrue, when the
// events are folded over the state that they led to.
func (c *Content) Add(e state.Entry) {
	if e.Superseded() {
		c.Written[e.Output] = true
	}
	if e.Outcome == state.OutcomeOpen || e.Outcome == state.OutcomeClosed {
		return // the state has what is open
	}
	if c.Holders[e.Key] == nil {
		c.Holders[e.Key] = map[string]bool{}
	}
	for _, address := range e.Addresses {
		c.Holders[e.Key][address] = true
	}
	c.hold(&e)
	if p := e.Picture; p != nil && !p.Imported && p.Adopted == nil {
		for _, sha := range p.Named() {
			c.Written[sha] = true
		}
	}
	if e.Output != "" {
		c.Written[e.Output] = true // converted by gesso, whosever the picture was
		for _, sha := range e.Picture.Named() {
			if !slices.Contains(c.Conversions[sha], e.Output) {
				c.Conversions[sha] = append(c.Conversions[sha], e.Output)
			}
		}
	}
	c.went(&e)
	known := e.Picture != nil && c.known[delivered{e.Key, e.Picture.Task, e.Picture.Artifact}]
	if known && e.Outcome == state.OutcomeReleased && len(e.Triggers) > 0 {
		c.Came = append(c.Came, e)
	}
	if c.seen[IdentityOf(&e)] || (known && e.Outcome == state.OutcomeReleased && !e.FoundAgain()) {
		return
	}
	c.seen[IdentityOf(&e)] = true
	c.Entries = append(c.Entries, e)
	if e.Picture != nil && !known {
		c.known[delivered{e.Key, e.Picture.Task, e.Picture.Artifact}] = true
		for _, key := range state.Recorded(e.Key, e.Request) {
			c.Pictures[key] = append(c.Pictures[key], *e.Picture)
		}
	}
}

// went takes note of whether the object of an entry's picture was there after it: who lets go
// of a picture had it, also one that was removed before. What a crash had folded twice was
// folded in its order, to the same end.
func (c *Content) went(e *state.Entry) {
	switch p := e.Picture; {
	case p == nil:
	case e.Outcome == state.OutcomeDiscarded, e.Outcome == state.OutcomeLost:
		c.Gone[p.Artifact] = true
	default:
		delete(c.Gone, p.Artifact)
	}
}
