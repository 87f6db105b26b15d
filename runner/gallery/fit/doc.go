// Package fit decides how much of the pictures goes into a gallery's page: how large
// thumbnails are, and which pictures have a preview, so that the page opens fast and can be
// sent to somebody.
//
// It promises that the same numbers give the same choice, and that a page exceeds the limit
// only by as much as its pictures exceed their usual size. Whoever writes the page knows
// their sizes and corrects that: see Smaller and Kept.
//
// It reads no picture and writes none.
//
//	choice, err := fit.Choose(fit.Counts{Pictures: 200, Changed: 12}, fit.Wishes{})
//	fmt.Println(choice.Edge, choice.PreviewEdge, choice.Previews) // 320 1024 12
package fit
