package session

import (
	"context"
	"errors"
	"flag"
	"time"

	"gesso/runner/report"
	"gesso/state/disk"
)

// Waiting adds -lock-timeout.
func (o *Options) Waiting(set *flag.FlagSet) {
	set.Func("lock-timeout", "wait at most `DURATION` for another process that changes the directory, such as 30s or 5m (default 0s: not at all)", func(text string) error {
		patience, err := time.ParseDuration(text)
		if err != nil || patience < 0 {
			return errors.New("a duration, such as 30s or 5m")
		}
		o.LockTimeout = patience
		return nil
	})
}

// takeLock takes the lock for who changes something.
func (s *Session) takeLock(ctx context.Context, what string) (err error) {
	s.lock, err = s.Workspace.Await(ctx, what, s.Options.LockTimeout, s.waiting)
	return err
}

func (s *Session) waiting(holder disk.Holder) {
	report.WaitingFor(s.App.Err, holder.String(), s.Options.LockTimeout)
}

// Beside returns who was changing the directory while a command that only looks
// read it, or nil. What is shown is then one moment of that run, which is said once,
// and no plan that was made of it may be applied later.
func (s *Session) Beside() *disk.Holder {
	if s.Loaded == nil {
		return nil
	}
	return s.Loaded.Beside
}
