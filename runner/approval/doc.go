// Package approval puts a plan into a saved plan, and holds what there is now against
// one: whether it may still be carried out.
//
// # Promises
//
//   - What is not as it was when the plan was saved is named, all of it: each file,
//     value, provider, picture and record.
//   - A plan of now is carried out only if all that it would do is in the saved one.
//   - Nothing sensitive is put into the saved plan or into what is said.
//
// # Not for
//
// It makes no plan, carries none out, and asks nobody: see packages decide and runner.
// What a file of a plan looks like, and what one change permits of another, is package
// savedplan's.
//
// # Example
//
//	saved, err := approval.Save(made)                       // gesso plan -out
//
//	config, diags := spec.Load(dir, spec.Inputs{Saved: approval.Values(saved)})
//	objections, err := approval.Objections(saved, madeNow)  // gesso apply FILE
package approval
