package place

import (
	"cmp"
	"context"

	"gesso/state"
)

// noteHand records what somebody had made by hand and that lay where an output goes now: the
// store has it, and the address had it, so that it is among its takes and can be had back.
// What is no picture, and what gesso has made itself, is only said.
func (p *Placer) noteHand(ctx context.Context, o Output, record *state.Record, sha string) error {
	if sha == "" || sha == record.Artifact || p.ByHand == nil {
		return nil
	}
	of := record
	if b := o.Before; b.HasPicture() && b.Path == o.Path {
		of = b
	}
	key := cmp.Or(of.Key, record.Key)
	made, is := p.ByHand(ctx, sha, o.Path, key, &of.Picture, &record.Picture)
	if !is {
		return nil
	}
	if of == o.Before {
		made = of.Adopt(made, key, "")
	} else { // nothing tells what it was made from
		made.Key, made.Adopted = key, &state.Adoption{}
	}
	now := p.Log.Time().UTC()
	made.Generated, made.Adopted.Time = now, now
	return p.Log.Record(state.Event{Kind: state.Collected, Address: o.Address, Record: &state.Record{Request: of.Request, Picture: made}})
}
