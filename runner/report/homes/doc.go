// Package homes words what users are told about the homes of workspaces: who works there,
// and what prevents working there, with what can be done about it.
//
// It promises that text from a home (its holder, a service's answer) is on one line and
// moves no cursor. A hint is a sentence or a command that can be pasted safely. It contains
// nothing from a home except words that cannot be anything else.
//
// It looks at nothing itself, and is not for programs: package document and the lines of
// package machine are.
//
//	if message, hint, ok := homes.Explain(err); ok {
//		fmt.Println(message, hint)
//	}
package homes
