package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
	"gesso/spec/diag"
)

// A partial configuration lacks values of required variables. They are unknown
// values of their types, so that everything around them can still be judged. An
// unknown value in it that no image is behind is of such a variable, and is no
// mistake where else it would be one.

// unknownInstances is with a diagnostic of instances that cannot be told, as
// its Extra.
type unknownInstances struct{}

// lacks reports whether instances cannot be told only because a variable of a
// partial configuration has no value.
func (c *Config) lacks(diags hcl.Diagnostics, o origin) bool {
	if !c.lacking || len(diags) == 0 || len(o.addresses) > 0 {
		return false
	}
	return areUnknown(diags)
}

// areUnknown reports whether diagnostics tell only of instances that cannot be
// told.
func areUnknown(diags hcl.Diagnostics) bool {
	for _, d := range diags {
		if _, ok := hcl.DiagnosticExtra[unknownInstances](d); !ok {
			return false
		}
	}
	return true
}

// anyOccurrence stands for the instances that cannot be told: with it, the
// block's arguments are judged for all of them at once.
func anyOccurrence(r repetition, value cty.Value) occurrence {
	o := occurrence{Key: address.AnyKey(), name: r.object()}
	switch {
	case r.Count != nil:
		o.value = cty.ObjectVal(map[string]cty.Value{"index": cty.UnknownVal(cty.Number)})
	case r.ForEach != nil:
		element := cty.DynamicPseudoType
		if ty := value.Type(); ty.IsMapType() || ty.IsSetType() {
			element = ty.ElementType()
		}
		o.value = cty.ObjectVal(map[string]cty.Value{"key": cty.UnknownVal(cty.String), "value": cty.UnknownVal(element)})
	default:
		o.value = cty.DynamicVal
		if pairs, diags := hcl.ExprMap(r.Matrix); !diags.HasErrors() {
			axes := make(map[string]cty.Value, len(pairs))
			for _, pair := range pairs {
				axes[wordOf(pair.Key)] = cty.DynamicVal
			}
			o.value = cty.ObjectVal(axes)
		}
	}
	return o
}

// broken is the same where a mistake hides the instances.
func (o occurrence) broken() occurrence {
	o.value = o.value.Mark(diag.BrokenMark{})
	return o
}

// stands reports whether the occurrence stands for instances that cannot be
// told.
func (o occurrence) stands() bool { return o.Key.IsAny() }

// inHidden reports whether the module, or one around it, stands for instances
// that cannot be told.
func (m *moduleInstance) inHidden() bool {
	return m.stands() || m.parent != nil && m.parent.inHidden()
}

// imagesStand and callsStand report it of a block's instances.
func (m *moduleInstance) imagesStand(name string) bool {
	return len(m.instances[name]) == 1 && m.instances[name][0].stands()
}

func (m *moduleInstance) callsStand(name string) bool {
	return len(m.children[name]) == 1 && m.children[name][0].stands()
}
