// Package guide is what the guides of the API say of its models: which there are, which
// sizes they take, which of them edit.
//
// # Promises
//
//   - It asks nobody: Check is free, and takes no time.
//   - Where the guides differ, what one of them allows is a warning and no more: the
//     provider decides. A model that they do not know is one too.
//   - What DefaultSize says of a model is never changed, since it decides keys.
//
// # Not for
//
// What a request looks like on the wire, and what comes back: that is package flux's.
//
// # Example
//
//	for _, problem := range guide.Check("flux-dev", "1000x1000", false) {
//		fmt.Println(problem.Summary) // Unsupported size
//	}
package guide
