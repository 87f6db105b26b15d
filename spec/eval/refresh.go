package eval

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/link"
	"gesso/spec/repeat"
)

// Refresh evaluates an instance's arguments again, now that the pictures of
// all that it depends on are made. Recall tells of those. It is not safe for
// concurrent use.
//
// Only the values that changed are built, in the order in which they are asked
// for: an image that is looked up by its key costs one instance, however large
// its block is, and so does a module's output. What is used as a whole costs a
// step for each of its instances.
func (x *Expansion) Refresh(i *Instance, recall Recall) hcl.Diagnostics {
	e := x.eval
	e.meter.Reset()
	for _, address := range i.DependsOn {
		if other := e.byAddress[address]; other != nil {
			other.see(recall(other))
		}
	}
	r := &refresh{evaluator: *e, made: map[*moduleInstance]*moduleInstance{}}
	m := r.instance(i.module)
	i.Occurrence = m.renewed(i.Occurrence, i.Block.Repetition, i.Block.References())
	b := &blockScope{
		m: m, img: i.Block, common: i.Common,
		ctx:  m.freshContext(i.Block.References()),
		uses: link.FindUses(i.Block.Expressions()...),
	}
	diags := b.evaluate(i)
	diags = append(r.diags, diags...)
	if len(i.Unknown) > 0 && !diags.HasErrors() {
		diags = append(diags, diag.ProblemAt(i.Range(i.Unknown[0]), "Value not known after apply",
			"The argument %q of %s has no value although everything that it depends on is done.", i.Unknown[0], i.Address)...)
	}
	if i.conditions != nil && len(i.conditions.waiting) > 0 && !diags.HasErrors() {
		diags = append(diags, diag.ProblemAt(i.conditions.waiting[0].Condition.Range(), "Condition not known after apply",
			"Whether the precondition of %s is met is not known, although everything that it depends on is done.", i.Address)...)
	}
	return x.Config.Mend(diags)
}

// refresh is one evaluation of what an instance needs, on top of an earlier
// evaluation of everything.
type refresh struct {
	evaluator
	made  map[*moduleInstance]*moduleInstance // by the one of before
	diags hcl.Diagnostics
}

// instance is a module instance of before without its values: they are
// evaluated when something needs them.
func (r *refresh) instance(before *moduleInstance) *moduleInstance {
	if made := r.made[before]; made != nil {
		return made
	}
	m := *before
	m.e, m.refresh, m.before = &r.evaluator, r, before
	m.clear()
	if before.parent == nil {
		m.variables = before.variables // given from outside: they stay
	} else {
		m.parent = r.instance(before.parent)
		m.Occurrence = m.parent.renewed(m.Occurrence, m.module.Call.Repetition, m.module.Call.References())
	}
	r.made[before] = &m
	return &m
}

// freshContext is the context of references, with values of now; images and
// modules are left to be looked up.
func (m *moduleInstance) freshContext(refs config.References) *hcl.EvalContext {
	for _, name := range refs.Variables {
		if v := m.module.Variables[name]; v != nil && m.parent != nil {
			m.renew(v, m.variables, m.before.variables, name)
		}
	}
	for _, name := range refs.Locals {
		m.renew(m.module.Locals[name], m.locals, m.before.locals, name)
	}
	return m.context(config.References{Variables: refs.Variables, Locals: refs.Locals})
}

// renew gives a name its value of now: that of before, unless an image is
// behind it.
func (m *moduleInstance) renew(n config.Evaluable, values, before map[string]cty.Value, name string) {
	if _, done := values[name]; done {
		return
	}
	if n.At().Behind() == "" {
		values[name] = before[name]
		return
	}
	values[name] = diag.Broken(cty.DynamicPseudoType)
	var diags hcl.Diagnostics
	switch x := n.(type) {
	case *config.Variable:
		expr := m.module.Call.Arguments[x.Name]
		ctx := m.Occurrence.Context(m.parent.freshContext(x.References()))
		diags = m.variableIn(x, m.parent.withLookups(ctx, x.References(), link.FindUses(expr)))
	case *config.Local:
		diags = m.localIn(x, m.withLookups(m.freshContext(x.References()), x.References(), link.FindUses(x.Expr)))
	case *config.Output:
		diags = m.outputIn(x, m.withLookups(m.freshContext(x.References()), x.References(), link.FindUses(x.Expressions()...)))
	}
	m.refresh.diags = append(m.refresh.diags, diags...)
}

// renewed is an occurrence whose each.value was not known, with what it is now.
func (m *moduleInstance) renewed(o repeat.Occurrence, r config.Repetition, refs config.References) repeat.Occurrence {
	if o.Name != "each" || o.Object().IsWhollyKnown() {
		return o
	}
	ctx := m.withLookups(m.freshContext(refs), refs, link.FindUses(r.ForEach))
	value, diags := m.value(r.ForEach, ctx)
	m.refresh.diags = append(m.refresh.diags, diags...)
	value, _ = value.Unmark()
	if diags.HasErrors() || !value.IsKnown() || value.IsNull() || !value.CanIterateElements() {
		return o
	}
	if element, ok := value.AsValueMap()[o.Key.Text()]; ok && !value.Type().IsSetType() {
		o = repeat.Each(o.Key, element)
	}
	return o
}

// outputsOf are outputs of an instance of a module that this one calls.
func (m *moduleInstance) outputsOf(child *moduleInstance, wanted []string) cty.Value {
	if m.refresh != nil {
		before := child
		child = m.refresh.instance(before)
		for _, name := range wanted {
			child.renew(child.module.Outputs[name], child.outputs, before.outputs, name)
		}
	}
	return pick(wanted, child.outputs)
}
