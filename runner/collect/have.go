package collect

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"gesso/runner/log"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/objects"
)

// Supply knows the free sources of a picture that the plan knew.
type Supply interface {
	// Verify reads an object of the store and checks it, after fetching it from a home if
	// needed. Its errors are those of the store.
	Verify(sha string) error
	// Output returns the path of an output whose bytes are an artifact, or "".
	Output(artifact string) string
	// Deliveries yields the other deliveries of a picture that are at hand, in the store or
	// in the output whose path comes with it.
	Deliveries(p *state.Picture) iter.Seq2[state.Picture, string]
	// Copies yields the outputs that were converted from a picture: the hash of each and
	// its path, or "" if only the store still has it.
	Copies(p *state.Picture) iter.Seq2[string, string]
	// Made returns how many pictures the picture's task has brought at least, as far as is
	// known.
	Made(p *state.Picture) int
	// Asked reports whether the provider can be asked for a picture.
	Asked(p *state.Picture) bool
	// Sought reports whether an earlier run has looked for a picture in vain.
	Sought(p *state.Picture) bool
}

// Have brings a picture that was paid for into the store, from the nearest source that the
// supply knows; all are free. It returns the picture as it is now. If IsVain is true for
// the error, no source is left. From is the provider to ask, and address the image that
// needs the picture.
func (c *Collector) Have(ctx context.Context, from *Desk, address string, p state.Picture) (state.Picture, error) {
	c.Secure(&p)
	is := c.whole(address, p.Artifact)
	var remote *objects.RemoteError
	switch {
	case is == nil:
		return p, nil
	case errors.As(is, new(*objects.CacheError)):
		return p, &log.BrokenError{Err: is}
	case errors.As(is, &remote) && remote.Gone:
		return p, &log.BrokenError{Err: is} // stop: thousands of pictures would fail in the same way
	case errors.As(is, &remote):
		// The home does not answer now: no reason to take other bytes, or to call the
		// picture lost.
		return p, remote
	}
	if path := c.Supply.Output(p.Artifact); path != "" {
		// Keep may fail because another image is just replacing the output, having kept it
		// then. If it cannot be read, another source may help.
		if _, _ = c.Outputs.Keep(path); c.Whole(address, p.Artifact) {
			return p, nil
		}
	}
	for other, path := range c.Supply.Deliveries(&p) {
		if path != "" {
			_, _ = c.Outputs.Keep(path)
		}
		if c.Whole(address, other.Artifact) {
			return p.Redelivered(other), nil
		}
	}
	err := error(&NowhereError{"no output is it, and there is no provider to ask for it"})
	if c.Supply.Asked(&p) {
		var fetched state.Picture
		if fetched, err = c.again(ctx, from, address, p); err == nil {
			return fetched, c.found(address, p)
		}
	}
	if IsVain(err) {
		if found, ok := c.copyOf(address, p); ok {
			return found, nil
		}
	}
	return p, err
}

// found records that a picture that an earlier run did not find is there after all.
// Otherwise the next run would call it lost whenever it is not in the store.
func (c *Collector) found(address string, p state.Picture) error {
	if !c.Supply.Sought(&p) {
		return nil
	}
	return c.Log.Record(state.Event{Kind: state.Collected, Address: address, Record: &state.Record{Picture: p}})
}

// copyOf returns a converted output in place of a picture that nobody has any more.
func (c *Collector) copyOf(address string, p state.Picture) (state.Picture, bool) {
	for sha, path := range c.Supply.Copies(&p) {
		if path != "" {
			if _, err := c.Outputs.Keep(path); err != nil {
				continue
			}
		}
		found, err := c.inspect(sha)
		if err != nil {
			continue
		}
		c.Log.Warn(address, errors.New("its picture is left only as it was converted for an output, which is taken in its place; nothing that depends on it changes"))
		return p.Redelivered(found), true
	}
	return p, false
}

// Secure stores a picture that is only in an output here, before the output is overwritten.
// If that fails, Have tries other sources and reports what is wrong.
func (c *Collector) Secure(p *state.Picture) {
	if c.Store.Here(p.Artifact) {
		return
	}
	if path := c.Supply.Output(p.Artifact); path != "" {
		_, _ = c.Outputs.Keep(path)
	}
}

// Whole reports whether the store has an object whose content matches its name. A damaged
// object counts as missing: it is neither placed nor uploaded, and is replaced when the
// picture is had from elsewhere.
func (c *Collector) Whole(address, sha string) bool { return c.whole(address, sha) == nil }

func (c *Collector) whole(address, sha string) error {
	err := c.Supply.Verify(sha)
	var damaged *disk.CorruptError
	if errors.As(err, &damaged) && c.first(c.damaged, sha) {
		c.Log.Warn(address, fmt.Errorf("the object %s in the store is damaged, and its picture is looked for elsewhere", damaged.File))
	}
	return err
}
