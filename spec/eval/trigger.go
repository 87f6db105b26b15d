package eval

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/origin"
)

// Trigger is a reference in lifecycle.replace_triggered_by, for one instance:
// when its value changes, the picture is made anew.
type Trigger struct {
	Name string // the reference, with its key: image.base["aria"].sha256
	Hash string // of the value; "" while that depends on pictures that are not made yet

	// Pictures are the addresses of the images whose pictures the value depends
	// on, if it depends on pictures at all.
	Pictures []string

	// Older are the hashes that the value had by the rules of earlier versions: a size
	// that nobody named was once "", and line ends were as the files had them.
	Older []string
}

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
			value = pictures(value)
		}
		value, marks := value.UnmarkDeep()
		o := origin.Of(marks)
		i.broken = i.broken || o.Broken
		i.DependsOn = append(i.DependsOn, o.Addresses...)
		made := Trigger{Name: nameIn(t, ctx), Hash: hashOf(value), Older: b.olderHashes(t, value, o.Addresses)}
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
			older = append(older, hashOf(cty.StringVal("")))
		}
	}
	crlf, err := cty.Transform(value, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.Type() != cty.String || v.IsNull() {
			return v, nil
		}
		return cty.StringVal(strings.ReplaceAll(v.AsString(), "\n", "\r\n")), nil
	})
	if err == nil && !crlf.RawEquals(value) {
		older = append(older, hashOf(crlf))
	}
	return older
}

// nameIn is the reference with the key that it has for one instance.
func nameIn(t config.Trigger, ctx *hcl.EvalContext) string {
	name := "image." + t.Block
	if t.Key != nil {
		value, _ := t.Key.Value(ctx)
		value, _ = value.Unmark()
		if value.IsKnown() && !value.IsNull() { // else it stands for instances that are not known
			key, _ := config.KeyOf(value)
			name += key.String()
		}
	}
	return strings.TrimSuffix(name+"."+t.Attribute, ".")
}

// pictures stands for images when they are compared: what their pictures are,
// and not, for one, where these lie.
func pictures(value cty.Value) cty.Value {
	bare, marks := value.Unmark()
	switch ty := bare.Type(); {
	case !bare.IsKnown() || !ty.IsObjectType() && !ty.IsTupleType():
	case ty.IsObjectType() && ty.HasAttribute("sha256") && ty.AttributeType("sha256") == cty.String: // else it is a key
		bare = bare.GetAttr("sha256")
	case ty.IsTupleType():
		var list []cty.Value
		for it := bare.ElementIterator(); it.Next(); {
			_, element := it.Element()
			list = append(list, pictures(element))
		}
		bare = cty.TupleVal(list)
	default:
		attrs := map[string]cty.Value{}
		for key, element := range bare.AsValueMap() {
			attrs[key] = pictures(element)
		}
		bare = cty.ObjectVal(attrs)
	}
	return bare.WithMarks(marks)
}

// hashOf is the hash of a value's JSON, or "" for one that is not known.
func hashOf(value cty.Value) string {
	if !value.IsWhollyKnown() {
		return ""
	}
	text, err := ctyjson.Marshal(value, value.Type())
	if err != nil {
		panic("a value of an image cannot be encoded: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
