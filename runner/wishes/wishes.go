package wishes

import (
	"slices"
	"strings"
	"sync"
	"time"

	"gesso/runner/plan"
	"gesso/runner/report/quote"
	"gesso/runner/review"
	"gesso/runner/takes"
	"gesso/runner/timeline"
	"gesso/state"
	"gesso/state/disk"
)

// Wishes are what decisions want of a plan, by the addresses that have the pictures now.
// Nil wants nothing. They are never changed.
type Wishes struct {
	Reviews map[string]state.Review // that are to be recorded
	again   map[string]*Again
	chosen  map[string]*Chosen
	decided []plan.Decision
}

// Again is that other pictures are to be bought in place of the recorded one.
type Again struct {
	Takes int    // how many, at least 1
	Note  string // why; may have any characters
	Mark  string // with which that is written down
	Begun bool   // it is written down already, by a run that has not come to its end
}

// Chosen is that another take is to be the picture of an address.
type Chosen struct {
	Take string // SHA-256
	Name string // what a user calls it: take 2
}

// Ground is what decisions are held against.
type Ground struct {
	State     *state.State
	Workspace *disk.Workspace
	Now       time.Time // when a decision was made that does not tell

	ledger func() *disk.Ledger // one, as it is read once
}

// Of are decisions of a file, as a plan has them.
func Of(decisions []review.Decision) []plan.Decision {
	out := make([]plan.Decision, 0, len(decisions))
	for _, d := range decisions {
		out = append(out, plan.Decision{
			Address: d.Address, Artifact: d.Artifact, Verdict: string(d.Verdict), Takes: d.Takes, Take: d.Take, Note: d.Note,
			By: d.Reviewer, At: d.Made, Where: d.Where.String(),
		})
	}
	return out
}

