package eval

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/origin"
	"gesso/spec/trigger"
)

// triggers evaluates what an instance's picture is replaced by.
func (b *blockScope) triggers(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	i.Triggers = nil
	var diags hcl.Diagnostics
	for _, t := range b.img.Lifecycle.Triggers {
		value, more := b.m.value(t.Expr, ctx)
		if t.Range != t.Expr.Range() {
			more = diag.AtRange(more, t.Range)
		}
		diags = append(diags, more...)
		if more.HasErrors() {
			continue
		}
		if t.Attribute == "" {
			value = trigger.Pictures(value)
		}
		value, marks := value.UnmarkDeep()
		o := origin.Of(marks)
		i.broken = i.broken || o.Broken
		i.DependsOn = append(i.DependsOn, o.Addresses...)
		made := trigger.Trigger{Name: trigger.Name(t, ctx), Hash: trigger.Hash(value), Older: b.olderHashes(t, value, o.Addresses)}
		if declared := []string{"address", "prompt", "model", "size", "path", "tags"}; !slices.Contains(declared, t.Attribute) {
			made.Pictures = config.Unique(o.Addresses)
		}
		i.Triggers = append(i.Triggers, made)
	}
	return diags
}

// olderHashes are the hashes that earlier versions recorded for the value.
func (b *blockScope) olderHashes(t config.Trigger, value cty.Value, addresses []string) []string {
	if !value.IsWhollyKnown() || value.IsNull() {
		return nil
	}
	var older []string
	if t.Attribute == "size" && value.Type() == cty.String && len(addresses) > 0 {
		i := b.m.e.byAddress[addresses[0]]
		if i != nil && i.Size != "" && i.Size == i.DefaultSize(i.Model) {
			older = append(older, trigger.Hash(cty.StringVal("")))
		}
	}
	crlf, err := cty.Transform(value, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.Type() != cty.String || v.IsNull() {
			return v, nil
		}
		return cty.StringVal(strings.ReplaceAll(v.AsString(), "\n", "\r\n")), nil
	})
	if err == nil && !crlf.RawEquals(value) {
		older = append(older, trigger.Hash(crlf))
	}
	return older
}
