package eval

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/link"
	"gesso/spec/origin"
)

// reached lists the instances that an expression leads to, by the look of it.
// It is for results that are not known: some of HCL's operators lose the marks
// of an unknown operand (negation, an unknown index or key, a template's loop),
// and the instance would not wait for what it needs.
func (m *moduleInstance) reached(expr hcl.Expression, ctx *hcl.EvalContext) []string {
	var addresses []string
	for block, u := range link.FindUses(expr) {
		if root, name, _ := strings.Cut(block, "."); root == "image" {
			_, marks := m.lookup(ctx, m.module.Images[name], u).UnmarkDeep()
			addresses = append(addresses, origin.Of(marks).Addresses...)
		}
	}
	for _, value := range origin.ValuesIn(expr, ctx) {
		_, marks := value.UnmarkDeep()
		addresses = append(addresses, origin.Of(marks).Addresses...)
	}
	return addresses
}

// mend puts back the marks that a value has lost in the same way: on all of it,
// which makes its users wait for more than they need, and never for less.
func (m *moduleInstance) mend(value cty.Value, refs config.References) cty.Value {
	if value.IsWhollyKnown() || !origin.LosesMarks(value) {
		return value
	}
	for _, object := range []struct {
		names []string
		from  map[string]cty.Value
	}{{refs.Images, m.blocks}, {refs.Locals, m.locals}, {refs.Variables, m.variables}} {
		for _, name := range object.names {
			if from, ok := object.from[name]; ok {
				_, marks := from.UnmarkDeep()
				value = value.WithMarks(marks)
			}
		}
	}
	if len(refs.Modules) > 0 {
		_, marks := m.calledObject(refs.Modules).UnmarkDeep()
		value = value.WithMarks(marks)
	}
	return value
}
