// Package quote makes text from outside (prompts, file names, what a provider says)
// fit to be shown: what a terminal would obey or not show is gone or written as an
// escape.
//
// Its promises: what Line, Clean, Text and Sides return moves no cursor, changes no
// colour and no direction of writing; Text of two texts that differ differs; Sides
// of two texts that differ differs to the eye.
//
// It is not for what a program reads, nor for Markdown.
//
//	fmt.Println(quote.Text("a fox\r")) // "a fox\r"
package quote
