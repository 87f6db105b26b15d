package link

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// linkCall checks what a module block says, and that it gives the module's
// variables what they need.
func (l *Linker) linkCall(call *config.Call) hcl.Diagnostics {
	diags := l.linkRepetition(call.Repetition, &call.Vertex)
	diags = append(diags, l.linkDependsOn(call.DependsOn, call)...)
	uncountable := diags.HasErrors()
	inner := call.Module.Variables
	for _, name := range config.Names(call.Arguments)() {
		refs, more := l.Resolve(Scope{Module: call.Owner, Repeated: call.Repetition}, call.Arguments[name])
		diags = append(diags, more...)
		use(call.Owner, refs)
		if v := inner[name]; v != nil {
			v.Refer(refs)
			v.Broken = v.Broken || more.HasErrors()
		} else if !call.Broken {
			diags = append(diags, diag.ProblemAt(call.Names[name], "Unsupported argument",
				"The module in %s has no variable named %q.%s", call.Module.Dir, name,
				l.Hint(name, config.Names(inner), " Declare it there with: variable \""+name+"\" {}."))...)
		}
	}
	for _, name := range config.Names(inner)() {
		if v := inner[name]; call.Arguments[name] == nil && v.Default == cty.NilVal && !v.Broken {
			v.Broken = true
			diags = append(diags, diag.ProblemAt(call.Range, "Missing required argument",
				"The module in %s needs a value for its variable %q, which has no default. Add an argument %s = ... to this block.", call.Module.Dir, name, name)...)
		}
	}
	call.Broken = call.Broken || uncountable
	use(call.Owner, call.References())
	return diags
}
