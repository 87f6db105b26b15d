// Package spec is what is declared: it loads a directory's HCL files, in the
// native syntax and in JSON, and the modules that they call, decodes them, and
// expands their image blocks into instances, each with its arguments evaluated
// and its dependencies known.
//
// Its promises:
//
//   - Mistakes are reported all at once, as hcl.Diagnostics, each where it is.
//   - Dependencies are followed by instance, not by block: every instance's
//     value carries a cty mark with its address, marks travel through every
//     operator and function, and so the marks of an evaluated argument are
//     exactly what it depends on.
//   - Nothing is read outside of the directory, and nothing is written.
//   - Work and memory grow linearly with the number of instances.
//
// The data's way through it: files become bodies (files, parse, json), bodies
// become the blocks of a Module (decode, and a file for each kind of block) by
// the table of the language (language, schema); link checks what refers to what
// and order sorts it, over all modules at once; an evaluator gives each block a
// value in each moduleInstance, and an Expansion is the images that came out.
// Refresh evaluates one of them again when the pictures that it needs are made.
//
// It knows nothing of state, of providers or of the network. What an earlier
// run recorded of an instance enters through the Recall function that Expand is
// given; models and their sizes are judged by whoever knows them.
//
//	config, diags := spec.Load(dir, spec.Inputs{Version: "0.1.0"})
//	expansion, more := config.Expand(nil)
//	for _, image := range expansion.Instances {
//		fmt.Println(image.Address, image.Path, image.Prompt)
//	}
package spec
