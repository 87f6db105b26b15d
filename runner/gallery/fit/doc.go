// Package fit decides how much of the pictures goes into a gallery's page: how large
// thumbnails are, and which pictures have a preview, so that the page opens soon and can be
// sent to somebody.
//
// It promises that the same numbers give the same choice, and that no choice is larger than
// what was allowed by more than pictures are larger than usual: who writes the page knows
// their sizes and asks again, see Kept.
//
// It reads no picture and writes none.
//
//	choice, err := fit.Choose(fit.Counts{Pictures: 200, Changed: 12}, fit.Wishes{})
//	fmt.Println(choice.Edge, choice.PreviewEdge, choice.Previews) // 320 1024 12
package fit
