package eval

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// contexts are those in which the block stands: one for each element. They are
// unknown where the collection is; the value has its marks.
func (m *moduleInstance) contexts(d *config.Dynamic, ctx *hcl.EvalContext) ([]*hcl.EvalContext, cty.Value, hcl.Diagnostics) {
	if d == nil {
		return []*hcl.EvalContext{ctx}, cty.True, nil
	}
	if d.Broken {
		return nil, diag.Broken(cty.Bool), nil
	}
	value, diags := m.value(d.ForEach, ctx)
	if diags.HasErrors() {
		return nil, diag.Broken(cty.Bool), diags
	}
	value, marks := value.Unmark()
	switch {
	case !value.IsKnown():
		return nil, cty.UnknownVal(cty.Bool).WithMarks(marks), nil
	case value.IsNull() || !value.CanIterateElements():
		return nil, diag.Broken(cty.Bool), diag.Within(diag.ProblemAt(d.ForEach.Range(), "Invalid dynamic for_each value",
			"The for_each of a dynamic block is a list, a set or a map, and this is %s. An empty one, [], makes no block.", describe(value)), d.ForEach, ctx)
	}
	var all []*hcl.EvalContext
	for it := value.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if value.Type().IsSetType() {
			key = element
		}
		child := ctx.NewChild()
		child.Variables = map[string]cty.Value{d.Iterator: cty.ObjectVal(map[string]cty.Value{"key": key, "value": element})}
		all = append(all, child)
	}
	return all, cty.True.WithMarks(marks), nil
}

func describe(value cty.Value) string {
	if value.IsNull() {
		return "null"
	}
	return diag.WithArticle(value.Type().FriendlyName())
}
