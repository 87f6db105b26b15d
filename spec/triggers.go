package spec

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"gesso/spec/diag"
	"gesso/spec/source"
)

// Trigger is a reference in lifecycle.replace_triggered_by, for one instance:
// when its value changes, the picture is made anew.
type Trigger struct {
	Name string // the reference, with its key: image.base["aria"].sha256
	Hash string // of the value; "" while that depends on pictures that are not made yet

	// Pictures are the addresses of the images whose pictures the value depends
	// on, if it depends on pictures at all.
	Pictures []string

	older []string // hashes that the value had by the rules of earlier versions
}

// Is reports whether a recorded hash is that of the value, by the rules of now or
// of then: a size that nobody named was once "", and line ends were as the files
// had them.
func (t Trigger) Is(hash string) bool {
	return t.Hash != "" && (hash == t.Hash || slices.Contains(t.older, hash))
}

// trigger is the same as it is written.
type trigger struct {
	expr      hclsyntax.Expression
	block     string         // whose image it is
	key       hcl.Expression // nil for the one instance, or for all
	attribute string         // "" stands for the picture
	rng       hcl.Range
}

// triggers decodes lifecycle.replace_triggered_by.
func triggers(attr *hcl.Attribute) ([]trigger, hcl.Diagnostics) {
	exprs, diags := hcl.ExprList(attr.Expr)
	if diags.HasErrors() {
		return nil, diag.ProblemAt(attr.Expr.Range(), "Invalid replace_triggered_by expression",
			"The argument replace_triggered_by is a list of references to images or to their attributes, such as [image.base, image.hero[each.key].sha256].")
	}
	var list []trigger
	for _, expr := range exprs {
		t, why := triggerOf(expr)
		if why != "" {
			diags = append(diags, diag.ProblemAt(expr.Range(), "Invalid replace_triggered_by expression", "%s", why)...)
			continue
		}
		list = append(list, t)
	}
	return list, diags
}

const triggerForms = "Each element is a reference to an image or to one of its attributes: image.base, image.hero[\"aria\"], image.hero[each.key].sha256."

// triggerOf reads one reference, or says why it is none.
func triggerOf(expr hcl.Expression) (trigger, string) {
	if json.IsJSONExpression(expr) {
		value, _ := expr.Value(nil) // without a context a string is its text
		if value.Type() != cty.String || value.IsNull() {
			return trigger{}, triggerForms
		}
		parsed, diags := source.ParseExpression(value.AsString(), expr.Range().Filename)
		if diags.HasErrors() {
			return trigger{}, triggerForms
		}
		t, why := triggerOf(parsed)
		t.rng = expr.Range()
		return t, why
	}
	t := trigger{rng: expr.Range()}
	switch e := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return t.scope(e)
	case *hclsyntax.IndexExpr:
		return t.index(e, nil)
	case *hclsyntax.RelativeTraversalExpr:
		if index, ok := e.Source.(*hclsyntax.IndexExpr); ok {
			t.expr = e
			return t.index(index, e.Traversal)
		}
	case *hclsyntax.TemplateExpr, *hclsyntax.LiteralValueExpr:
		return t, "A constant never changes. " + triggerForms
	}
	return t, triggerForms
}

func (t trigger) scope(e *hclsyntax.ScopeTraversalExpr) (trigger, string) {
	if why := notAnImage(e.Traversal); why != "" {
		return t, why
	}
	t.expr, t.block = e, blockName(e.Traversal)
	rest := e.Traversal[2:]
	if len(rest) > 0 && isIndex(rest[0]) {
		step := rest[0].(hcl.TraverseIndex)
		t.key, rest = hcl.StaticExpr(step.Key, step.SrcRange), rest[1:]
	}
	return t.rest(rest)
}

