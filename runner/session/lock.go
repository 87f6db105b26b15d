package session

import (
	"context"
	"errors"
	"flag"
	"time"

	"gesso/runner/command"
	"gesso/runner/report"
	"gesso/state/disk"
)

// Waiting adds -lock-timeout.
func (o *Options) Waiting(set *flag.FlagSet) {
	set.Func("lock-timeout", "wait at most `DURATION` for another process that changes the directory, or another machine that works on its home, such as 30s or 5m (default 0s: not at all)", func(text string) error {
		patience, err := time.ParseDuration(text)
		if err != nil || patience < 0 {
			return errors.New("a duration, such as 30s or 5m")
		}
		o.LockTimeout = patience
		return nil
	})
}

// Await takes a workspace's lock, waiting as long as the options allow. What names the
// command for others who find it locked. The caller must call Unlock.
func Await(ctx context.Context, a *command.App, w *disk.Workspace, o *Options, what string) (*disk.Lock, error) {
	return w.Await(ctx, what, o.LockTimeout, waiting(a, o))
}

// waiting returns a callback that says whom a command waits for.
func waiting(a *command.App, o *Options) func(disk.Holder) {
	return func(holder disk.Holder) { report.WaitingFor(a.Err, holder.String(), o.LockTimeout) }
}

// Beside returns the holder that was changing the directory while this command read it, or
// nil. The state is then a snapshot from the middle of that run: the user is told once, and
// a plan made from it may not be applied later.
func (s *Session) Beside() *disk.Holder {
	if s.Loaded == nil {
		return nil
	}
	return s.Loaded.Beside
}
