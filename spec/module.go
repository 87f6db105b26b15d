package spec

import (
	"github.com/hashicorp/hcl/v2"
)

// Module is the configuration of one directory: the root's, or that of a
// module block, which has one of its own for each place that calls it.
type Module struct {
	Dir       string // slash-separated, relative to the configuration's: "." for the root
	Images    map[string]*Image
	Outputs   map[string]*Output
	Variables map[string]*Variable
	Calls     map[string]*Call
	Checks    map[string]*Check

	call   *Call // what calls it; nil for the root
	locals map[string]*local
}

func newModule(dir string, call *Call) *Module {
	return &Module{
		Dir:       dir,
		Images:    map[string]*Image{},
		Outputs:   map[string]*Output{},
		Variables: map[string]*Variable{},
		Calls:     map[string]*Call{},
		Checks:    map[string]*Check{},
		call:      call,
		locals:    map[string]*local{},
	}
}

// Call is a module block.
type Call struct {
	Name      string
	Arguments map[string]hcl.Expression // values of the module's variables
	DependsOn []hcl.Traversal
	Providers map[string]*Provider // that it passes on, by what the module refers to them by; "" is the one of images that name none
	Module    *Module              // what it calls; empty when that could not be loaded
	Range     hcl.Range            // of the block's header

	repetition
	vertex
	source    string               // as it is written
	sourceRng hcl.Range            // where
	names     map[string]hcl.Range // of the arguments
	passed    map[string]providerReference
	unread    bool // it stands in for a block that cannot be parsed
}

// prefix is what addresses of the module's blocks begin with, without instance
// keys: module.a.module.b. with a dot at the end, and "" for the root.
func (m *Module) prefix() string {
	if m.call == nil {
		return ""
	}
	return m.call.module.prefix() + "module." + m.call.Name + "."
}

// parent is the module that calls it, or nil.
func (m *Module) parent() *Module {
	if m.call == nil {
		return nil
	}
	return m.call.module
}
