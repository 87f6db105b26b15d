package place

import (
	"cmp"
	"context"

	"gesso/state"
)

// noteHand records a picture made by hand that an output has replaced and the store has
// kept. It becomes one of the takes of the address, so that it can be selected again. A
// file that is no picture, or that gesso made, is not recorded.
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
	} else { // its origin is not known
		made.Key, made.Adopted = key, &state.Adoption{}
	}
	now := p.Log.Time().UTC()
	made.Generated, made.Adopted.Time = now, now
	return p.Log.Record(state.Event{Kind: state.Collected, Address: o.Address, Record: &state.Record{Request: of.Request, Picture: made}})
}
