package funcs

import (
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"gesso/spec/bound"
)

// A growth tells, of arguments that are known and have no marks of their own, how many elements a function would make of them and how many bytes
// of text, at most, and what work that is beside going through them. It knows what the arguments weigh together.
// A function that makes no more than it is given has none.
type growth func(args []cty.Value, all bound.Load) (elements, text, work int)

// growths are those of all functions that can make much of little.
var growths = map[string]growth{
	"replace":    replaceGrowth,
	"regex":      regexGrowth,
	"regexall":   regexGrowth,
	"join":       joinGrowth,
	"format":     formatGrowth,
	"formatlist": formatListGrowth,
	"split":      splitGrowth,
	"chunklist":  func(_ []cty.Value, all bound.Load) (int, int, int) { return all.Nodes, 0, all.Nodes },
	"flatten":    func(_ []cty.Value, all bound.Load) (int, int, int) { return all.Nodes, 0, all.Nodes },
	"concat":     func(_ []cty.Value, all bound.Load) (int, int, int) { return all.Nodes, 0, all.Nodes },
	"setunion":   func(_ []cty.Value, all bound.Load) (int, int, int) { return all.Nodes, 0, 4 * all.Nodes },
	"setproduct": setProductGrowth,
	"jsonencode": func(_ []cty.Value, all bound.Load) (int, int, int) { return 0, all.Text + 4*all.Nodes, all.Nodes },
	"yamlencode": func(_ []cty.Value, all bound.Load) (int, int, int) {
		return 0, all.Text + all.Indent + 4*all.Nodes, 4 * all.Nodes
	},
	"csvdecode":    func(_ []cty.Value, all bound.Load) (int, int, int) { return 0, 0, all.Text },
	"title":        func(_ []cty.Value, all bound.Load) (int, int, int) { return 0, all.Text, all.Text },
	"strrev":       func(_ []cty.Value, all bound.Load) (int, int, int) { return 0, all.Text, all.Text },
	"substr":       func(_ []cty.Value, all bound.Load) (int, int, int) { return 0, all.Text, all.Text },
	"length":       func(_ []cty.Value, all bound.Load) (int, int, int) { return 0, 0, all.Text },
	"jsondecode":   jsonGrowth,
	"yamldecode":   func(_ []cty.Value, all bound.Load) (int, int, int) { return 0, 0, 2 * all.Text },
	"base64gzip":   func(_ []cty.Value, all bound.Load) (int, int, int) { return 0, all.Text / 2, all.Text },
	"urlencode":    func(_ []cty.Value, all bound.Load) (int, int, int) { return 0, 3 * all.Text, all.Text / 4 },
	"base64encode": func(_ []cty.Value, all bound.Load) (int, int, int) { return 0, all.Text / 3 * 4, 0 },
	"parseint":     func(_ []cty.Value, all bound.Load) (int, int, int) { return 0, 0, all.Text * (all.Text / 1000) },
}

// jsonGrowth is for the parts of a document, which its commas and brackets count. Each takes some hundred times the memory of its text, and the
// time of a few, for each level that it lies below.
func jsonGrowth(args []cty.Value, all bound.Load) (int, int, int) {
	text := args[0].AsString()
	parts := strings.Count(text, ",") + strings.Count(text, "[") + strings.Count(text, "{")
	return 4 * parts, 0, 2*all.Text + 20*parts
}

// maxProgram bounds a regular expression, in the instructions that it is compiled to.
const maxProgram = 1_000_000

// compile returns a regular expression, and the work of going through so much text with it: each byte can take every instruction.
// It is nil where the function itself says what is wrong.
func compile(pattern string, text int) (*regexp.Regexp, int) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, len(pattern)
	}
	instructions := 1
	if parsed, err := syntax.Parse(pattern, syntax.Perl); err == nil {
		if program, err := syntax.Compile(parsed.Simplify()); err == nil {
			instructions = len(program.Inst)
		}
	}
	if instructions > maxProgram {
		return re, 1 << 40
	}
	return re, instructions + len(pattern) + text/8*instructions/4
}

