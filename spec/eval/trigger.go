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
	var diags hcl.Diagnostics
	for _, t := range b.img.Lifecycle().Triggers {
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

// olderHashes are the hashes that earlier versions recorded for the value, or this one
// while white space in prompts was not folded.
func (b *blockScope) olderHashes(t config.Trigger, value cty.Value, addresses []string) []string {
	if !value.IsWhollyKnown() || value.IsNull() {
		return nil
	}
	older := []cty.Value{value}
	if value.Type() == cty.String && (t.Attribute == "size" || t.Attribute == "prompt") {
		for _, a := range addresses {
			if i := b.m.e.byAddress[a]; i != nil {
				older = append(older, i.olderValues(t.Attribute, value.AsString())...)
			}
		}
	}
	var hashes []string
	for _, v := range older {
		hashes = append(hashes, trigger.Hash(v), trigger.Hash(withCRLF(v)))
	}
	now := trigger.Hash(value)
	return slices.DeleteFunc(config.Unique(hashes), func(hash string) bool { return hash == now })
}

// olderValues are those that an attribute of the instance, which is such a text now, had
// by other rules.
func (i *Instance) olderValues(attribute, text string) []cty.Value {
	switch {
	case attribute == "size" && text != "" && text == i.Size && text == i.DefaultSize(i.Model):
		return []cty.Value{cty.StringVal("")}
	case attribute == "prompt" && text == i.Prompt && i.Wording != "":
		return []cty.Value{cty.StringVal(i.Wording)}
	}
	return nil
}

// withCRLF is a value with the line ends that files had on other machines.
func withCRLF(value cty.Value) cty.Value {
	crlf, err := cty.Transform(value, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.Type() != cty.String || v.IsNull() {
			return v, nil
		}
		return cty.StringVal(strings.ReplaceAll(v.AsString(), "\n", "\r\n")), nil
	})
	if err != nil {
		return value
	}
	return crlf
}
