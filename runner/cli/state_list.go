package cli

import (
	"context"
	"fmt"
	"strings"
)

func stateListCommand() *command {
	return &command{
		name: "state list", usage: "[ADDRESS]",
		summary: "list the recorded images",
		detail: `Prints the address of every recorded image, a line each. An ADDRESS of a block, such
as image.hero, selects its instances; one of an instance selects that alone.`,
		args: 1,
		run: func(_ context.Context, a *app, args []string) int {
			s := &session{app: a}
			defer s.close()
			if err := s.openState("state list", looking); err != nil {
				return a.end(err)
			}
			for record := range s.state.All() {
				if len(args) == 0 || matches(args[0], record.Address) {
					fmt.Fprintln(a.out, record.Address)
				}
			}
			return exitDone
		},
	}
}

// matches reports whether an address is the selected one, an instance of the
// selected block, or in the selected module.
func matches(selected, address string) bool {
	rest, ok := strings.CutPrefix(address, selected)
	return ok && (rest == "" || rest[0] == '[' || rest[0] == '.')
}
