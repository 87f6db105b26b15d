// Package manual is what gesso help TOPIC prints: parts of the documents that lie
// beside the packages, as text for a terminal.
//
// Its promises:
//
//   - There is one text: what is printed is the file that people read in the
//     repository, as it was when the program was built.
//   - Every section of a document is printed by exactly one topic.
//   - Lines of prose and of tables have at most Width cells; lines of code are left
//     as they are.
//
// It knows as much of Markdown as these documents use, and is not for others.
//
//	topic, ok := manual.Find("money")
//	fmt.Print(topic.Text())
package manual
