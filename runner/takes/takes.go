// Package takes lists the pictures that an address ever had, and finds one of them by its
// number or its hash.
//
// Its promises:
//
//   - A picture is one take, however often it was delivered, let go of and taken up again.
//   - Takes are numbered in the order in which the address had them first, so that a
//     number means the same picture when there are more.
//   - What is known of one address is enough: nothing else is read.
//
// It changes nothing: to make one current is package revert's.
//
//	all := takes.List(address, takes.Known{...})
//	one, err := takes.Find(all, "2")
package takes

import (
	"cmp"
	"slices"
	"time"

	"gesso/state"
)

// How is the closed set of how an address came to a picture.
type How string

const (
	Bought  How = "bought"  // a call of its own brought it
	Extra   How = "extra"   // a call of its own brought it beside what it was asked for
	Rival   How = "rival"   // another branch had it there
	Adopted How = "adopted" // it was there already: a file, or another address's
	Painted How = "painted" // somebody's file lay where a picture of the address was put: it was never the address's
)

// Take is one picture that an address had.
type Take struct {
	Number  int // from 1, in the order in which the address had them first
	How     How
	Had     time.Time // since when; zero where nothing tells
	Picture state.Picture
	Request *state.Request // nil where nothing tells
	Price   *float64       // as it was planned; nil is unknown
	At      string         // the address that had it, if that is a former one; else ""
	Current bool           // it is the recorded one now
	Lost    bool           // a run has looked for it in vain
	Problem string         // the postcondition that it fails; "" is none that is recorded
	Review  *state.Review  // what a person has decided about it for the address; nil: nothing
}

// Known is what is known of an address.
type Known struct {
	Record  *state.Record // now; nil is nothing
	Entries []state.Entry // of the ledger, oldest first, about the address and its former ones
	Past    []Moment      // of the history, oldest first
}

// Moment is when an address came to have a picture, by the history.
type Moment struct {
	Time   time.Time
	Record *state.Record
}

// same is what deliveries of one picture have in common.
type same struct{ identity, task string }

func sameOf(p *state.Picture) same { return same{p.Identity(), p.Task} }

// collector gathers takes.
type collector struct {
	address string
	takes   map[same]*Take
}

// List are the takes of an address by what is known of it, by their numbers.
func List(address string, known Known) []Take {
	c := &collector{address: address, takes: map[same]*Take{}}
	for _, e := range known.Entries {
		c.entry(e)
	}
	for _, m := range known.Past {
		if m.Record.HasPicture() {
			t := c.own(&m.Record.Picture, m.Record.Request, m.Record.Address)
			t.had(m.Time)
		}
	}
	if r := known.Record; r.HasPicture() {
		for rival := range r.AllRivals() {
			c.take(&rival.Picture, rival.Request, address).How = Rival
		}
		t := c.own(&r.Picture, r.Request, address)
		t.Current, t.Picture, t.Problem = true, r.Picture, r.Tainted
	}
	all := c.numbered()
	for i := range all {
		all[i].Review = known.Record.ReviewOf(&all[i].Picture)
	}
	return all
}

// numbered are the takes in the order in which the address had them. Those of one task
// came together, and what nothing tells of but the record is the newest.
func (c *collector) numbered() []Take {
	all, tasks := make([]Take, 0, len(c.takes)), map[string]time.Time{}
	for _, t := range c.takes {
		all = append(all, *t)
		if first, known := tasks[t.Picture.Task]; !t.Had.IsZero() && (!known || t.Had.Before(first)) {
			tasks[t.Picture.Task] = t.Had
		}
	}
	since := func(t *Take) time.Time {
		if t.Picture.Task != "" && !t.Had.IsZero() {
			return tasks[t.Picture.Task]
		}
		return t.Had
	}
	slices.SortFunc(all, func(a, b Take) int { return compare(&a, &b, since(&a), since(&b)) })
	for n := range all {
		all[n].Number = n + 1
	}
	return all
}

func compare(a, b *Take, since, other time.Time) int {
	if since.IsZero() != other.IsZero() {
		if since.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(since.Compare(other), a.Picture.Generated.Compare(b.Picture.Generated), cmp.Compare(a.Picture.Position, b.Picture.Position),
		cmp.Compare(a.Picture.Identity(), b.Picture.Identity()), cmp.Compare(a.Picture.Task, b.Picture.Task))
}

func (c *collector) entry(e state.Entry) {
	if e.Picture == nil || e.Key.OfFile() {
		return
	}
	at := e.Beside
	if at == "" && len(e.Addresses) > 0 {
		at = e.Addresses[0]
	}
	p := *e.Picture
	p.Key = e.Key
	switch e.Outcome {
	case state.OutcomeCollected:
		t := c.take(&p, e.Request, at)
		t.How, t.Price, t.Lost, t.Picture, t.Problem = Bought, e.Price, false, p, e.Problem
		if e.Beside != "" {
			t.How = Extra
		}
		t.had(e.Time)
	case state.OutcomeReleased:
		_, known := c.takes[sameOf(&p)]
		if e.FoundAgain() {
			t := c.take(&p, e.Request, at)
			if t.Lost = false; !known {
				t.How = Painted
				t.had(e.Time)
			}
			return
		}
		t := c.own(&p, e.Request, at)
		if !known {
			t.had(e.Time)
		}
		t.Problem = e.Problem // a condition may have changed since it came
	case state.OutcomeLost:
		if _, known := c.takes[sameOf(&p)]; known {
			c.takes[sameOf(&p)].Lost = true
		}
	}
}

// take is that of a picture, which is made where there is none.
func (c *collector) take(p *state.Picture, r *state.Request, at string) *Take {
	t := c.takes[sameOf(p)]
	if t == nil {
		t = &Take{How: Adopted, Picture: *p}
		if at != c.address {
			t.At = at
		}
		c.takes[sameOf(p)] = t
	}
	if t.Request == nil {
		t.Request = r
	}
	if at == c.address {
		t.At = ""
	}
	return t
}

// own is take of a picture that was the address's own.
func (c *collector) own(p *state.Picture, r *state.Request, at string) *Take {
	t := c.take(p, r, at)
	if t.How == Painted {
		t.How = Adopted
	}
	return t
}

// had notes that the address has had the take at a time.
func (t *Take) had(at time.Time) {
	if t.Had.IsZero() || at.Before(t.Had) {
		t.Had = at
	}
}
