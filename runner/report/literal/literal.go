// Package literal writes values in the syntax of the language: for people, in plans,
// outputs and diagnostics, and at the console.
//
// It promises that Brief and Expression show nothing sensitive or ephemeral, at any depth,
// and that no text moves a terminal's cursor. Of also writes values that are not known yet,
// as "(known after apply)".
//
// It is not for programs: package document writes JSON for those.
//
//	fmt.Println(literal.Of(cty.StringVal("fox"), ""))      // "fox"
//	fmt.Println(literal.Expression(cty.ListValEmpty(t)))   // tolist([])
//	fmt.Println(literal.Brief(secret))                     // sensitive
package literal

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

// Secrecy says why a value, or something in it, must not be shown: "sensitive" or
// "ephemeral". "" means that it may be shown.
func Secrecy(v cty.Value) string {
	_, marks := v.UnmarkDeep()
	for _, mark := range []funcs.Mark{funcs.Sensitive, funcs.Ephemeral} {
		if _, marked := marks[mark]; marked {
			return string(mark)
		}
	}
	return ""
}

// Brief describes a value in a few words: a primitive by its value, anything else by its
// type.
func Brief(v cty.Value) string {
	if secret := Secrecy(v); secret != "" {
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
		return Of(v, "")
	case ty.IsObjectType():
		return "object with " + outline.Plural(len(ty.AttributeTypes()), "attribute")
	case v.CanIterateElements():
		return ty.FriendlyName() + " with " + outline.Plural(v.LengthInt(), "element")
	}
	return ty.FriendlyName()
}

// Of writes an unmarked value in the syntax of the language, and unknown parts as "(known
// after apply)". All lines but the first are indented.
func Of(v cty.Value, indent string) string {
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
		fmt.Fprintf(&b, "%s  %s%s = %s\n", indent, key, strings.Repeat(" ", width-ansi.StringWidth(key)), Of(attrs[name], indent+"  "))
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
		fmt.Fprintf(&b, "%s  %s,\n", indent, Of(element, indent+"  "))
	}
	return b.String() + indent + "]"
}
