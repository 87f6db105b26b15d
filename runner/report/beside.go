package report

import (
	"gesso/runner/report/quote"

	"fmt"
	"time"
)

// Beside says that what is printed is a snapshot from the middle of another process's run
// of a command, such as apply.
func Beside(s *Screen, at time.Time, command string, process int) {
	fmt.Fprintf(s, "gesso: as of %s: gesso %s (process %d) is running\n", at.Local().Format(time.TimeOnly), quote.Line(command), process)
}

// WaitingFor says whom a command waits for, and how long at most.
func WaitingFor(s *Screen, holder string, patience time.Duration) {
	fmt.Fprintf(s, "gesso: waiting at most %s: locked by %s\n", patience, quote.Line(holder))
}
