// Package outline prepares what a reader is shown of a plan, as data: blocks in reading
// order, their rows, where two texts differ, and which blocks are so alike that two of them
// are enough. Text for terminals and Markdown are made from it.
//
// Its promises:
//
//   - Each change of a plan is in exactly one block, alone or folded with others of its
//     kind. What waits for a decision, and what touches a file that is not gesso's, is
//     never folded.
//   - Texts of rows are ready for a terminal: quoted, or on one line without control
//     characters. None is sensitive.
//   - Prices in different currencies are not added.
//
// It decides nothing, and knows no width and no colour.
//
//	for _, b := range outline.Of(p, outline.Folded) {
//		fmt.Println(b.Change.Address, b.Rows())
//	}
package outline
