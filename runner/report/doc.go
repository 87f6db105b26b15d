// Package report says what gesso found, intends and did, as text for people: diagnostics
// with the lines that they are about, plans, the progress of a run, and its result.
//
// It promises that text from outside (prompts, provider messages, file names) reaches a
// terminal quoted or without control characters, that sensitive values are not shown, and
// that colours and redrawn lines appear only if the Screen allows them.
//
// It decides nothing, and computes nothing that a plan or a result does not say.
//
//	screen := report.NewScreen(os.Stdout, os.Getenv, false)
//	report.Plan(screen, plan)
package report
