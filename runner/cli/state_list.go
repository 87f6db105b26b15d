package cli

import (
	"context"
	"fmt"
	"gesso/runner/command"
	"gesso/runner/session"
	"strings"
)

func stateListCommand() *command.Command {
	return &command.Command{
		Name: "state list", Usage: "[ADDRESS]",
		Summary: "list the recorded images",
		Detail: `Prints the address of every recorded image, a line each. An ADDRESS of a block, such
as image.hero, selects its instances; one of an instance selects that alone.`,
		Args: 1,
		Run: func(_ context.Context, a *command.App, args []string) int {
			s := session.New(a, nil, nil)
			defer s.Close()
			if err := s.OpenState("state list", session.Looking); err != nil {
				return a.End(err)
			}
			for record := range s.State.All() {
				if len(args) == 0 || matches(args[0], record.Address) {
					fmt.Fprintln(a.Out, record.Address)
				}
			}
			return command.ExitDone
		},
	}
}

// matches reports whether an address is the selected one, an instance of the
// selected block, or in the selected module.
func matches(selected, address string) bool {
	rest, ok := strings.CutPrefix(address, selected)
	return ok && (rest == "" || rest[0] == '[' || rest[0] == '.')
}
