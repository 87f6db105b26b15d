package conform

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

func many(n int, of ...cty.Value) []cty.Value {
	all := make([]cty.Value, n)
	for i := range all {
		all[i] = of[i%len(of)]
	}
	return all
}

func named(list []cty.Value) map[string]cty.Value {
	all := map[string]cty.Value{}
	for i, v := range list {
		all[fmt.Sprint("k", i)] = v
	}
	return all
}

// TestConvert converts every kind of elements to every type, as package convert does, with the same errors.
func TestConvert(t *testing.T) {
	text, number, yes, null := cty.StringVal("a"), cty.NumberIntVal(1), cty.True, cty.NullVal(cty.DynamicPseudoType)
	pair, one := cty.TupleVal([]cty.Value{text, number}), cty.TupleVal([]cty.Value{text})
	row, wide := cty.ObjectVal(map[string]cty.Value{"a": text}), cty.ObjectVal(map[string]cty.Value{"a": number, "b": text})
	secret := text.Mark("secret")
	optional := cty.ObjectWithOptionalAttrs(map[string]cty.Type{"a": cty.String, "b": cty.String}, []string{"b"})
	element := []cty.Type{cty.DynamicPseudoType, cty.String, cty.Number, cty.Bool, cty.List(cty.String), cty.List(cty.DynamicPseudoType), cty.Map(cty.String), cty.Object(map[string]cty.Type{"a": cty.String}), optional}
	for i, of := range [][]cty.Value{
		{text}, {number}, {text, number}, {text, yes}, {number, yes}, {text, null}, {null}, {pair}, {pair, one}, {row}, {row, wide}, {row, text}, {secret}, {secret, number},
		{cty.UnknownVal(cty.String)}, {cty.DynamicVal, text}, {cty.StringVal("1"), number}, {cty.ListVal([]cty.Value{text}), one},
	} {
		list := many(20, of...)
		for _, v := range []cty.Value{cty.TupleVal(list), cty.ObjectVal(named(list)), cty.TupleVal(list).Mark("all"), cty.ObjectVal(map[string]cty.Value{"a": cty.TupleVal(list), "b": text})} {
			for _, ety := range element {
				for _, want := range []cty.Type{cty.List(ety), cty.Set(ety), cty.Map(ety), cty.Object(map[string]cty.Type{"a": cty.List(ety), "b": cty.String})} {
					expected, wantErr := convert.Convert(v, want)
					got, err := Convert(v, want)
					if (err == nil) != (wantErr == nil) || err == nil && !got.RawEquals(expected) {
						t.Errorf("%d: %s to %s is %#v, %v; want %#v, %v", i, v.Type().FriendlyName(), want.FriendlyNameForConstraint(), got, err, expected, wantErr)
					}
					if err != nil && wantErr != nil && err.Error() != wantErr.Error() && !strings.Contains(err.Error(), `element "`) { // which of several is by chance
						t.Errorf("%d: %s to %s: %q, want %q", i, v.Type().FriendlyName(), want.FriendlyNameForConstraint(), err, wantErr)
					}
					if Possible(v.Type(), want) != (convert.GetConversionUnsafe(v.Type(), want) != nil || v.Type().Equals(want)) {
						t.Errorf("%d: whether %s can be %s", i, v.Type().FriendlyName(), want.FriendlyNameForConstraint())
					}
				}
			}
		}
	}
}

// TestLargeConvert ends, which it does not where types are compared in pairs.
func TestLargeConvert(t *testing.T) {
	list := many(300_000, cty.StringVal("a"), cty.NumberIntVal(1))
	for _, v := range []cty.Value{cty.TupleVal(list), cty.TupleVal(list[:1])} {
		if got, err := Convert(v, cty.List(cty.String)); err != nil || got.LengthInt() != v.LengthInt() {
			t.Error(err)
		}
	}
	var mixed []cty.Value
	for i := range 20_000 {
		mixed = append(mixed, cty.ObjectVal(map[string]cty.Value{fmt.Sprint("a", i%100): cty.True}))
	}
	if _, err := Convert(cty.TupleVal(mixed), cty.List(cty.DynamicPseudoType)); err == nil {
		t.Error("elements of a hundred types become a list")
	}
}
