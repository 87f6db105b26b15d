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

// Supply knows where a picture can be had for nothing, as the plan did.
type Supply interface {
	// Verify reads an object of the store, and brings it there from a home. The errors are
	// those of the store's.
	Verify(sha string) error
	// Output is the path of an output whose bytes are an artifact, or "".
	Output(artifact string) string
	// Deliveries yields the other bytes in which a picture came, and which are at hand:
	// in the store, or in the output at the path.
	Deliveries(p *state.Picture) iter.Seq2[state.Picture, string]
	// Copies yields what outputs were converted to from a picture: the hash of each, and
	// its path, which is "" when only the store has it any more.
	Copies(p *state.Picture) iter.Seq2[string, string]
	// Made is how many pictures the task of a picture has brought, at least, as far as is
	// known.
	Made(p *state.Picture) int
	// Asked reports whether the provider can be asked for a picture.
	Asked(p *state.Picture) bool
	// Sought reports whether a run before this one has looked for a picture in vain.
	Sought(p *state.Picture) bool
}

// Have brings a picture that was paid for into the store, by the nearest of the
// ways that the supply knows, all of them free. What it returns is the picture
// as it is there now. An error for which IsVain is true says that no way is left.
// From is whom to ask for it, and address who wants it.
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
		return p, &log.BrokenError{Err: is} // thousands would say the same
	case errors.As(is, &remote):
		// That is no reason to take other bytes for it, or to call it lost.
		return p, remote
	}
	if path := c.Supply.Output(p.Artifact); path != "" {
		// It may be replaced in this moment, by an image that then has kept it; and
		// where it cannot be read, there may be another way.
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

// found notes of a picture that a run had looked for in vain that it is there after all:
// else the next one takes it for lost whenever it is not here.
func (c *Collector) found(address string, p state.Picture) error {
	if !c.Supply.Sought(&p) {
		return nil
	}
	return c.Log.Record(state.Event{Kind: state.Collected, Address: address, Record: &state.Record{Picture: p}})
}

// copyOf takes what an output was converted to for the picture, when nobody has
// the picture itself any more.
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

// Secure puts a picture into the store's folder that only an output has here, before that
// is overwritten. Where it cannot, Have looks for another way, and says what is wrong.
func (c *Collector) Secure(p *state.Picture) {
	if c.Store.Here(p.Artifact) {
		return
	}
	if path := c.Supply.Output(p.Artifact); path != "" {
		_, _ = c.Outputs.Keep(path)
	}
}

// Whole reports whether the store has an object with the content that its name
// says. A damaged one is as good as none: it is neither placed nor uploaded, and
// is replaced when its picture is had otherwise.
func (c *Collector) Whole(address, sha string) bool { return c.whole(address, sha) == nil }

func (c *Collector) whole(address, sha string) error {
	err := c.Supply.Verify(sha)
	var damaged *disk.CorruptError
	if errors.As(err, &damaged) && c.first(c.damaged, sha) {
		c.Log.Warn(address, fmt.Errorf("the object %s in the store is damaged, and its picture is looked for elsewhere", damaged.File))
	}
	return err
}
