// Package recalling tells an expansion of the pictures that are recorded.
//
// It promises that a picture is told of as it was first delivered: whatever comes to lie in its
// place by a restore, nothing that uses it is made anew by that. It decides nothing: which
// pictures stay, runner/decide says.
//
//	x, diags := config.Expand(recalling.Recorded(s))
package recalling

import (
	"gesso/spec/eval"
	"gesso/state"
)

// Of is a picture as expressions see it: as it was first delivered, whatever
// its bytes and its URL are now. A prompt or a trigger that uses one of these
// would else pay for a restore.
func Of(p *state.Picture) *eval.Picture {
	if p == nil {
		return nil
	}
	first := p.First()
	return &eval.Picture{
		URL: first.URL, Seed: p.Seed, SHA256: first.Artifact, Format: first.Format, TaskID: p.Task, TraceID: p.TraceID,
		Width: first.Width, Height: first.Height, Bytes: first.Bytes, Blank: p.Blank, Generated: p.Generated,
	}
}

// OfRecord is Of what an address has; nil is no picture.
func OfRecord(r *state.Record) *eval.Picture {
	if !r.HasPicture() {
		return nil
	}
	return Of(&r.Picture)
}

// Recorded tells an expansion what the state knows of each picture, be it
// still what is declared or not.
func Recorded(s *state.State) eval.Recall {
	return func(i *eval.Instance) *eval.Picture {
		return OfRecord(s.Get(i.Address))
	}
}
