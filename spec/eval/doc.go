// Package eval is the blocks of a configuration as they are evaluated: each block
// in each instance of its module, a file for each kind of block, as in config. An
// Expansion is the images that came out.
//
// Its promises:
//
//   - Dependencies are followed by instance: the marks of an evaluated argument are
//     exactly what it depends on.
//   - A value that has a mistake behind it makes no second one.
//   - Work and memory grow linearly with the number of instances, and an evaluation
//     that takes more than anything sane is an error.
//   - The tree is only read: it can be evaluated any number of times, one after the
//     other, since its expressions tell one meter what they cost.
//
// It reads no file but by the functions of the language, and decides nothing about
// pictures: what is known of them comes by a Recall.
//
//	expansion, diags := config.Expand(nil)
//	for _, image := range expansion.Instances {
//		fmt.Println(image.Address, image.Path, image.Prompt)
//	}
package eval
