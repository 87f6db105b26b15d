// Package block turns the values of a derive block's arguments into the file that they
// declare.
//
// Its promises: all mistakes of a block are told at once, each where it is; and what
// decides nothing about a file is left out of it, so that it changes nothing.
//
// It evaluates nothing: who does hands it the values.
//
//	e := block.Element{Address: i.Address, Block: d, Context: ctx, Key: "640", Place: config.outputPath}
//	file, diags := e.File(func(name string, expr hcl.Expression) (cty.Value, hcl.Diagnostics) { ... })
package block
