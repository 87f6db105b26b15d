package link

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
)

// linkPreconditions checks the references of an output's preconditions.
func (l *Linker) linkPreconditions(o *config.Output) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, rule := range o.Preconditions {
		refs, more := l.linkCondition(Scope{Module: o.Owner}, rule)
		o.Refer(refs)
		diags = append(diags, more...)
	}
	return diags
}
