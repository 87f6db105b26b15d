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
// The data's way through it, a package for each phase and in it a file for each
// kind of block: text becomes bodies (source), bodies become the blocks of a Module
// (config) by the table of the language (lang); link checks what refers to what and
// sorts it, over all modules at once; an evaluation gives each block a value in each
// instance of its module, and an Expansion is the images that came out (eval). Load
// leads through all of that: it reads the modules that are called, gives the
// variables their values, and evaluates the settings. Refresh evaluates an image
// again when the pictures that it needs are made.
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
