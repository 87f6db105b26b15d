package state

import (
	"time"
	"unicode/utf8"
)

// What a provider says, and what a clock says, goes into events. That one of
// them cannot be written, or is read back as another, must not be what a picture
// that is paid for is lost by: here they are made so that they can.

const (
	maxURL     = 64 << 10 // bytes; of what is longer nothing answers
	maxURLs    = 64
	maxName    = 4 << 10 // of a task, a trace, a seed
	maxProblem = 16 << 10
)

// Plain returns the event as it is read back from the journal, so that the live
// state equals the reloaded one: times without zone and monotonic clock, texts
// in UTF-8, nothing where there is nothing. The event itself stays as it is.
func (e Event) Plain() Event {
	e.Kind, e.Metadata = Kind(utf8Of(string(e.Kind))), Metadata(utf8Of(string(e.Metadata)))
	e.Time = plainTime(e.Time)
	for _, text := range []*string{&e.Intent, &e.Endpoint, &e.Provider, &e.Address, &e.From, &e.Path, &e.Output, &e.Sidecar, &e.Instead} {
		*text = utf8Of(*text)
	}
	e.Addresses, e.URLs = plainTexts(e.Addresses), plainURLs(e.URLs)
	e.Triggers, e.Price = e.Triggers.plain(), plainPrice(e.Price)
	e.Task, e.TraceID = said(e.Task, maxName), said(e.TraceID, maxName)
	e.Problem = said(e.Problem, maxProblem)
	e.Files = plainDerived(e.Files)
	if e.Review != nil {
		v := e.Review.plain()
		e.Review = &v
	}
	e.Currency, e.Charge = currencyOf(e.Currency), e.Charge.plain()
	if e.Request != nil {
		r := e.Request.plain()
		e.Request = &r
	}
	if e.Record != nil {
		r := e.Record.plain()
		if e.Kind != Moved {
			r.Pending, r.Rivals, r.Unmade, r.Reviews = nil, nil, nil, nil // such an event says nothing of other calls and pictures
		}
		e.Record = &r
	}
	return e
}

func (r Record) plain() Record {
	for _, text := range []*string{&r.Address, &r.Path, &r.Output, &r.Former, &r.Sidecar, &r.Tainted, &r.Unwanted, &r.Instead} {
		*text = utf8Of(*text)
	}
	r.Picture, r.Metadata = r.Picture.plain(), Metadata(utf8Of(string(r.Metadata)))
	r.DependsOn, r.Triggers, r.Derived = plainTexts(r.DependsOn), r.Triggers.plain(), plainDerived(r.Derived)
	r.Reviews = plainReviews(r.Reviews)
	if r.Request != nil {
		request := r.Request.plain()
		r.Request = &request
	}
	r.Pending, r.Rivals, r.Unmade = plainAll(r.Pending, Call.plain), plainAll(r.Rivals, Rival.plain), plainAll(r.Unmade, Unmade.plain)
	return r
}

// plainAll are values as they are read back; nil where there are none.
func plainAll[T any](list []T, plain func(T) T) []T {
	if len(list) == 0 {
		return nil
	}
	all := make([]T, len(list))
	for i, v := range list {
		all[i] = plain(v)
	}
	return all
}

func (v Rival) plain() Rival {
	v.Path, v.Output, v.Picture, v.Triggers = utf8Of(v.Path), utf8Of(v.Output), v.Picture.plain(), v.Triggers.plain()
	if v.Request != nil {
		request := v.Request.plain()
		v.Request = &request
	}
	return v
}

func (p Picture) plain() Picture {
	p.Key, p.Artifact, p.Provider = Key(utf8Of(string(p.Key))), utf8Of(p.Artifact), utf8Of(p.Provider)
	for _, text := range []*string{&p.Format, &p.Task, &p.TraceID, &p.Seed} {
		*text = said(*text, maxName)
	}
	p.URL = plainURL(p.URL)
	p.Width, p.Height = bounded(p.Width, maxSide), bounded(p.Height, maxSide)
	p.Bytes = bounded(p.Bytes, maxBytes)
	p.Position = bounded(p.Position, maxCall)
	if p.Origin != nil {
		first := p.Origin.plain()
		p.Origin = &first
	}
	if p.Adopted != nil {
		how := p.Adopted.plain()
		p.Adopted = &how
	}
	p.Charge = p.Charge.plain()
	p.Also = plainTexts(p.Also)
	p.Generated = plainTime(p.Generated)
	return p
}

