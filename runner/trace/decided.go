package trace

import (
	"log/slog"
	"strings"

	"gesso/runner/plan"
)

// Decided is a plan: what is intended for each address and why, and what is spent.
// Of what stays as it is there are lines at the level debug alone.
func (l *Log) Decided(p *plan.Plan) {
	if !l.wants(slog.LevelInfo) {
		return
	}
	for _, c := range p.Changes {
		level := slog.LevelInfo
		if c.Action == plan.None {
			level = slog.LevelDebug
		}
		all := []slog.Attr{slog.String("address", c.Address), slog.String("action", c.Action.String())}
		if causes := causesOf(c.Reasons); causes != "" {
			all = append(all, slog.String("cause", causes))
		}
		if c.From != "" {
			all = append(all, slog.String("from", c.From))
		}
		if c.Account != "" {
			all = append(all, slog.String("account", c.Account))
		}
		if c.Call != nil && c.Call.Task != "" {
			all = append(all, slog.String("task", id(c.Call.Task)))
		}
		l.write(level, "decided", all...)
	}
}

// causesOf are the causes of reasons, with the argument that each is about. What
// the argument was and is has no way in.
func causesOf(reasons []plan.Reason) string {
	var all []string
	for _, r := range reasons {
		cause := r.Cause.String()
		if r.Argument != "" {
			cause += ":" + r.Argument
		}
		all = append(all, cause)
	}
	return strings.Join(all, ",")
}
