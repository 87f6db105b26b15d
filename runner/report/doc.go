// Package report says what gesso found, intends and did, as text for people:
// diagnostics with the lines that they speak of, plans, the progress of a run,
// and its result.
//
// It promises that what comes from outside (prompts, provider messages, file
// names) reaches a terminal quoted or with control characters removed, that
// sensitive values are not shown, and that colour and moving lines appear only
// where a Screen says so.
//
// It decides nothing and computes nothing that a plan or a result does not say.
//
//	screen := report.NewScreen(os.Stdout, os.Getenv, false)
//	report.Plan(screen, plan)
package report
