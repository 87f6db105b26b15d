package config

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// moduleBlock decodes a module block.
func (d *Decoder) moduleBlock(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("module", name, block.LabelRanges[0])
	if old, exists := d.Module.Calls[name]; exists {
		return append(diags, diag.ProblemAt(block.DefRange, "Duplicate module block",
			"A module block named %q is at %s already. Names of module blocks are unique in a configuration: rename one of them.", name, diag.Position(old.Range))...)
	}
	content, rest, more := partialContents(block, lang.Module)
	diags = append(diags, more...)
	call := &Call{Name: name, Range: block.DefRange, Vertex: Vertex{Owner: d.Module}, Arguments: map[string]hcl.Expression{}, Names: map[string]hcl.Range{}}
	call.Module = newModule("", call)
	d.Module.Calls[name] = call
	if attr := content.Attributes["source"]; attr != nil {
		call.SourceRange = attr.Expr.Range()
		diags = append(diags, literalAttribute(attr, &call.Source)...)
	}
	r, more := decodeRepetition(content)
	call.Repetition = r
	diags = append(diags, more...)
	if attr := content.Attributes["depends_on"]; attr != nil {
		call.DependsOn, more = dependsOn(attr.Expr)
		diags = append(diags, more...)
	}
	call.Passed, more = d.passedProviders(content)
	diags = append(diags, more...)
	call.Broken = diags.HasErrors()
	attrs, more := rest.JustAttributes()
	diags = append(diags, more...)
	for name, attr := range attrs {
		call.Arguments[name], call.Names[name] = source.Native(attr.Expr), attr.NameRange
	}
	return diags
}

// Module is the configuration of one directory: the root's, or that of a
// module block, which has one of its own for each place that calls it.
type Module struct {
	Dir       string // slash-separated, relative to the configuration's: "." for the root
	Images    map[string]*Image
	Outputs   map[string]*Output
	Variables map[string]*Variable
	Calls     map[string]*Call
	Checks    map[string]*Check

	Call   *Call // what calls it; nil for the root
	Locals map[string]*Local
}

func newModule(dir string, call *Call) *Module {
	return &Module{
		Dir:       dir,
		Images:    map[string]*Image{},
		Outputs:   map[string]*Output{},
		Variables: map[string]*Variable{},
		Calls:     map[string]*Call{},
		Checks:    map[string]*Check{},
		Call:      call,
		Locals:    map[string]*Local{},
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

	Repetition
	Vertex
	Source      string               // as it is written
	SourceRange hcl.Range            // where
	Names       map[string]hcl.Range // of the arguments
	Passed      map[string]ProviderReference
	Unread      bool // it stands in for a block that cannot be parsed
}

// prefix is what addresses of the module's blocks begin with, without instance
// keys: module.a.module.b. with a dot at the end, and "" for the root.
func (m *Module) prefix() string {
	if m.Call == nil {
		return ""
	}
	return m.Call.Owner.prefix() + "module." + m.Call.Name + "."
}

// Parent is the module that calls it, or nil.
func (m *Module) Parent() *Module {
	if m.Call == nil {
		return nil
	}
	return m.Call.Owner
}
