// Package homes is what people are told of the homes of workspaces: who works there, and
// what is in the way of working there, with what can be done about it.
//
// Its promises: what a home's texts say (who holds it, what a service answers) is on one
// line and moves no cursor; a hint is a sentence or a command that is safe to paste, and
// nothing of it comes from a home, but for words that cannot be anything else.
//
// It looks at nothing itself, and is not for programs: those have package document, and
// the lines of package machine.
//
//	if message, hint, ok := homes.Explain(err); ok {
//		fmt.Println(message, hint)
//	}
package homes
