// Package textdiff finds where two texts differ: by lines, or by words in any script.
//
// It promises that the pieces without the new ones are the old text, and without the
// old ones the new text; that a word, a Chinese character or an emoji is never cut in
// two; and that its time is bounded: where too much differs, all of it does.
//
// It is not for how a difference is shown.
//
//	for _, p := range textdiff.Words("a red fox", "a blue fox") {
//		fmt.Printf("%d %q\n", p.Kind, p.Text) // 0 "a ", 1 "red", 2 "blue", 0 " fox"
//	}
package textdiff
