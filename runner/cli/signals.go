package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// UntilInterrupted returns a context that ends with the first signal that asks a
// command to end. The default is back soon after it: a second one ends the process
// at once, which the journal makes safe.
func UntilInterrupted() context.Context {
	ctx, stop := signal.NotifyContext(context.Background(), signals()...)
	context.AfterFunc(ctx, func() { time.AfterFunc(sameSignal, stop) })
	return ctx
}

// sameSignal is how long further signals are taken for the first one: it comes
// twice where a terminal sends it to a whole process group and a parent, such as
// timeout or a task runner, hands it on.
const sameSignal = 250 * time.Millisecond

// signals are those with which a command is asked to end. The terminal's going
// away is one, unless the program was started to outlive it, as nohup does.
func signals() []os.Signal {
	list := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		list = append(list, syscall.SIGHUP)
	}
	return list
}
