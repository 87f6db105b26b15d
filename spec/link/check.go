package link

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
)

// linkCheck checks the references of a check's assertions.
func (l *Linker) linkCheck(m *config.Module, check *config.Check) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, assert := range check.Asserts {
		refs, more := l.linkCondition(Scope{Module: m}, assert)
		check.References = check.References.And(refs)
		diags = append(diags, more...)
	}
	check.References = check.References.Sorted()
	use(m, check.References)
	return diags
}
