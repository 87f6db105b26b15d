// Package place writes pictures of the store to their outputs, shows a picture that must
// not be placed, and removes outputs.
//
// Its promises:
//
//   - An output is written whole, or stays what it was.
//   - A file in its place that is not in the store is stored first. If somebody made the
//     file, a warning says where it is kept.
//   - Only what gesso wrote is removed, and never where another image writes now. It is
//     removed before the journal says so: after that, nobody would know of it.
//
// It does not decide whether a picture belongs there, and does not fetch: what it places is
// in the store.
//
//	p := place.New(place.Config{Log: log, Outputs: w.Outputs(), Store: w.Store(), ...})
//	err := p.Put(ctx, place.Output{Address: "image.fox", Path: "images/fox.png"}, record)
package place
