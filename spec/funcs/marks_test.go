package funcs_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/funcs"
)

// markedScope has two images, a and b, whose values carry their address; what apply will know of them is unknown.
func markedScope(t *testing.T) *hcl.EvalContext {
	image := func(name string, known cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{
			"path":   cty.StringVal(name + ".png"),
			"url":    cty.UnknownVal(cty.String),
			"width":  cty.UnknownVal(cty.Number),
			"lines":  cty.UnknownVal(cty.List(cty.String)),
			"secret": known.Mark(funcs.Sensitive),
		}).Mark(address(name))
	}
	scope := newScope(t).NewChild()
	scope.Variables = map[string]cty.Value{
		"a":    image("a", cty.StringVal("x")),
		"b":    image("b", cty.StringVal("")),
		"text": cty.UnknownVal(cty.String),
		"t":    cty.StringVal("${x}").Mark(address("t")),
	}
	return scope
}

// TestMarks asserts which marks the result of an expression has, anywhere in it.
func TestMarks(t *testing.T) {
	scope := markedScope(t)
	for _, test := range []struct{ expr, want string }{
		{`upper(a.path)`, "a"},
		{`upper(a.url)`, "a"},
		{`join(",", [a.path, b.path])`, "a b"},
		{`format("%s %s", a.url, b.path)`, "a b"},
		{`length(a.path)`, "a"},
		{`length([a.path, b.path])`, ""},
		{`tostring(a.width)`, "a"},
		{`abs(a.width)`, "a"},
		{`concat(a.lines, ["x"])`, "a"},
		{`flatten([a.lines, "x"])`, "a"},
		{`one([a.url])`, "a"},
		{`element([a.url, b.url], 0)`, "a"},
		{`element([a.path, b.path], b.width)`, "a b"},
		{`lookup({ x = a.url, y = b.url }, "x", "none")`, "a"},
		{`lookup({ x = a.url, y = b.url }, "z", "none")`, ""},
		{`lookup({ x = a.url }, b.url, "none")`, "a b"},
		{`lookup({ x = "y" }, "x", a.path)`, ""},
		{`tomap({ x = a.url, y = b.url }).x`, "a"},
		{`tolist([a.url, b.url])[1]`, "b"},
		{`toset([a.path, b.path])`, "a b"},
		{`values({ x = a.path, y = b.path })[0]`, "a"},
		{`merge({ x = a.path }, { y = b.path }).y`, "b"},
		{`coalesce("", a.path, b.path)`, "a"},
		{`coalesce(a.url, b.path)`, "a"},
		{`coalesce(b.secret, a.secret)`, "a b secret"},
		{`try(a.url, "none")`, "a"},
		{`try(a.none, b.path)`, "b"},
		{`try([a.url, b.path], "none")`, "a b"},
		{`can(a.url)`, "a"},
		{`can(a.path)`, ""},
		{`nonsensitive(a.secret)`, "a"},
		{`nonsensitive(sensitive(text))`, ""},
		{`sensitive(a.path)`, "a secret"},
		{`issensitive(a.secret)`, "a"},
		{`issensitive(a.url)`, "a"},
		{`ephemeralasnull(a.secret)`, "a secret"},
		{`jsonencode({ x = a.path, y = [b.url] })`, "a b"},
		{`templatefile("value.tmpl", { value = a.path, other = b.path })`, "a"},
		{`templatefile("value.tmpl", { value = a.url })`, "a"},
		{`templatefile("value.tmpl", merge(a, { value = 1 }))`, "a"},
		{`templatefile(b.path == "" ? "x" : "value.tmpl", { value = a.path })`, "a b"},
		{`templatefile(text, { value = a.path })`, "a"},
		{`templatestring(t, { x = a.url })`, "a t"},
		{`templatestring(t, { x = 1, y = a.url })`, "t"},
		{`templatestring(t, merge(a, { x = 1 }))`, "a t"},
		{`fileexists(a.path)`, "a"},
		{`file(a.url)`, "a"},
		{`matchkeys(["x"], [a.path], [b.path])`, "a b"},
		{`timestamp()`, "timestamp"},
		{`plantimestamp()`, "plantimestamp"},
		{`uuid()`, "uuid"},
		{`"${formatdate("YYYY", timestamp())}-${substr(uuid(), 0, 1)}"`, "timestamp uuid"},
		{`nonsensitive(timestamp())`, "timestamp"},
		{`templatefile("value.tmpl", { value = [timestamp()] })`, "timestamp"},
		{`uuidv5("dns", "x")`, ""},
	} {
		v, err := evaluate(test.expr, scope)
		got := refused
		if err == nil {
			got = marksText(v)
		}
		if got != test.want {
			t.Errorf("%s has the marks %q, want %q (%v)", test.expr, got, test.want, err)
		}
	}
}

