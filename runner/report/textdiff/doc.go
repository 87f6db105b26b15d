// Package textdiff finds where two texts differ: by lines, or by words in any script.
//
// It promises that the pieces without the new ones are the old text, and those without the
// old ones the new text; that it never cuts a word, a Chinese character or an emoji in two;
// and that its time is bounded: texts that differ too much count as entirely different.
//
// It does not format differences.
//
//	for _, p := range textdiff.Words("a red fox", "a blue fox") {
//		fmt.Printf("%d %q\n", p.Kind, p.Text) // 0 "a ", 1 "red", 2 "blue", 0 " fox"
//	}
package textdiff
