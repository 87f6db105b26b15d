package trigger

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"gesso/spec/config"
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
	// that nobody named was once "", line ends were as the files had them, and so was white
	// space in prompts.
	Older []string
}

// Name is the reference with the key that it has for one instance.
func Name(t config.Trigger, ctx *hcl.EvalContext) string {
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

// Pictures stands for images when they are compared: what their pictures are,
// and not, for one, where these lie.
func Pictures(value cty.Value) cty.Value {
	bare, marks := value.Unmark()
	switch ty := bare.Type(); {
	case !bare.IsKnown() || !ty.IsObjectType() && !ty.IsTupleType():
	case ty.IsObjectType() && ty.HasAttribute("sha256") && ty.AttributeType("sha256") == cty.String: // else it is a key
		bare = bare.GetAttr("sha256")
	case ty.IsTupleType():
		var list []cty.Value
		for it := bare.ElementIterator(); it.Next(); {
			_, element := it.Element()
			list = append(list, Pictures(element))
		}
		bare = cty.TupleVal(list)
	default:
		attrs := map[string]cty.Value{}
		for key, element := range bare.AsValueMap() {
			attrs[key] = Pictures(element)
		}
		bare = cty.ObjectVal(attrs)
	}
	return bare.WithMarks(marks)
}

// OfText is the Hash of a text, such as a picture's sha256.
func OfText(text string) string { return Hash(cty.StringVal(text)) }

// Hash is the hash of a value's JSON, or "" for one that is not known.
func Hash(value cty.Value) string {
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
