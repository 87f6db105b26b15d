package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/zclconf/go-cty/cty"

	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/spec/funcs"
)

// secrecy is why a value, or something in it, must not be shown: "sensitive",
// "ephemeral", or "" where it may be.
func secrecy(v cty.Value) string {
	_, marks := v.UnmarkDeep()
	for _, mark := range []funcs.Mark{funcs.Sensitive, funcs.Ephemeral} {
		if _, marked := marks[mark]; marked {
			return string(mark)
		}
	}
	return ""
}

// brief describes a value in a few words: a primitive as it is written,
// anything else by its type.
func brief(v cty.Value) string {
	if secret := secrecy(v); secret != "" {
		return secret
	}
	v, _ = v.Unmark()
	ty := v.Type()
	switch {
	case !v.IsKnown():
		return "known after apply"
	case v.IsNull():
		return "null"
	case ty == cty.String:
		return quote.Text(ansi.Truncate(v.AsString(), 60, "…"))
	case ty.IsPrimitiveType():
		return Value(v, "")
	case ty.IsObjectType():
		return "object with " + outline.Plural(len(ty.AttributeTypes()), "attribute")
	case v.CanIterateElements():
		return ty.FriendlyName() + " with " + outline.Plural(v.LengthInt(), "element")
	}
	return ty.FriendlyName()
}

// Value writes an unmarked value as the language would, unknown parts as
// "(known after apply)". Lines after the first start with the indent.
func Value(v cty.Value, indent string) string {
	switch ty := v.Type(); {
	case !v.IsKnown():
		return "(known after apply)"
	case v.IsNull():
		return "null"
	case ty == cty.String:
		return quote.Text(v.AsString())
	case ty == cty.Number:
		return v.AsBigFloat().Text('f', -1)
	case ty == cty.Bool:
		return strconv.FormatBool(v.True())
	case ty.IsObjectType() || ty.IsMapType():
		return braces(v, indent)
	case v.CanIterateElements():
		return brackets(v, indent)
	}
	return v.Type().FriendlyName()
}

func braces(v cty.Value, indent string) string {
	attrs := v.AsValueMap()
	if len(attrs) == 0 {
		return "{}"
	}
	names := make([]string, 0, len(attrs))
	width := 0
	for name := range attrs {
		names = append(names, name)
		width = max(width, ansi.StringWidth(quote.Text(name)))
	}
	slices.Sort(names)
	var b strings.Builder
	b.WriteString("{\n")
	for _, name := range names {
		key := quote.Text(name)
		fmt.Fprintf(&b, "%s  %s%s = %s\n", indent, key, strings.Repeat(" ", width-ansi.StringWidth(key)), Value(attrs[name], indent+"  "))
	}
	return b.String() + indent + "}"
}

func brackets(v cty.Value, indent string) string {
	if v.LengthInt() == 0 {
		return "[]"
	}
	var b strings.Builder
	b.WriteString("[\n")
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		fmt.Fprintf(&b, "%s  %s,\n", indent, Value(element, indent+"  "))
	}
	return b.String() + indent + "]"
}
