package cli

import (
	"context"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/session"
)

func forceUnlockCommand() *command.Command {
	return &command.Command{
		Name: "force-unlock", Usage: "[LOCK_ID]",
		Summary: "say who holds the lock; it ends with its process by itself",
		Detail: `Nothing has to be unlocked by force: the lock is the kernel's, and ends with the
process that holds it, however that ends, so that a killed one blocks nobody. The
command says who holds it now, and what can be done: wait, with -lock-timeout=5m, or
end that process, after which the next apply collects what it had paid for. It has
no use for Terraform's LOCK_ID.`,
		Examples: []string{"gesso force-unlock"},
		Args:     1,
		Run: func(_ context.Context, a *command.App, _ []string) int {
			s := session.New(a, nil, nil)
			defer s.Close()
			if err := s.OpenWorkspace(); err != nil {
				return a.End(err)
			}
			holder := s.Workspace.Held()
			if holder == nil {
				fmt.Fprintln(a.Out, "Nobody holds the lock.")
				return command.ExitDone
			}
			hint := fmt.Sprintf("wait with gesso apply -lock-timeout=5m, or end process %d of %s: the next apply collects what it paid for", holder.PID, holder.Host)
			return a.Fail(command.Misuse("the lock ends with its process, and cannot be taken from "+holder.String(), hint))
		},
	}
}
