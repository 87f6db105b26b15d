package cli

import (
	"gesso/runner/flux"
	"gesso/runner/sandbox"
	"gesso/spec/lang"
)

// kinds are the providers that there are, the default one first: another is
// another row.
func kinds() []*lang.Kind {
	return []*lang.Kind{flux.Language().With(sandbox.Block())}
}
