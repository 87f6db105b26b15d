package cli

import (
	"gesso/runner/budget"
	"gesso/runner/command"
	"gesso/runner/session"
)

// checkMode refuses options of plan and apply that contradict each other.
func checkMode(o *session.Options, what string) error {
	bought := o.Budget != budget.Budget{}
	switch {
	case o.Destroy && o.RefreshOnly:
		return command.Misuse(what+" -destroy removes every output, and -refresh-only restores them: choose one of them", "gesso "+what+" -refresh-only")
	case o.Destroy && len(o.Choice.Replaces) > 0:
		return command.Misuse(what+" -destroy removes every output, and -replace makes an image anew: choose one of them", "gesso "+what+" -destroy")
	case (o.Destroy || o.RefreshOnly) && len(o.Decisions) > 0:
		return command.Misuse(what+" -destroy and -refresh-only look at no picture that somebody has decided about, and -decisions does: choose one of them", "gesso "+what+" -decisions=FILE")
	case (o.Destroy || o.RefreshOnly) && o.ReplaceLost:
		return command.Misuse(what+" -replace-lost buys what is lost, and -destroy and -refresh-only buy nothing: choose one of them", "gesso "+what+" -replace-lost")
	case o.Destroy && bought:
		return command.Misuse(what+" -destroy buys nothing, so there is nothing that -max-images, -max-cost or -allow-unpriced could bound", "gesso "+what+" -destroy")
	case o.Destroy && o.StaleAnew:
		return command.Misuse(what+" -destroy removes every output, and -stale makes pictures anew: choose one of them", "gesso "+what+" -destroy")
	case o.RefreshOnly && o.StaleAnew:
		return command.Misuse(what+" -refresh-only buys nothing, and -stale makes pictures anew: choose one of them", "gesso "+what+" -refresh-only")
	case o.RefreshOnly && o.Unrefreshed:
		return command.Misuse("-refresh-only looks at the outputs, and -refresh=false does not: choose one of them", "gesso "+what+" -refresh-only")
	case o.RefreshOnly && len(o.Choice.Replaces) > 0:
		return command.Misuse(what+" -refresh-only buys nothing, and -replace makes an image anew: choose one of them", "gesso "+what+" -refresh-only")
	case o.RefreshOnly && bought:
		return command.Misuse(what+" -refresh-only buys nothing, so there is nothing that -max-images, -max-cost or -allow-unpriced could bound", "gesso "+what+" -refresh-only")
	}
	return nil
}