func (t trigger) index(e *hclsyntax.IndexExpr, rest hcl.Traversal) (trigger, string) {
	block, ok := e.Collection.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(block.Traversal) > 2 {
		return t, triggerForms
	}
	if why := notAnImage(block.Traversal); why != "" {
		return t, why
	}
	key, ok := e.Key.(*hclsyntax.ScopeTraversalExpr)
	if !ok || !slices.Contains([]string{"each", "count", "matrix"}, key.Traversal.RootName()) {
		return t, "The key in a reference of replace_triggered_by is a constant, each.key, count.index, or a value of matrix, so that it is known which image is meant."
	}
	if t.expr == nil {
		t.expr = e
	}
	t.block, t.key = blockName(block.Traversal), e.Key
	return t.rest(rest)
}

func (t trigger) rest(rest hcl.Traversal) (trigger, string) {
	if len(rest) == 0 {
		return t, ""
	}
	t.attribute = nameOf(rest[0])
	if t.attribute == "" || len(rest) > 1 && t.attribute != "tags" {
		return t, triggerForms
	}
	return t, ""
}

func notAnImage(t hcl.Traversal) string {
	switch root := t.RootName(); {
	case root == "var" || root == "local":
		return "Only images can be referred to here, and this is a value of the configuration. To make a picture anew when it changes, use it in the prompt or another argument. " + triggerForms
	case root == "module":
		return "Only images of the same module can be referred to here. " + triggerForms
	case !isImage(t):
		return triggerForms
	}
	return ""
}

// linkTriggers checks the references of replace_triggered_by.
func (c *linker) linkTriggers(img *Image) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, t := range img.Lifecycle.triggers {
		if t.block == img.Name {
			diags = append(diags, diag.ProblemAt(t.rng, "Self-reference",
				"The picture of image.%s cannot be replaced because it is replaced. Refer to other images.", img.Name)...)
			continue
		}
		refs, more := c.resolve(scope{module: img.module, repeated: img.repetition}, t.expr)
		if t.rng != t.expr.Range() {
			more = diag.AtRange(more, t.rng) // of the JSON syntax: HCL does not know where it lies
		}
		img.references = img.references.and(refs)
		diags = append(diags, more...)
	}
	return diags
}

// triggers evaluates what an instance's picture is replaced by.
func (b *blockScope) triggers(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	i.Triggers = nil
	var diags hcl.Diagnostics
	for _, t := range b.img.Lifecycle.triggers {
		value, more := b.m.value(t.expr, ctx)
		if t.rng != t.expr.Range() {
			more = diag.AtRange(more, t.rng)
		}
		diags = append(diags, more...)
		if more.HasErrors() {
			continue
		}
		if t.attribute == "" {
			value = pictures(value)
		}
		value, marks := value.UnmarkDeep()
		o := originOf(marks)
		i.broken = i.broken || o.broken
		i.DependsOn = append(i.DependsOn, o.addresses...)
		made := Trigger{Name: nameIn(t, ctx), Hash: hashOf(value), older: b.olderHashes(t, value, o.addresses)}
		if declared := []string{"address", "prompt", "model", "size", "path", "tags"}; !slices.Contains(declared, t.attribute) {
			made.Pictures = unique(o.addresses)
		}
		i.Triggers = append(i.Triggers, made)
	}
	return diags
}

// olderHashes are the hashes that earlier versions recorded for the value.
func (b *blockScope) olderHashes(t trigger, value cty.Value, addresses []string) []string {
	if !value.IsWhollyKnown() || value.IsNull() {
		return nil
	}
	var older []string
	if t.attribute == "size" && value.Type() == cty.String && len(addresses) > 0 {
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
func nameIn(t trigger, ctx *hcl.EvalContext) string {
	name := "image." + t.block
	if t.key != nil {
		value, _ := t.key.Value(ctx)
		value, _ = value.Unmark()
		if value.IsKnown() && !value.IsNull() { // else it stands for instances that are not known
			key, _ := keyOf(value)
			name += key.String()
		}
	}
	return strings.TrimSuffix(name+"."+t.attribute, ".")
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
