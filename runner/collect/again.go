package collect

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"gesso/runner/provider"
	"gesso/state"
)

// again asks the provider for a picture that was paid for: first its URL, then its task.
// After the run that received it, a URL may return anything, such as an image that says the
// link has expired. So what arrives counts as the picture only if its bytes match, or if
// the task lists it now.
func (c *Collector) again(ctx context.Context, from *Desk, address string, p state.Picture) (state.Picture, error) {
	if from.Provider == nil {
		return p, fmt.Errorf("its picture is not in the store, and %s cannot be asked for it: is there a token for it?", from.Title)
	}
	again, err := c.redeliver(ctx, from, address, p)
	switch {
	case err == nil:
		return again, nil
	case IsVain(err) && p.Provider != "" && from.Name != p.Provider:
		return p, &strangerError{p.Provider, err}
	}
	return p, err
}

// strangerError says that another provider than the maker of a picture does not have it,
// which proves nothing about the picture.
type strangerError struct {
	maker string
	err   error
}

func (e *strangerError) Error() string {
	return fmt.Sprintf("its picture was bought with %s, which no provider block is now; add that block again to ask for it: %v", e.maker, e.err)
}

func (e *strangerError) Unwrap() error { return e.err }

// redeliver is again for a desk that can be asked.
func (c *Collector) redeliver(ctx context.Context, from *Desk, address string, p state.Picture) (state.Picture, error) {
	why := error(&NowhereError{"nothing is known of where it was"})
	if p.URL != "" {
		found, err := c.downloadAs(ctx, from, p.URL, sameBytes(p))
		if err == nil {
			return p.Redelivered(found), nil
		}
		if why = err; !FromProvider(err) {
			return p, err
		}
	}
	if p.Task == "" {
		return p, why
	}
	task, err := from.Ask(ctx, p.Task)
	if err != nil {
		return p, err // proves nothing about the picture
	}
	if task == nil || len(task.Pictures) == 0 {
		return p, why
	}
	return c.fromTask(ctx, from, address, p, task.Pictures)
}

// positionOf returns a picture's position in its task, from 1, or 0 if it is not known. Old
// records lack it; the ledger knows the index of each picture in its call.
func (c *Collector) positionOf(p state.Picture) int {
	entries, err := c.Ledger.Entries()
	if p.Position > 0 || err != nil {
		return p.Position
	}
	for _, e := range entries {
		if e.Outcome == state.OutcomeCollected && e.Task == p.Task && e.Picture.Identity() == p.Identity() {
			return e.Index + 1
		}
	}
	return 0
}

// fromTask finds a picture among those that its task lists now. Several images may share
// the task, so the bytes decide. If no picture has these bytes any more, the one that is
// tied to p in another way (see tiedTo) is taken for it, with a warning.
func (c *Collector) fromTask(ctx context.Context, from *Desk, address string, p state.Picture, pictures []provider.Picture) (state.Picture, error) {
	at := p // a copy: the record's own position stays as it is
	at.Position = c.positionOf(p)
	tied := tiedTo(at, pictures, c.Supply.Made(&p))
	var why error
	for _, i := range tiedFirst(tied, len(pictures)) {
		found, err := c.downloadAs(ctx, from, pictures[i].URL, sameBytes(p))
		switch {
		case err == nil:
			return p.Redelivered(found), nil
		case !errors.As(err, new(*OtherBytesError)) && !isGone(err):
			return p, err // this one could be it
		case why == nil || i == tied:
			why = err
		}
	}
	if tied < 0 {
		return p, untied(len(pictures))
	}
	if isGone(why) {
		return p, why
	}
	found, err := c.downloadAs(ctx, from, pictures[tied].URL, sameSize(p))
	if err != nil {
		return p, err
	}
	c.Log.Warn(address, errors.New("the provider delivered its picture in other bytes than before; it is the same picture, and nothing that depends on it changes"))
	return p.Redelivered(found), nil
}

