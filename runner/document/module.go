package document

import (
	"encoding/json"
	"slices"

	"gesso/spec/address"
)

// StateValues are images and outputs in Terraform's shape.
type StateValues struct {
	Outputs    map[string]PlannedOutput `json:"outputs,omitempty"`
	RootModule Module                   `json:"root_module"`
}

// PlannedOutput is an output, as far as it is known and may be shown.
type PlannedOutput struct {
	Sensitive bool            `json:"sensitive"`
	Type      json.RawMessage `json:"type,omitempty"`  // as Terraform writes types in JSON
	Value     json.RawMessage `json:"value,omitempty"` // not there while it is not known, or when it is sensitive
}

// Module is the images of a module.
type Module struct {
	Address      string     `json:"address,omitempty"` // not there for the root
	Resources    []Resource `json:"resources,omitempty"`
	ChildModules []Module   `json:"child_modules,omitempty"`
}

// Resource is an image with its values.
type Resource struct {
	Address         string          `json:"address"`
	Mode            string          `json:"mode"`
	Type            string          `json:"type"`
	Name            string          `json:"name"`
	Index           json.RawMessage `json:"index,omitempty"` // a number or a string
	ProviderName    string          `json:"provider_name,omitempty"`
	SchemaVersion   int             `json:"schema_version"`
	Values          Values          `json:"values"`
	SensitiveValues Flags           `json:"sensitive_values"`
	DependsOn       []string        `json:"depends_on,omitempty"`
	Tainted         bool            `json:"tainted,omitempty"` // its picture fails a condition
	Calls           []OpenCall      `json:"calls,omitempty"`   // that are not settled
	Rivals          []Values        `json:"rivals,omitempty"`  // pictures that another branch had for it, since both were merged
}

// tree puts images into their modules.
type tree struct {
	modules map[string]*branch
}

type branch struct {
	Module
	children []string // in the order in which they come
}

func newTree() *tree { return &tree{map[string]*branch{"": {}}} }

// add puts an image into a module.
func (t *tree) add(module string, r Resource) {
	b := t.branch(module)
	b.Resources = append(b.Resources, r)
}

// branch is a module's, which is below that of the module which calls it.
func (t *tree) branch(module string) *branch {
	if b, ok := t.modules[module]; ok {
		return b
	}
	b := &branch{Module: Module{Address: module}}
	t.modules[module] = b
	steps := address.Parse(module)
	above := t.branch(address.Join(steps[:max(0, len(steps)-1)]))
	above.children = append(above.children, module)
	return b
}

// root is the whole tree. Modules are in the order of addresses.
func (t *tree) root() Module { return t.module("") }

func (t *tree) module(name string) Module {
	b := t.modules[name]
	slices.SortFunc(b.children, address.Compare)
	for _, child := range b.children {
		b.ChildModules = append(b.ChildModules, t.module(child))
	}
	return b.Module
}
