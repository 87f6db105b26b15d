package funcs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/bound"
	"gesso/spec/funcs"
)

// callsOfSize has a call of each function whose time grows with what it is given: a list of texts, of numbers or of lists, a map, a set, or a text.
var callsOfSize = strings.Fields(`
alltrue(bools) anytrue(bools) base64decode(text) base64encode(text) base64gzip(text) base64sha256(text) base64sha512(text) basename(text)
chomp(text) chunklist(list,1) coalesce(text,"") coalescelist(list) compact(list) concat(list,list) contains(list,"z") csvdecode(csv)
dirname(text) distinct(list) element(list,1) endswith(text,"z") ephemeralasnull(list) flatten(lists) format("%s",text) formatlist("%s-",list)
indent(1,text) index(list,"z") join("-",list) join("-",numbers) jsondecode(json) jsonencode(list) keys(map) keys(object) lower(text)
matchkeys(list,list,list) max(numbers...) md5(text) merge(map,object) min(numbers...) nonsensitive(list) one(list) regex("a",text)
regexall("a",text) replace(text,"a","b") reverse(list) sensitive(list) issensitive(list) setintersection(list,set) setproduct(list,["a"]) setsubtract(set,list)
setunion(set,list) sha1(text) sha256(text) sha512(text) slice(list,0,1) sort(list) sort(numbers) split(",",text) startswith(text,"z")
strcontains(text,"z") strrev(text) substr(text,0,1) sum(numbers) textencodebase64(text,"UTF-16LE") textdecodebase64(text,"UTF-16LE") title(text) tobool(text)
tolist(list) tolist(set) tomap(object) tonumber(text) toset(list) tostring(text) transpose(mapoflists) trim(text,"z") trimprefix(text,"z")
trimspace(text) trimsuffix(text,"z") upper(text) urlencode(text) uuidv5("dns",text) values(map) values(object) yamldecode(yaml) yamlencode(list)
zipmap(list,list) abspath(text) pathexpand(text) length(text) length(set) try(list,0) can(list) parseint(digits,10) timecmp(text,text)
`)

// constant lists the functions whose time does not grow, or grows with what they read or render.
var constant = strings.Fields(`abs ceil floor log pow signum range lookup timestamp plantimestamp uuid formatdate timeadd
file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 filesha512 templatefile templatestring`)

func valuesOfSize(n int) map[string]cty.Value {
	var list, numbers, lists, bools []cty.Value
	named, ofLists := map[string]cty.Value{}, map[string]cty.Value{}
	for i := range n {
		text := cty.StringVal(fmt.Sprint("k", i))
		list, numbers = append(list, text), append(numbers, cty.NumberIntVal(int64(i)))
		lists, bools = append(lists, cty.TupleVal([]cty.Value{text})), append(bools, cty.True)
		named[text.AsString()], ofLists[text.AsString()] = text, cty.ListVal([]cty.Value{text})
	}
	return map[string]cty.Value{
		"list": cty.TupleVal(list), "numbers": cty.TupleVal(numbers), "lists": cty.TupleVal(lists), "bools": cty.TupleVal(bools), "set": cty.SetVal(list),
		"map": cty.MapVal(named), "object": cty.ObjectVal(named), "mapoflists": cty.MapVal(ofLists),
		"text": cty.StringVal(strings.Repeat("ab,cd e", n)), "digits": cty.StringVal(strings.Repeat("1", n)), "csv": cty.StringVal("a\n" + strings.Repeat("b\n", n)),
		"json": cty.StringVal("[" + strings.Repeat("1,", n) + "1]"), "yaml": cty.StringVal(strings.Repeat("- a\n", n)),
	}
}

// TestEveryFunctionIsPriced calls every function with more and more, and looks at what the meter counts for the rest: never less than a part of
// what goes through it once takes, whether the call succeeds or not.
func TestEveryFunctionIsPriced(t *testing.T) {
	meter := new(bound.Meter)
	table := funcs.Table(nil, time.Now, meter)
	spent := func(call string, n int) int {
		expr, diags := hclsyntax.ParseExpression([]byte(call), "test", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(call, diags)
		}
		bound.Prepare(expr)
		scope := &hcl.EvalContext{Functions: table, Variables: valuesOfSize(n)}
		meter.Reset()
		meter.Join(scope)
		_, _ = expr.Value(scope)
		return meter.Spent()
	}
	priced := map[string]bool{}
	for _, call := range callsOfSize {
		name, _, _ := strings.Cut(call, "(")
		priced[name] = true
		least := 2_000 * 3
		if strings.Contains(call, "(text") || strings.Contains(call, "text)") || strings.Contains(call, "digits") || strings.Contains(call, "text,") {
			least = 2_000 / 20
		}
		if few, many := spent(call, 1_000), spent(call, 3_000); many-few < least {
			t.Errorf("%s costs %d units with 1,000 elements and %d with 3,000: at least %d more are due", call, few, many, least)
		}
	}
	for _, name := range constant {
		priced[name] = true
	}
	for name := range table {
		if !priced[name] && !strings.HasPrefix(name, "core::") {
			t.Errorf("nobody says whether %s takes longer with more: add it to callsOfSize or constant", name)
		}
	}
}

// TestLookingIsCheap: a hundred thousand images may each look up their own row of a table.
func TestLookingIsCheap(t *testing.T) {
	meter := new(bound.Meter)
	scope := &hcl.EvalContext{Functions: funcs.Table(nil, time.Now, meter), Variables: valuesOfSize(5_000)}
	meter.Join(scope)
	for _, call := range []string{`lookup(map, "k1", "")`, `lookup(object, "k1", "")`, `length(list)`, `length(object)`, `map["k1"]`, `object["k1"]`} {
		expr, diags := hclsyntax.ParseExpression([]byte(call), "test", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(call, diags)
		}
		bound.Prepare(expr)
		meter.Reset()
		if _, diags := expr.Value(scope); diags.HasErrors() || meter.Spent() > 100 {
			t.Errorf("%s costs %d units: %v", call, meter.Spent(), diags)
		}
	}
}
