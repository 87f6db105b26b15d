package funcs_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"

	"gesso/spec/funcs"
)

func TestTableHasTerraformsFunctions(t *testing.T) {
	const want = `abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 basename can ceil
chomp chunklist coalesce coalescelist compact concat contains csvdecode dirname distinct element endswith ephemeralasnull
file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 filesha512 flatten floor
format formatdate formatlist indent index issensitive join jsondecode jsonencode keys length log lookup lower matchkeys max
md5 merge min nonsensitive one parseint pathexpand plantimestamp pow range regex regexall replace reverse sensitive
setintersection setproduct setsubtract setunion sha1 sha256 sha512 signum slice sort split startswith strcontains strrev
substr sum templatefile templatestring textdecodebase64 textencodebase64 timeadd timecmp timestamp title tobool tolist tomap
tonumber toset tostring transpose trim trimprefix trimspace trimsuffix try upper urlencode uuid uuidv5 values yamldecode
yamlencode zipmap`
	table := funcs.Table(nil, time.Now, nil)
	var names []string
	for _, name := range slices.Sorted(maps.Keys(table)) {
		bare, core := strings.CutPrefix(name, "core::")
		if !core {
			names = append(names, name)
		} else if _, ok := table[bare]; !ok {
			t.Errorf("%s has no short name", name)
		}
	}
	if got, want := strings.Join(names, " "), strings.Join(strings.Fields(want), " "); got != want {
		t.Errorf("the functions are\n%s\nwant\n%s", got, want)
	}
	if got := len(table); got != 2*len(names) {
		t.Errorf("%d names, of which %d are short", got, len(names))
	}
}

func TestEveryFunctionIsDescribed(t *testing.T) {
	for name, f := range funcs.Table(nil, time.Now, nil) {
		switch strings.TrimPrefix(name, "core::") {
		case "yamldecode", "yamlencode":
			continue // their library's own, which describes nothing
		}
		if f.Description() == "" {
			t.Errorf("%s has no description", name)
		}
	}
}

// address stands for the marks that gesso puts on the values of images.
type address string

// oddValues are what people give to functions by mistake, and some that they give on purpose.
func oddValues() map[string]cty.Value {
	return map[string]cty.Value{
		"null_":    cty.NullVal(cty.DynamicPseudoType),
		"nulltext": cty.NullVal(cty.String),
		"empty":    cty.StringVal(""),
		"text":     cty.StringVal("é漢 a"),
		"digits":   cty.StringVal("12"),
		"negative": cty.NumberIntVal(-2),
		"fraction": cty.NumberFloatVal(0.5),
		"huge":     cty.MustParseNumberVal("1e400"),
		"infinite": cty.PositiveInfinity,
		"truth":    cty.True,
		"tuple":    cty.TupleVal([]cty.Value{cty.StringVal("a"), cty.NumberIntVal(1), cty.NullVal(cty.DynamicPseudoType)}),
		"none":     cty.EmptyTupleVal,
		"list":     cty.ListVal([]cty.Value{cty.StringVal("b"), cty.StringVal("a"), cty.NullVal(cty.String)}),
		"set":      cty.SetVal([]cty.Value{cty.NumberIntVal(1), cty.NumberIntVal(2)}),
		"object":   cty.ObjectVal(map[string]cty.Value{"a": cty.StringVal("x"), "b": cty.NullVal(cty.String)}),
		"map":      cty.MapVal(map[string]cty.Value{"a": cty.ListVal([]cty.Value{cty.StringVal("x")})}),
		"unknown":  cty.UnknownVal(cty.String),
		"dynamic":  cty.DynamicVal,
		"part":     cty.TupleVal([]cty.Value{cty.UnknownVal(cty.String), cty.StringVal("a")}),
		"parts":    cty.SetVal([]cty.Value{cty.UnknownVal(cty.String), cty.StringVal("a")}),
	}
}

// TestEveryFunctionTakesEverything calls every function with up to three odd values. None may panic; what is made of values that all carry
// a mark must carry it, and be what is made of the same values without it.
func TestEveryFunctionTakesEverything(t *testing.T) {
	bare, marked := newScope(t).NewChild(), newScope(t).NewChild()
	bare.Variables, marked.Variables = oddValues(), oddValues()
	mark := address("image.hero")
	for name, v := range marked.Variables {
		marked.Variables[name] = v.Mark(mark)
	}
	all := combinations(slices.Sorted(maps.Keys(bare.Variables)))
	for function := range bare.Parent().Functions {
		if strings.HasPrefix(function, "core::") {
			continue
		}
		for _, arguments := range all {
			text := fmt.Sprintf("%s(%s)", function, arguments)
			want, err := evaluate(text, bare)
			if err != nil && strings.Contains(err.Error(), "panic in function") {
				t.Errorf("%s: %.300v", text, err)
				continue
			}
			got, markedErr := evaluate(text, marked)
			if (err == nil) != (markedErr == nil) {
				t.Errorf("%s: %v without a mark, %v with it", text, err, markedErr)
			}
			if err == nil && markedErr == nil && function != "can" {
				checkMarked(t, text, want, got, mark)
			}
		}
	}
}

func checkMarked(t *testing.T, text string, bare, got cty.Value, mark address) {
	t.Helper()
	unmarked, marks := got.UnmarkDeep()
	onlyNull := strings.HasPrefix(text, "merge(") && bare.RawEquals(cty.EmptyObjectVal) // where go-cty's own forgets the marks
	if _, ok := marks[mark]; !ok && !onlyNull {
		t.Errorf("%s has lost the mark of its arguments", text)
	}
	if bare, _ = bare.UnmarkDeep(); !unmarked.RawEquals(bare) {
		t.Errorf("%s is %#v without a mark, %#v with it", text, bare, unmarked)
	}
}

// TestUnknownResultsAreMarked calls every function with odd values of which only what is unknown carries a mark, wherever it is. A result that
// is not known must carry it too: it is what tells that an image waits for another.
func TestUnknownResultsAreMarked(t *testing.T) {
	scope := newScope(t).NewChild()
	scope.Variables = oddValues()
	mark := address("image.hero")
	for name, v := range scope.Variables {
		marked, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
			if v.IsKnown() {
				return v, nil
			}
			return v.Mark(mark), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		scope.Variables[name] = marked
	}
	all := combinations(slices.Sorted(maps.Keys(scope.Variables)))
	for function := range scope.Parent().Functions {
		if strings.HasPrefix(function, "core::") {
			continue
		}
		for _, arguments := range all {
			text := fmt.Sprintf("%s(%s)", function, arguments)
			got, err := evaluate(text, scope)
			if err != nil {
				continue
			}
			unmarked, marks := got.UnmarkDeep()
			if _, ok := marks[mark]; !ok && !unmarked.IsWhollyKnown() {
				t.Errorf("%s is unknown, but has no mark", text)
			}
		}
	}
}

// combinations returns every one and every two of names, and every three of some, as the arguments of a call.
func combinations(names []string) []string {
	var all []string
	some := []string{"text", "list", "object", "negative", "unknown"}
	for _, a := range names {
		all = append(all, a)
		for _, b := range names {
			all = append(all, a+", "+b)
		}
	}
	for _, a := range some {
		for _, b := range some {
			for _, c := range some {
				all = append(all, a+", "+b+", "+c)
			}
		}
	}
	return all
}
