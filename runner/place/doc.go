// Package place brings a picture from the store to where a user wants it, shows one that
// is not to be placed, and takes outputs away.
//
// Its promises:
//
//   - An output is whole or what it was before.
//   - What lies in its place and is in no store is kept in the store first, and said,
//     if it was somebody's.
//   - Only what gesso wrote is removed, never where another image writes now, and
//     before the journal says so: nobody would know of it afterwards.
//
// It is not for the decision whether a picture belongs there, nor for where its bytes
// come from: what it places is in the store.
//
//	p := place.New(place.Config{Log: log, Outputs: w.Outputs(), Store: w.Store(), ...})
//	err := p.Put(ctx, place.Output{Address: "image.fox", Path: "images/fox.png"}, record)
package place
