package spec

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// maxModules bounds how many module blocks a configuration may load, those in
// modules counted as often as these are called: above it somebody has written
// modules that call each other twice, over many levels.
const maxModules = 10_000

// loadModules loads what the module blocks of a module call, and what those
// call in turn.
func (d *loader) loadModules() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, name := range config.Names(d.Module.Calls)() {
		diags = append(diags, d.loadModule(d.Module.Calls[name])...)
	}
	return diags
}

func (d *loader) loadModule(call *config.Call) hcl.Diagnostics {
	if call.Broken {
		return nil
	}
	dir, diags := d.moduleDir(d.Module, call)
	if diags.HasErrors() {
		call.Broken = true
		return diags
	}
	if *d.loaded++; *d.loaded > maxModules {
		call.Broken = true
		return diag.ProblemAt(call.Range, "Too many modules",
			"The configuration calls more than %d modules, counting those that modules call. Do modules call each other twice, over many levels? Use for_each in one module block instead.", maxModules)
	}
	call.Module.Dir = dir
	inner := &loader{Decoder: &config.Decoder{Tree: d.Tree, Module: call.Module}, config: d.config, version: d.version, loaded: d.loaded, interrupt: d.interrupt}
	diags = inner.load()
	// What is missing in a file that cannot be read would be missed everywhere.
	call.Broken = inner.unreadable || inner.Damaged
	return diags
}

// moduleDir finds the directory that a call names: a local one, in the
// configuration's or in one that its gesso block permits.
func (d *loader) moduleDir(from *config.Module, call *config.Call) (string, hcl.Diagnostics) {
	refuse := func(summary, format string, args ...any) (string, hcl.Diagnostics) {
		return "", diag.ProblemAt(call.SourceRange, summary, format, args...)
	}
	if !isLocalSource(call.Source) {
		return refuse("Unsupported module source",
			"The source %q is not a local directory, and gesso loads no other modules. Copy the module below the configuration's directory, and name it by a path that begins with ./ or ../.", diag.Shorten(call.Source))
	}
	dir, why := d.config.ReadFrom(path.Join(from.Dir, call.Source))
	if why != "" {
		return refuse("Module outside of the configuration",
			"The source %q %s. A module lies below the configuration's directory, so that nothing else is ever read. %s", diag.Shorten(call.Source), why, permission(path.Join(from.Dir, call.Source)))
	}
	if real, leaves := d.config.Folder.Leaves(dir); leaves && filepath.IsLocal(filepath.FromSlash(dir)) && !d.config.Permitted(dir) {
		return refuse("Module outside of the configuration",
			"The source %q is a symbolic link out of the configuration's directory, to %s. A module lies below it, so that nothing else is ever read. %s", diag.Shorten(call.Source), real, permission(real))
	}
	for m := from; m != nil; m = m.Parent() {
		if d.config.SameDir(m.Dir, dir) {
			return refuse("Module calls itself",
				"The source %q is the directory %s, which this block is in, or is called from: it would go on forever. Call another directory.", call.Source, dir)
		}
	}
	return dir, nil
}

// isLocalSource reports whether a module's source is a path by its beginning.
func isLocalSource(source string) bool {
	return source == "." || source == ".." || strings.HasPrefix(source, "./") || strings.HasPrefix(source, "../")
}
