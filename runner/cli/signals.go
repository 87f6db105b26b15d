package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// UntilInterrupted returns a context that ends with the first signal that asks the program
// to end. Soon after it the default handling is restored: a second signal ends the process
// at once, which the journal makes safe.
func UntilInterrupted() context.Context {
	ctx, stop := signal.NotifyContext(context.Background(), signals()...)
	context.AfterFunc(ctx, func() { time.AfterFunc(sameSignal, stop) })
	return ctx
}

// sameSignal is how long further signals count as the first one. A signal comes twice if a
// terminal sends it to the process group and a parent, such as timeout or a task runner,
// passes it on.
const sameSignal = 250 * time.Millisecond

// signals returns the signals that ask the program to end. SIGHUP is one, unless the
// program was started to outlive its terminal, as with nohup.
func signals() []os.Signal {
	list := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		list = append(list, syscall.SIGHUP)
	}
	return list
}
