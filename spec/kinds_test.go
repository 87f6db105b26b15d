package spec

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/runner/flux"
	"gesso/runner/sandbox"
	"gesso/spec/eval"
	"gesso/spec/lang"
)

// kinds are the program's kinds of providers, but that images which name no model
// have this one, and no size.
func kinds(model string) []*lang.Kind {
	kind := *flux.Language().With(sandbox.Block())
	kind.Model, kind.Size = model, nil
	return []*lang.Kind{&kind}
}

// loadDir is Load with the program's kinds of providers, unless there are others.
func loadDir(dir string, in Inputs) (*eval.Config, hcl.Diagnostics) {
	if in.Kinds == nil {
		in.Kinds = kinds("")
	}
	return Load(dir, in)
}
