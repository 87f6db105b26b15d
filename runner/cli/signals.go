package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// Signals are those with which a command is asked to end: its context is to end
// with the first of them. The terminal's going away is one, unless the program
// was started to outlive it, as nohup does.
func Signals() []os.Signal {
	list := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		list = append(list, syscall.SIGHUP)
	}
	return list
}
