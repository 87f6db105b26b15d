package spec

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
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

// maxModules bounds how many module blocks a configuration may load, those in
// modules counted as often as these are called: above it somebody has written
// modules that call each other twice, over many levels.
const maxModules = 10_000

// loadModules loads what the module blocks of a module call, and what those
// call in turn.
func (d *decoder) loadModules() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, name := range names(d.module.Calls)() {
		diags = append(diags, d.loadModule(d.module.Calls[name])...)
	}
	return diags
}

func (d *decoder) loadModule(call *Call) hcl.Diagnostics {
	if call.broken {
		return nil
	}
	c := d.config
	dir, diags := c.moduleDir(d.module, call)
	if diags.HasErrors() {
		call.broken = true
		return diags
	}
	if c.loaded++; c.loaded > maxModules {
		call.broken = true
		return diag.ProblemAt(call.Range, "Too many modules",
			"The configuration calls more than %d modules, counting those that modules call. Do modules call each other twice, over many levels? Use for_each in one module block instead.", maxModules)
	}
	call.Module.Dir = dir
	inner := &decoder{config: c, module: call.Module, version: d.version}
	diags = inner.load()
	// What is missing in a file that cannot be read would be missed everywhere.
	call.broken = inner.unreadable || inner.damaged
	return diags
}

// moduleDir finds the directory that a call names: a local one, in the
// configuration's or in one that its gesso block permits.
func (c *Config) moduleDir(from *Module, call *Call) (string, hcl.Diagnostics) {
	refuse := func(summary, format string, args ...any) (string, hcl.Diagnostics) {
		return "", diag.ProblemAt(call.sourceRng, summary, format, args...)
	}
	if !isLocalSource(call.source) {
		return refuse("Unsupported module source",
			"The source %q is not a local directory, and gesso loads no other modules. Copy the module below the configuration's directory, and name it by a path that begins with ./ or ../.", diag.Shorten(call.source))
	}
	dir, why := c.ReadFrom(path.Join(from.Dir, call.source))
	if why != "" {
		return refuse("Module outside of the configuration",
			"The source %q %s. A module lies below the configuration's directory, so that nothing else is ever read. %s", diag.Shorten(call.source), why, permission(path.Join(from.Dir, call.source)))
	}
	if real, leaves := c.Folder.Leaves(dir); leaves && filepath.IsLocal(filepath.FromSlash(dir)) && !c.Permitted(dir) {
		return refuse("Module outside of the configuration",
			"The source %q is a symbolic link out of the configuration's directory, to %s. A module lies below it, so that nothing else is ever read. %s", diag.Shorten(call.source), real, permission(real))
	}
	for m := from; m != nil; m = m.parent() {
		if c.SameDir(m.Dir, dir) {
			return refuse("Module calls itself",
				"The source %q is the directory %s, which this block is in, or is called from: it would go on forever. Call another directory.", call.source, dir)
		}
	}
	return dir, nil
}

// isLocalSource reports whether a module's source is a path by its beginning.
func isLocalSource(source string) bool {
	return source == "." || source == ".." || strings.HasPrefix(source, "./") || strings.HasPrefix(source, "../")
}
