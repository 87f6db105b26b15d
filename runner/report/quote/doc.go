// Package quote makes text from outside (prompts, file names, a provider's messages) safe
// to show: what a terminal would obey or not show is removed or escaped.
//
// Its promises: results of Line, Clean, Text and Sides move no cursor and change neither
// colour nor writing direction. Text is different for different texts. Sides of different
// texts look different.
//
// It is not for text that programs read, nor for Markdown.
//
//	fmt.Println(quote.Text("a fox\r")) // "a fox\r"
package quote