func (c Charge) plain() Charge {
	if money("", c.Cost) != nil || c.Cost == 0 {
		return Charge{} // not said, as far as anybody can use it; and no negative zero
	}
	c.CostIn = currencyOf(c.CostIn)
	return c
}

// currencyOf is a currency as it can be recorded, or "".
func currencyOf(text string) string {
	if currency("", text) != nil {
		return ""
	}
	return text
}

func (d Delivery) plain() Delivery {
	d.Artifact, d.Format, d.URL = utf8Of(d.Artifact), said(d.Format, maxName), plainURL(d.URL)
	d.Width, d.Height, d.Bytes = bounded(d.Width, maxSide), bounded(d.Height, maxSide), bounded(d.Bytes, maxBytes)
	return d
}

func (r Request) plain() Request {
	for _, text := range []*string{&r.Kind, &r.Action, &r.Prompt, &r.PromptHash, &r.Model, &r.Size} {
		*text = utf8Of(*text)
	}
	r.Source = r.Source.plain()
	r.Take = bounded(r.Take, maxTake)
	return r
}

func (p Call) plain() Call {
	p.Intent, p.Key, p.Request = utf8Of(p.Intent), Key(utf8Of(string(p.Key))), p.Request.plain()
	p.Endpoint, p.Provider = utf8Of(p.Endpoint), utf8Of(p.Provider)
	p.Time, p.Price, p.Triggers = plainTime(p.Time), plainPrice(p.Price), p.Triggers.plain()
	p.Task, p.TraceID, p.Problem = said(p.Task, maxName), said(p.TraceID, maxName), said(p.Problem, maxProblem)
	p.URLs = plainURLs(p.URLs)
	p.Currency, p.Charge = currencyOf(p.Currency), p.Charge.plain()
	return p
}

func (t Triggers) plain() Triggers {
	if len(t) == 0 {
		return nil
	}
	for name, hash := range t {
		if !utf8.ValidString(name) || !utf8.ValidString(hash) {
			valid := make(Triggers, len(t))
			for name, hash := range t {
				valid[utf8Of(name)] = utf8Of(hash)
			}
			return valid
		}
	}
	return t
}

// plainTime is a time without zone and monotonic clock. One that RFC 3339 cannot
// tell in UTC, such as the end of the year 9999 west of Greenwich, becomes the
// last one that it can, or none.
func plainTime(t time.Time) time.Time {
	t = t.UTC().Round(0)
	switch {
	case datable(t):
		return t
	case t.Year() > 9999:
		return time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC)
	}
	return time.Time{}
}

// plainPrice is nil, which is unknown, for what is no amount.
func plainPrice(price *float64) *float64 {
	if price == nil || money("", *price) != nil {
		return nil
	}
	if *price == 0 {
		return new(float64) // and no negative zero
	}
	return price
}

func plainTexts(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	valid := make([]string, len(list))
	for i, text := range list {
		valid[i] = utf8Of(text)
	}
	return valid
}

// plainURLs keeps the places of the list: which picture is whose is told by them.
func plainURLs(list []string) []string {
	list = plainTexts(list[:min(len(list), maxURLs)])
	for i := range list {
		list[i] = plainURL(list[i])
	}
	return list
}

// plainURL is "" for what is too long: the beginning of an address is another one.
func plainURL(url string) string {
	if len(url) > maxURL {
		return ""
	}
	return utf8Of(url)
}

// said is what a provider said, or its beginning.
func said(text string, most int) string { return utf8Of(cut(text, most)) }

// utf8Of is a text as JSON gives it back: U+FFFD in the place of each byte that
// belongs to no character.
func utf8Of(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return string([]rune(text))
}

func bounded[N int | int64](n N, most int64) N { return N(max(0, min(int64(n), most))) }