func replaceGrowth(args []cty.Value, _ bound.Load) (int, int, int) {
	text, old, replacement := args[0].AsString(), args[1].AsString(), args[2].AsString()
	if len(old) < 2 || !strings.HasPrefix(old, "/") || !strings.HasSuffix(old, "/") {
		n := strings.Count(text, old)
		return 0, len(text) + bound.Product(n, len(replacement)-len(old)), n / 4
	}
	re, work := compile(old[1:len(old)-1], len(text))
	if re == nil || work > maxMatching {
		return 0, 0, work
	}
	references, matches := strings.Count(replacement, "$"), 0
	size := len(text)
	for _, at := range re.FindAllStringIndex(text, bound.MaxElements+1) {
		matches++
		size += len(replacement) + bound.Product(references, at[1]-at[0])
		if size > bound.MaxText {
			break
		}
	}
	return matches, size, work + matches
}

// maxMatching is more work than any evaluation may take: it is not begun.
const maxMatching = 100_000_000

func regexGrowth(args []cty.Value, _ bound.Load) (int, int, int) {
	text := args[1].AsString()
	re, work := compile(args[0].AsString(), len(text))
	if re == nil || work > maxMatching {
		return 0, 0, work
	}
	most := bound.MaxElements / (re.NumSubexp() + 1)
	matches := len(re.FindAllStringIndex(text, most+1))
	return matches * (re.NumSubexp() + 1), 0, work + matches*(re.NumSubexp()+1)
}

func joinGrowth(args []cty.Value, all bound.Load) (int, int, int) {
	return 0, all.Text + bound.Product(all.Nodes, len(args[0].AsString())), 0
}

func splitGrowth(args []cty.Value, _ bound.Load) (int, int, int) {
	return strings.Count(args[1].AsString(), args[0].AsString()) + 1, 0, 0
}

// formatGrowth is for the verbs of a format, each of which may write any of the arguments in its width. One can be written many times where its
// number is given, as in %[1]s.
func formatGrowth(args []cty.Value, all bound.Load) (int, int, int) {
	verbs, widths := verbsOf(args[0].AsString())
	once := all.Text + 8*all.Nodes
	if strings.Contains(args[0].AsString(), "[") {
		once = bound.Product(verbs, once)
	}
	return 0, once + widths, verbs
}

// formatListGrowth is for a format of which each row has a copy of what is no list.
func formatListGrowth(args []cty.Value, _ bound.Load) (int, int, int) {
	rows, text := 1, 0
	for _, arg := range args[1:] {
		if isSequence(arg.Type()) && !arg.IsNull() && arg.IsKnown() {
			rows = max(rows, arg.LengthInt())
		}
	}
	for _, arg := range args[1:] {
		if load := bound.Measure(arg, maxNodes); isSequence(arg.Type()) {
			text += load.Text
		} else {
			text += bound.Product(rows, load.Text)
		}
	}
	verbs, widths := verbsOf(args[0].AsString())
	if strings.Contains(args[0].AsString(), "[") {
		text = bound.Product(verbs, text)
	}
	return rows, text + bound.Product(rows, len(args[0].AsString())+widths), bound.Product(rows, verbs)
}

// verbsOf counts the verbs of a format, and adds up the numbers in them.
func verbsOf(format string) (verbs, widths int) {
	verbs = strings.Count(format, "%")
	number := 0
	for i := range len(format) {
		if c := format[i]; c >= '0' && c <= '9' {
			number = min(number*10+int(c-'0'), maxWidth) // a greater one is refused by its name
			continue
		}
		widths = min(widths+number, 2*bound.MaxText)
		number = 0
	}
	return verbs, widths
}

func setProductGrowth(args []cty.Value, _ bound.Load) (int, int, int) {
	product := 1
	for _, set := range args {
		if !isSequence(set.Type()) || !set.Length().IsKnown() {
			return 0, 0, 0
		}
		product = bound.Product(product, set.LengthInt())
		if product > maxProduct {
			return 0, 0, 0 // the function says that
		}
	}
	cells := bound.Product(product, len(args))
	return cells, 0, cells
}
