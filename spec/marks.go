package spec

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/funcs"
)

// origin is what the marks of an evaluated argument tell: the instances it
// depends on, whether it is secret, an impure function that it used, and
// whether it came from a mistake elsewhere.
type origin struct {
	addresses []string
	sensitive bool
	ephemeral bool
	impure    string // how it is written: timestamp(), path.cwd
	machine   bool   // what is impure depends on the machine alone
	broken    bool
}

func originOf(marks cty.ValueMarks) origin {
	var o origin
	for mark := range marks {
		switch m := mark.(type) {
		case addressMark:
			o.addresses = append(o.addresses, string(m))
		case funcs.Impure:
			o.spoil(m)
		case diag.BrokenMark:
			o.broken = true
		default:
			o.sensitive = o.sensitive || mark == sensitive
			o.ephemeral = o.ephemeral || mark == ephemeral
		}
	}
	return o
}

// spoil notes an impure mark: of several the one that is worse, or the first by
// name.
func (o *origin) spoil(m funcs.Impure) {
	name := m.Name
	if !strings.Contains(name, ".") {
		name += "()"
	}
	if worse := o.machine && !m.Machine; o.impure == "" || worse || o.machine == m.Machine && name < o.impure {
		o.impure, o.machine = name, m.Machine
	}
}

// change says how an impure value changes.
func (o origin) change() string {
	if o.machine {
		return "is another one on each machine, or where the directory lies elsewhere"
	}
	return "gives another value in every run"
}

// expansionMarks judges the marks of a count or for_each and returns the
// addresses that all of the block's instances depend on through it.
func expansionMarks(argument string, rng hcl.Range, o origin) ([]string, hcl.Diagnostics) {
	switch {
	case o.impure != "":
		return nil, impureArgument(argument, rng, o)
	case o.sensitive:
		return nil, diag.ProblemAt(rng, "Invalid "+argument+" argument",
			"The %s value is sensitive, and it would show in the addresses of the images. Use nonsensitive(...) if it may be shown.", argument)
	}
	if o.ephemeral {
		return nil, diag.ProblemAt(rng, "Invalid "+argument+" argument",
			"The %s value is ephemeral, and it would be written down in the addresses of the images. Use values that are the same in every run.", argument)
	}
	slices.Sort(o.addresses)
	return o.addresses, nil
}

func impureArgument(argument string, rng hcl.Range, o origin) hcl.Diagnostics {
	if o.machine {
		return diag.ProblemAt(rng, "Machine-dependent value in a request",
			"The argument %q uses %s, which %s: the picture would be bought again there. Use a path relative to the configuration, as path.module is, or a variable.", argument, o.impure, o.change())
	}
	why := "the picture would be bought again each time"
	if argument == "tags" {
		why = "no plan would ever be empty"
	}
	return diag.ProblemAt(rng, "Impure function in a request",
		"The argument %q uses %s, which %s: %s. Use a variable, and change it when a new picture is wanted.", argument, o.impure, o.change(), why)
}

// What must not be shown, and what must not be written down.
const (
	sensitive = funcs.Sensitive
	ephemeral = funcs.Ephemeral
)

// reached lists the instances that an expression leads to, by the look of it.
// It is for results that are not known: some of HCL's operators lose the marks
// of an unknown operand (negation, an unknown index or key, a template's loop),
// and the instance would not wait for what it needs.
func (m *moduleInstance) reached(expr hcl.Expression, ctx *hcl.EvalContext) []string {
	var addresses []string
	for block, u := range findUses(expr) {
		if root, name, _ := strings.Cut(block, "."); root == "image" {
			_, marks := m.lookup(ctx, m.module.Images[name], u).UnmarkDeep()
			addresses = append(addresses, originOf(marks).addresses...)
		}
	}
	for _, value := range valuesIn(expr, ctx) {
		_, marks := value.UnmarkDeep()
		addresses = append(addresses, originOf(marks).addresses...)
	}
	return addresses
}

// valuesIn lists what an expression uses beside images, by the look of it: of
// an index only the element, where its key can be told.
func valuesIn(expr hcl.Expression, ctx *hcl.EvalContext) []cty.Value {
	var values []cty.Value
	indexed := map[hclsyntax.Node]bool{}
	take := func(expr hcl.Expression, t hcl.Traversal) {
		value, diags := expr.Value(ctx)
		if diags.HasErrors() {
			value, diags = t.TraverseAbs(ctx)
		}
		if !diags.HasErrors() {
			values = append(values, value)
		}
	}
	if node, ok := expr.(hclsyntax.Node); ok {
		_ = hclsyntax.VisitAll(node, func(node hclsyntax.Node) hcl.Diagnostics {
			switch n := node.(type) {
			case *hclsyntax.IndexExpr:
				if t, ok := n.Collection.(*hclsyntax.ScopeTraversalExpr); ok && !isImage(t.Traversal) {
					indexed[t] = true
					take(n, t.Traversal)
				}
			case *hclsyntax.ScopeTraversalExpr:
				if !indexed[n] && !isImage(n.Traversal) {
					take(n, n.Traversal)
				}
			}
			return nil
		})
	}
	return values
}

// mend puts back the marks that a value has lost in the same way: on all of it,
// which makes its users wait for more than they need, and never for less.
func (m *moduleInstance) mend(value cty.Value, refs references) cty.Value {
	if value.IsWhollyKnown() || !losesMarks(value) {
		return value
	}
	for _, object := range []struct {
		names []string
		from  map[string]cty.Value
	}{{refs.images, m.blocks}, {refs.locals, m.locals}, {refs.variables, m.variables}} {
		for _, name := range object.names {
			if from, ok := object.from[name]; ok {
				_, marks := from.UnmarkDeep()
				value = value.WithMarks(marks)
			}
		}
	}
	if len(refs.modules) > 0 {
		_, marks := m.calledObject(refs.modules).UnmarkDeep()
		value = value.WithMarks(marks)
	}
	return value
}

// losesMarks reports whether something unknown in a value tells nothing of
// where it came from.
func losesMarks(value cty.Value) bool {
	lost := false
	_ = cty.Walk(value, func(_ cty.Path, v cty.Value) (bool, error) {
		v, marks := v.Unmark()
		if len(originOf(marks).addresses) > 0 {
			return false, nil
		}
		lost = lost || !v.IsKnown()
		return !lost, nil
	})
	return lost
}