// untied is the error when nothing tells which of the listed pictures is the wanted one.
func untied(shown int) error {
	if shown == 1 {
		return &OtherBytesError{"its task had several pictures and has one now, not with its bytes, and nothing tells whether that is it"}
	}
	return &OtherBytesError{fmt.Sprintf("its task has %d pictures, none of them with its bytes, and nothing tells which of them it is", shown)}
}

// tiedFirst returns the numbers 0 to n-1, with tied moved to the front unless it is
// negative.
func tiedFirst(tied, n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	if tied > 0 {
		order = append([]int{tied}, slices.Delete(order, tied, tied+1)...)
	}
	return order
}

// tiedTo returns the index of the picture in pictures that is p by anything but its bytes,
// or -1. Of a URL only the path is compared, since the query holds a signature that is
// renewed. Made is how many pictures the task has brought at least: if it lists fewer now,
// the rest may have moved up, and neither a position nor being the only one proves
// anything.
func tiedTo(p state.Picture, pictures []provider.Picture, made int) int {
	made = max(made, p.Position)
	if len(pictures) == 1 && made <= 1 {
		return 0
	}
	for _, same := range []func(provider.Picture) bool{
		func(q provider.Picture) bool { return p.URL != "" && q.URL == p.URL },
		func(q provider.Picture) bool { return samePath(q.URL, p.URL) },
		func(q provider.Picture) bool { return samePath(q.URL, p.First().URL) },
		func(q provider.Picture) bool { return p.Seed != "" && q.Seed == p.Seed },
	} {
		i := slices.IndexFunc(pictures, same)
		if i >= 0 && !slices.ContainsFunc(pictures[i+1:], same) {
			return i
		}
	}
	if len(pictures) < made {
		return -1
	}
	return p.Position - 1
}

func samePath(address, old string) bool {
	a, errA := url.Parse(address)
	b, errB := url.Parse(old)
	return errA == nil && errB == nil && old != "" && a.Path == b.Path
}

// sameBytes accepts only a delivery whose bytes were delivered before.
func sameBytes(p state.Picture) func(state.Picture) error {
	return func(found state.Picture) error {
		if found.Artifact == p.Artifact || found.Artifact == p.Identity() {
			return nil
		}
		return &OtherBytesError{"its address gives another picture now, which nothing ties to the one that was paid for; it is not taken"}
	}
}

// sameSize accepts a delivery of the same picture in other bytes. Other dimensions or a
// single colour suggest a placeholder.
func sameSize(p state.Picture) func(state.Picture) error {
	first := p.First()
	return func(found state.Picture) error {
		switch {
		case found.Blank && !p.Blank:
			return &OtherBytesError{"its task gives a picture of nearly one colour now, and it was none"}
		case first.Width == 0 || found.Width == first.Width && found.Height == first.Height:
			return nil
		}
		return &OtherBytesError{fmt.Sprintf("its task gives a picture of %dx%d now, and it has %dx%d", found.Width, found.Height, first.Width, first.Height)}
	}
}

// OtherBytesError is a delivered picture that nothing ties to the one that was paid for. It
// is not taken.
type OtherBytesError struct{ why string }

func (e *OtherBytesError) Error() string { return e.why }

// FromProvider reports whether an error came from what a provider delivered, so that asking
// in another way may help.
func FromProvider(err error) bool {
	var failure *provider.Error
	return errors.As(err, &failure) || errors.As(err, new(*OtherBytesError))
}

// NowhereError says that nobody is left to ask for a picture that was paid for.
type NowhereError struct{ why string }

func (e *NowhereError) Error() string { return e.why }

// IsVain reports whether an error says that nobody has a picture any more, so that asking
// again is useless.
func IsVain(err error) bool {
	if errors.As(err, new(*strangerError)) {
		return false
	}
	return isGone(err) || errors.As(err, new(*NowhereError)) || errors.As(err, new(*OtherBytesError))
}
