// Package secret keeps secrets out of messages. Marks keep a value from being shown
// as a value; but an error of a library or a rule quotes what it is about, and has no
// marks. This is the net below those who know what they quote.
//
// Texts remembers what was secret in the values that it has seen, up to a bound, and
// takes that out of diagnostics. It is not a proof: what was never seen, or is as
// short as an ordinary word, is not found. It is not safe for concurrent use.
//
//	texts := secret.New()
//	texts.Note(value)
//	diags = texts.Conceal(diags)
package secret
