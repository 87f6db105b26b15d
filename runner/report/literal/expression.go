package literal

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"gesso/runner/report/quote"
	"gesso/spec/funcs"
)

// Expression writes a value as terraform console does: as an expression that evaluates to
// it, where there is one. A sensitive or ephemeral value is not shown.
func Expression(v cty.Value) string {
	if ty, ok := funcs.TypeIn(v); ok {
		return typeExpression(ty, "")
	}
	return expression(v, "")
}

// expression writes a value, indenting all lines but the first.
func expression(v cty.Value, indent string) string {
	v, marks := v.Unmark()
	for _, mark := range []funcs.Mark{funcs.Sensitive, funcs.Ephemeral} {
		if _, marked := marks[mark]; marked {
			return "(" + string(mark) + " value)"
		}
	}
	ty := v.Type()
	switch {
	case !v.IsKnown():
		return "(known after apply)"
	case v.IsNull():
		return null(ty)
	case ty == cty.String:
		return text(v.AsString(), indent)
	case ty == cty.Number:
		return v.AsBigFloat().Text('f', -1)
	case ty == cty.Bool:
		return strconv.FormatBool(v.True())
	case ty.IsMapType():
		return "tomap(" + object(v, indent) + ")"
	case ty.IsListType():
		return "tolist(" + sequence(v, indent) + ")"
	case ty.IsSetType():
		return "toset(" + sequence(v, indent) + ")"
	case ty.IsTupleType():
		return sequence(v, indent)
	case ty.IsObjectType():
		return object(v, indent)
	}
	return ty.FriendlyName()
}

// null is written with the function that makes a null of the same type.
func null(ty cty.Type) string {
	switch {
	case ty == cty.DynamicPseudoType:
		return "null"
	case ty.IsPrimitiveType():
		return "to" + ty.FriendlyName() + "(null)"
	case ty.IsListType() || ty.IsSetType() || ty.IsMapType():
		kind, _, _ := strings.Cut(ty.FriendlyName(), " ")
		return fmt.Sprintf("to%s(null) /* of %s */", kind, ty.ElementType().FriendlyName())
	}
	return "null /* " + ty.FriendlyName() + " */"
}

// text writes a string in quotes, or several lines as a heredoc.
func text(s, indent string) string {
	if !strings.Contains(s, "\n") {
		return strconv.Quote(s)
	}
	s = quote.Clean(s)
	lines := strings.Split(s, "\n")
	marker := "EOT"
	for slices.ContainsFunc(lines, func(line string) bool { return strings.TrimSpace(line) == marker }) {
		marker += "_"
	}
	opening := "<<"
	if indent != "" {
		opening = "<<-"
	}
	var b strings.Builder
	b.WriteString(opening + marker + "\n")
	for _, line := range append(lines, marker) {
		b.WriteString(indent + line + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func object(v cty.Value, indent string) string {
	attrs := v.AsValueMap()
	if len(attrs) == 0 {
		return "{}"
	}
	inner := indent + "  "
	var b strings.Builder
	b.WriteString("{\n")
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		fmt.Fprintf(&b, "%s%s = %s\n", inner, text(name, inner), expression(attrs[name], inner))
	}
	return b.String() + indent + "}"
}

func sequence(v cty.Value, indent string) string {
	if v.LengthInt() == 0 {
		return "[]"
	}
	inner := indent + "  "
	var b strings.Builder
	b.WriteString("[\n")
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		fmt.Fprintf(&b, "%s%s,\n", inner, expression(element, inner))
	}
	return b.String() + indent + "]"
}

// typeExpression writes a type as in a variable's type argument, with objects and tuples on
// several lines.
func typeExpression(ty cty.Type, indent string) string {
	const step = "    "
	var b strings.Builder
	switch {
	case ty == cty.DynamicPseudoType:
		return "dynamic"
	case ty.IsListType() || ty.IsSetType() || ty.IsMapType():
		kind, _, _ := strings.Cut(ty.FriendlyName(), " ")
		if element := ty.ElementType(); !element.IsObjectType() && !element.IsTupleType() {
			return kind + "(" + typeExpression(element, indent) + ")"
		}
		return kind + "(\n" + indent + step + typeExpression(ty.ElementType(), indent+step) + ",\n" + indent + ")"
	case ty.IsTupleType():
		if ty.Length() == 0 {
			return "tuple([])"
		}
		for _, element := range ty.TupleElementTypes() {
			b.WriteString(indent + step + typeExpression(element, indent+step) + ",\n")
		}
		return "tuple([\n" + b.String() + indent + "])"
	case ty.IsObjectType():
		attrs := ty.AttributeTypes()
		if len(attrs) == 0 {
			return "object({})"
		}
		for _, name := range slices.Sorted(maps.Keys(attrs)) {
			b.WriteString(indent + step + quote.Clean(name) + ": " + typeExpression(attrs[name], indent+step) + ",\n")
		}
		return "object({\n" + b.String() + indent + "})"
	}
	return ty.FriendlyName()
}
