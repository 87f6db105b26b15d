package eval

import (
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
)

// Module is the module that this is an instance of; see advice.Scope.
func (m *moduleInstance) Module() *config.Module { return m.module }

// Keys lists the keys of a block's instances, of what is evaluated by now.
func (m *moduleInstance) Keys(root, block string) []string {
	var keys []string
	if root == "module" {
		for _, child := range m.children[block] {
			keys = append(keys, child.Key.Text())
		}
		return keys
	}
	for _, i := range m.instances[block] {
		keys = append(keys, i.Key.Text())
	}
	return keys
}

// ImageAddress is the address of the image that a value is the whole of.
func (m *moduleInstance) ImageAddress(v cty.Value) (string, bool) { return m.e.imageAddress(v) }
