// Package paid collects the content of a ledger: each paid call once, however often its
// line was written, and what was made of it.
package paid

import (
	"slices"
	"time"

	"gesso/state"
)

// Content is the content of a ledger. It is shared and must not be changed.
type Content struct {
	Entries     []state.Entry // oldest first
	Came        []state.Entry // entries of known pictures that an address got under triggers
	Pictures    map[state.Key][]state.Picture
	Holders     map[state.Key]map[string]bool // also from entries that Add leaves out
	Written     map[string]bool               // hashes of bought pictures and of files made from pictures; likewise
	Conversions map[string][]string           // hashes of outputs, by the picture that they were converted from; likewise
	Gone        map[string]bool               // hashes of what was removed or lost, and not had since; likewise

	Last map[Held]Picture // the last picture of each address and key; likewise

	known map[delivered]bool
	seen  map[Identity]bool
}

// New returns an empty Content.
func New() *Content {
	return &Content{
		Pictures: map[state.Key][]state.Picture{}, Holders: map[state.Key]map[string]bool{}, Written: map[string]bool{},
		Conversions: map[string][]string{}, Gone: map[string]bool{}, Last: map[Held]Picture{}, known: map[delivered]bool{}, seen: map[Identity]bool{},
	}
}

// Held is an address and the key of a picture that it had.
type Held struct {
	Address string
	Key     state.Key
}

// Picture is a picture that was held, and the time of its entry.
type Picture struct {
	state.Picture
	told time.Time
}

// hold notes the last picture of an address. Of entries with the same time the first one
// counts: it is about the successor of the next one's picture.
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

// delivered identifies a picture: a key may have many.
type delivered struct {
	key      state.Key
	task     string
	artifact string
}

// Identity is equal for entries of the same event, however often it was folded after a
// crash. The first entry is the complete one: later, the pendings that give its price are
// gone.
type Identity struct {
	nanoseconds int64
	outcome     state.Outcome
	intent      string
	index       int
	artifact    string
	address     string
}

// IdentityOf returns an entry's identity.
func IdentityOf(e *state.Entry) Identity {
	id := Identity{nanoseconds: e.Time.UnixNano(), outcome: e.Outcome, intent: e.Intent, index: e.Index}
	if e.Picture != nil {
		id.artifact = e.Picture.Artifact
	}
	// For a whole call, the addresses are known from the pendings only.
	if (e.Picture != nil || e.Partial) && len(e.Addresses) > 0 {
		id.address = e.Addresses[0]
	}
	return id
}

// Add adds an entry and its picture, unless they are known. A release of a known picture
// adds nothing; if events were folded over the state that they led to, after a crash, it
// may even be untrue.
func (c *Content) Add(e state.Entry) {
	if e.Superseded() {
		c.Written[e.Output] = true
	}
	if e.Outcome == state.OutcomeOpen || e.Outcome == state.OutcomeClosed {
		return // open calls are in the state
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
		c.Written[e.Output] = true // converted by gesso, whoever made the picture
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

// went notes whether the object of an entry's picture existed afterwards. An address that
// releases a picture had it, even if it was removed before. Events that a crash made folded
// twice keep their order, and so lead to the same result.
func (c *Content) went(e *state.Entry) {
	switch p := e.Picture; {
	case p == nil:
	case e.Outcome == state.OutcomeDiscarded, e.Outcome == state.OutcomeLost:
		c.Gone[p.Artifact] = true
	default:
		delete(c.Gone, p.Artifact)
	}
}
