// Package outline is what a reader is shown of a plan, as data: blocks in the order
// in which they are read, their rows, where two texts differ, and which blocks are so
// alike that two of them tell all. A terminal and Markdown are drawings of it.
//
// Its promises:
//
//   - Each change of a plan is in exactly one block, alone or folded with others of
//     its kind; what waits for a decision, and what touches a file that is not
//     gesso's, is never folded.
//   - Texts of rows are ready for a terminal: quoted, or on one line without control
//     characters. What is sensitive is in none.
//   - Prices in different currencies are not added.
//
// It decides nothing, and knows no width and no colour.
//
//	for _, b := range outline.Of(p, outline.Folded) {
//		fmt.Println(b.Change.Address, b.Rows())
//	}
package outline
