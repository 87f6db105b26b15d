package spec

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// call decodes a module block.
func (d *decoder) moduleBlock(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("module", name, block.LabelRanges[0])
	if old, exists := d.module.Calls[name]; exists {
		return append(diags, problemAt(block.DefRange, "Duplicate module block",
			"A module block named %q is at %s already. Names of module blocks are unique in a configuration: rename one of them.", name, place(old.Range))...)
	}
	content, rest, more := partialContents(block, moduleSchema)
	diags = append(diags, more...)
	call := &Call{Name: name, Range: block.DefRange, vertex: vertex{module: d.module}, Arguments: map[string]hcl.Expression{}, names: map[string]hcl.Range{}}
	call.Module = newModule("", call)
	d.module.Calls[name] = call
	if attr := content.Attributes["source"]; attr != nil {
		call.sourceRng = attr.Expr.Range()
		diags = append(diags, literalAttribute(attr, &call.source)...)
	}
	r, more := decodeRepetition(content)
	call.repetition = r
	diags = append(diags, more...)
	if attr := content.Attributes["depends_on"]; attr != nil {
		call.DependsOn, more = dependsOn(attr.Expr)
		diags = append(diags, more...)
	}
	call.passed, more = passedProviders(content)
	diags = append(diags, more...)
	call.broken = diags.HasErrors()
	attrs, more := rest.JustAttributes()
	diags = append(diags, more...)
	for name, attr := range attrs {
		call.Arguments[name], call.names[name] = native(attr.Expr), attr.NameRange
	}
	return diags
}

// decodeRepetition reads the arguments that decide a block's instances.
func decodeRepetition(content *decoded) (repetition, hcl.Diagnostics) {
	var r repetition
	var last *hcl.Attribute
	var diags hcl.Diagnostics
	for _, argument := range []struct {
		name   string
		target *hcl.Expression
	}{{"count", &r.Count}, {"for_each", &r.ForEach}, {"matrix", &r.Matrix}} {
		attr := content.Attributes[argument.name]
		if attr == nil {
			continue
		}
		*argument.target = native(attr.Expr)
		if last != nil {
			diags = append(diags, problemAt(attr.NameRange, `Invalid combination of "`+last.Name+`" and "`+attr.Name+`"`,
				"The arguments %q and %q are mutually exclusive: each of them alone decides the block's instances. Remove one of them.", last.Name, attr.Name)...)
		}
		last = attr
	}
	return r, diags
}

// isLocalSource reports whether a module's source is a path by its beginning.
func isLocalSource(source string) bool {
	return source == "." || source == ".." || strings.HasPrefix(source, "./") || strings.HasPrefix(source, "../")
}

// folder is where the pictures of a module go that have no path of their own.
func (m *moduleInstance) folder() string {
	if m.parent == nil {
		return m.e.config.OutputDir
	}
	name := m.module.call.Name
	if key := m.Key.Text(); key != "" {
		name += "-" + strings.Map(fileRune, key)
	}
	return path.Join(m.parent.folder(), name)
}
