package format_test

import (
	"strings"
	"testing"

	"gesso/spec/format"
)

// differences is all that Source does otherwise than terraform fmt 1.11, which
// loses a word in each of them, makes another name, or leaves a file that does
// not parse.
var differences = []struct{ name, src, terraform, want string }{
	{"comment before a label", "image /* c */ \"fox\" {}\n", "image \"fox\" {}\n", "image /* c */ \"fox\" {}\n"},
	{"comment between labels", "x a /* c */ b {}\n", "x \"a\" \"b\" {}\n", "x \"a\" /* c */ \"b\" {}\n"},
	{"escaped template in a label", "x \"a$${b}\" \"c\" {}\n", "x \"c\" {}\n", "x \"a$${b}\" \"c\" {}\n"},
	{"decomposed label", "x \"e\u0301\" {}\n", "x \"\u00e9\" {}\n", "x \"e\u0301\" {}\n"},
	{"null index", "a = b[null]\n", "a = b[]\n", "a = b[null]\n"},
	{"line comment first", "a = \"${\n# c\nb}\"\n", "a = # c\nb\n", "a = ( # c\nb)\n"},
	{"line comment inside", "a = \"${b # c\n+ d}\"\n", "a = b # c\n+ d\n", "a = (b # c\n+ d)\n"},
	{"line comment in a one-line block", "x { a = \"${b # c\n}\" }\n", "x { a = b # c\n}\n", "x { a = (b # c\n) }\n"},
	{"two pairs of parentheses", "a = \"${(b)\n+ (c)}\"\n", "a = (b)\n+ (c)\n", "a = ((b)\n+ (c))\n"},
	{"nothing but a byte order mark", "\ufeff", "   ", ""},
}

func TestDifferences(t *testing.T) {
	texts := map[string][]byte{}
	for _, d := range differences {
		got, diags := format.Source([]byte(d.src), "x.hcl")
		if diags.HasErrors() || string(got) != d.want {
			t.Errorf("%s: %q, want %q; %v", d.name, got, d.want, diags)
		}
		holds(t, []byte(d.src))
		texts[strings.ReplaceAll(d.name, " ", "_")] = []byte(d.src)
	}
	formatted := terraformFmt(t, texts)
	for _, d := range differences {
		if got := formatted[strings.ReplaceAll(d.name, " ", "_")]; string(got) != d.terraform {
			t.Errorf("%s: terraform gives %q, want %q: is there a difference still?", d.name, got, d.terraform)
		}
	}
}

// TestRefused: what has no form gives no bytes, and says where it is wrong.
func TestRefused(t *testing.T) {
	for name, src := range map[string]string{
		"Missing newline after argument":                  "a = 1 b = 2\n",
		"Unclosed configuration block":                    "image \"fox\" {\n",
		"Argument or block definition required":           "]\n",
		"Attribute redefined":                             "a = 1\na = 2\n",
		"Invalid character encoding":                      "a = \"\xff\"\n",
		"Invalid expression":                              "a = \"${}\"\n",
		"Nesting too deep":                                "a = " + strings.Repeat("[", 100_000),
		"Unterminated template string":                    "a = <<E\n",
		"Missing key/value separator":                     "a = { b }\n",
		"Unbalanced parentheses":                          "a = (1\n",
		"Invalid character":                               "a = 1;\n",
		"Extra characters after interpolation expression": "a = \"${b c}\"\n",
	} {
		out, diags := format.Source([]byte(src), "x.hcl")
		if out != nil || !diags.HasErrors() {
			t.Errorf("%s: %q, %v", name, out, diags)
			continue
		}
		if diags[0].Summary != name {
			t.Errorf("%q, want %q", diags[0].Summary, name)
		}
		inside(t, []byte(src), diags)
	}
}