// Make holds decisions against what is recorded. Of each picture of an address there is
// one at most. The error is one of reading gesso's own files.
func Make(g Ground, decided []plan.Decision) (*Wishes, error) {
	w := &Wishes{Reviews: map[string]state.Review{}, again: map[string]*Again{}, chosen: map[string]*Chosen{}, decided: slices.Clone(decided)}
	g.ledger = sync.OnceValue(g.Workspace.Ledger)
	for n := range w.decided {
		d := &w.decided[n]
		d.Why = ""
		var err error
		if d.Standing, err = w.stand(g, d); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// stand is what becomes of a decision as far as what is recorded tells, and takes note of
// what it wants.
func (w *Wishes) stand(g Ground, d *plan.Decision) (plan.Standing, error) {
	r := g.State.Get(d.Address)
	switch {
	case !r.HasPicture():
		return plan.Bare, nil // or there is no such image: see Settle
	case d.Verdict == string(review.Select) && r.Picture.Knows(d.Take):
		return plan.Done, nil
	case !r.Picture.Knows(d.Artifact) && !takesBack(r, d):
		d.Why = "it has " + r.Artifact[:12] + ", and the decision is about " + d.Artifact[:12]
		return plan.Outdated, nil
	}
	known := r.ReviewOf(about(r, d))
	if known != nil && string(known.Verdict) != d.Verdict && !d.At.IsZero() && known.At.After(d.At) && (known.Verdict == state.Approve || d.Verdict == string(review.Approve)) {
		d.Why = string(known.Verdict) + " by " + name(known.By) + ", " + known.At.UTC().Format("2006-01-02 15:04") + " UTC"
		return plan.Older, nil
	}
	switch review.Verdict(d.Verdict) {
	case review.Again:
		return w.want(g, r, d)
	case review.Select:
		return w.choose(g, r, d)
	}
	if known != nil && string(known.Verdict) == d.Verdict {
		return plan.Done, nil
	}
	v := d.Review()
	if v.At.IsZero() {
		v.At = g.Now
	}
	w.Reviews[d.Address] = *v
	return plan.Acting, nil
}

// about is the picture of a record that a decision is about: the recorded one, or one that the
// address has had.
func about(r *state.Record, d *plan.Decision) *state.Picture {
	if r.Picture.Knows(d.Artifact) {
		return &r.Picture
	}
	return &state.Picture{Artifact: d.Artifact}
}

// takesBack reports whether a decision takes back a rejection by which an address does not get
// a picture: it has another one then, or could not ask for that one again.
func takesBack(r *state.Record, d *plan.Decision) bool {
	return d.Verdict == string(review.Approve) && r.Rejected(about(r, d)) != nil
}

func name(by string) string {
	if by == "" {
		return "somebody"
	}
	return by
}

// want is stand of a decision to buy another picture.
func (w *Wishes) want(g Ground, r *state.Record, d *plan.Decision) (plan.Standing, error) {
	a := &Again{Takes: max(1, d.Takes), Note: d.Note, Mark: Mark(d.Note)}
	a.Begun = r.Unwanted == a.Mark
	if later(r.Generated, d.At) {
		d.Why = made(&r.Picture)
		return plan.Repeated, nil
	}
	for _, call := range r.Pending {
		switch {
		case call.InDoubt():
			return plan.Doubted, nil
		case !a.Begun:
			return plan.Open, nil
		}
	}
	answer, err := answer(g, r, d)
	switch {
	case err != nil:
		return "", err
	case answer == nil:
		w.again[d.Address] = a
		return plan.Acting, nil
	case r.Rejected(&answer.Picture) != nil:
		d.Why = made(&answer.Picture)
		return plan.Spent, nil
	}
	w.chosen[d.Address] = &Chosen{Take: answer.Picture.Artifact, Name: "take " + number(answer.Number) + ", bought for it before"}
	return plan.Acting, nil
}

// answer is the newest take of the recorded request that was made since a decision to buy
// another one. Somebody has gone back from it, and it is there already. Nil: there is none, or
// the decision does not tell when it was made.
func answer(g Ground, r *state.Record, d *plan.Decision) (*takes.Take, error) {
	if d.At.IsZero() {
		return nil, nil
	}
	since := d.At.Truncate(time.Second) // records tell no more
	answers := func(p state.Picture) bool { return !p.Knows(d.Artifact) && !p.Generated.Before(since) }
	found, err := g.ledger().Lookup(r.Key)
	if err != nil || !slices.ContainsFunc(found, answers) {
		return nil, err // mostly, and before the image's own story is read
	}
	image, err := timeline.Of(g.Workspace, d.Address)
	if err != nil {
		return nil, err
	}
	for _, t := range slices.Backward(image.Takes()) {
		if t.How == takes.Bought && t.Picture.Key == r.Key && answers(t.Picture) {
			return &t, nil
		}
	}
	return nil, nil
}

// made says when a picture was made, and how there may be yet another.
func made(p *state.Picture) string {
	return "made " + p.Generated.UTC().Format("2006-01-02 15:04:05") + " UTC; -replace buys yet another"
}

// later reports whether a picture was made after something was decided about one of its
// bytes, which then were another picture's: a provider may draw the same again, and whoever
// hands the decision in a second time would buy that a second time. Files of decisions tell
// seconds, and records too.
func later(made, decided time.Time) bool {
	return !decided.IsZero() && made.Truncate(time.Second).After(decided)
}

// maxMark is how many characters of a note are written down with a mark.
const maxMark = 200

// Mark is the reason with which a picture is marked as unwanted because of a decision. It
// is one line, short, and the same for the same note, so that a later run knows it.
func Mark(note string) string {
	text := []rune(quote.Line(note))
	if len(text) > maxMark {
		text = append(text[:maxMark], '…')
	}
	return strings.TrimSuffix("reviewed: "+string(text), ": ")
}

// choose is stand of a decision to have another take.
func (w *Wishes) choose(g Ground, r *state.Record, d *plan.Decision) (plan.Standing, error) {
	image, err := timeline.Of(g.Workspace, d.Address)
	if err != nil {
		return "", err
	}
	c := &Chosen{Take: d.Take}
	var picture *state.Picture
	for _, t := range image.Takes() {
		if t.Picture.Knows(d.Take) {
			p := t.Picture
			picture, c.Name = &p, "take "+number(t.Number)
		}
	}
	if picture == nil {
		if picture, err = ofKey(g, r.Key, d.Take); err != nil {
			return "", err
		}
		c.Name = "a picture of the same request"
	}
	switch {
	case picture == nil:
		return plan.Foreign, nil
	case r.Rejected(picture) != nil:
		return plan.Refused, nil
	}
	w.chosen[d.Address] = c
	return plan.Acting, nil
}

// ofKey is a picture of a request that was paid for here, by its bytes; nil is that there
// is none.
func ofKey(g Ground, key state.Key, sha string) (*state.Picture, error) {
	found, err := g.ledger().Lookup(key)
	for i := range found {
		if found[i].Knows(sha) {
			return &found[i], nil
		}
	}
	return nil, err
}