// marksText lists the marks anywhere in v.
func marksText(v cty.Value) string {
	names := make(map[string]bool)
	_, marks := v.UnmarkDeep()
	for mark := range marks {
		switch mark := mark.(type) {
		case address:
			names[string(mark)] = true
		case funcs.Impure:
			names[mark.Name] = true
		default:
			names[map[bool]string{true: "secret", false: fmt.Sprint(mark)}[mark == funcs.Sensitive]] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(names)), " ")
}

// TestUnknown asserts what is already known of a value that depends on unknown ones.
func TestUnknown(t *testing.T) {
	scope := markedScope(t)
	for _, test := range []struct {
		expr string
		want cty.Value
	}{
		{`upper(text)`, cty.UnknownVal(cty.String).RefineNotNull()},
		{`file(text)`, cty.UnknownVal(cty.String).RefineNotNull()},
		{`templatefile(text, {})`, cty.DynamicVal},
		{`templatefile("value.tmpl", { value = text })`, cty.UnknownVal(cty.String)},
		{`length(text)`, cty.UnknownVal(cty.Number).Refine().NotNull().NumberRangeLowerBound(cty.Zero, true).NewValue()},
		{`length([text, text])`, cty.NumberIntVal(2)},
		{`alltrue([false, tobool(text)])`, cty.False},
		{`anytrue([tobool(text), true])`, cty.True},
		{`alltrue([true, tobool(text)])`, cty.UnknownVal(cty.Bool).RefineNotNull()},
		{`sum([1, tonumber(text)])`, cty.UnknownVal(cty.Number).RefineNotNull()},
		{`csvdecode(text)`, cty.DynamicVal},
		{`lookup({ x = 1 }, "x", text)`, cty.NumberIntVal(1)},
		{`coalesce(text, "x")`, cty.UnknownVal(cty.String).RefineNotNull()},
		{`index([text], "x")`, cty.UnknownVal(cty.Number).RefineNotNull()},
		{`distinct([text, "x"])`, cty.UnknownVal(cty.List(cty.String)).RefineNotNull()},
		{`format("%v", null)`, cty.StringVal("null")},
		{`formatlist("%v", null)`, cty.ListVal([]cty.Value{cty.StringVal("null")})},
		{`try(text, "x")`, cty.DynamicVal},
		{`can(text)`, cty.UnknownVal(cty.Bool).RefineNotNull()},
	} {
		got, err := evaluate(test.expr, scope)
		if err != nil {
			t.Errorf("%s: %v", test.expr, err)
		} else if !got.RawEquals(test.want) {
			t.Errorf("%s is %#v, want %#v", test.expr, got, test.want)
		}
	}
}

// TestClock asserts that timestamp asks the clock each time, and plantimestamp once.
func TestClock(t *testing.T) {
	clock := time.Date(2026, 11, 22, 13, 0, 0, 0, time.FixedZone("", 3600))
	scope := &hcl.EvalContext{Functions: funcs.Table(nil, func() time.Time {
		clock = clock.Add(time.Hour)
		return clock
	}, nil)}
	for _, test := range []struct{ expr, want string }{
		{"timestamp()", "2026-11-22T14:00:00Z"},
		{"plantimestamp()", "2026-11-22T13:00:00Z"},
		{"timestamp()", "2026-11-22T15:00:00Z"},
		{"plantimestamp()", "2026-11-22T13:00:00Z"},
	} {
		v, err := evaluate(test.expr, scope)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := v.Unmark(); got.AsString() != test.want {
			t.Errorf("%s is %s, want %s", test.expr, got.AsString(), test.want)
		}
	}
}
