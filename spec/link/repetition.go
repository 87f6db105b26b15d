package link

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// linkRepetition checks count, for_each or matrix.
func (l *Linker) linkRepetition(r config.Repetition, v *config.Vertex) hcl.Diagnostics {
	argument, expr := r.Argument()
	refs, diags := l.Resolve(Scope{Module: v.Owner, Expansion: argument}, expr)
	v.Refer(refs)
	return diags
}

// linkDependsOn checks what an image or module block waits for.
func (l *Linker) linkDependsOn(targets []hcl.Traversal, n config.Evaluable) hcl.Diagnostics {
	var diags hcl.Diagnostics
	v := n.At()
	var refs config.References
	for _, target := range targets {
		root, name := target.RootName(), config.BlockName(target)
		_, self := n.(*config.Image)
		switch {
		case root != "image" && root != "module" || name == "" || len(target) > 3 || len(target) == 3 && !config.IsIndex(target[2]):
			diags = append(diags, diag.ProblemAt(target.SourceRange(), "Invalid depends_on reference",
				"Each element of depends_on is an image or a module, not a value: image.base, one instance such as image.hero[\"aria\"], or module.x.")...)
		case root == "image" && self && name == n.(*config.Image).Name:
			diags = append(diags, diag.ProblemAt(target.SourceRange(), "Self-reference",
				"The block image.%s cannot wait for itself. An instance waits for earlier ones of its block when its arguments use them.", name)...)
		default:
			diags = append(diags, l.resolveOne(&refs, Scope{Module: v.Owner}, target)...)
			if call := v.Owner.Calls[name]; root == "module" && call != nil {
				v.Wait(call)
			}
		}
	}
	v.Refer(refs)
	return diags
}
