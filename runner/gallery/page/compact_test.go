package page

import (
	"strings"
	"testing"
)

func TestCompact(t *testing.T) {
	for _, tc := range []struct{ script, want string }{
		{"  const a = b + 1; // why\n", "const a=b+1;\n"},
		{"// only this\n\nlet x\n", "let x\n"},
		{"return 'a  // b' + \"it's\" + `c ${ d } e`;\n", "return'a  // b'+\"it's\"+`c ${ d } e`;\n"},
		{"f(/[/ ']+ /g, x / y / z);\n", "f(/[/ ']+ /g,x/y/z);\n"},
		{"a + +b - -c in d;\n", "a+ +b- -c in d;\n"},
		{"s = 'it\\'s  so';\n", "s='it\\'s  so';\n"},
		{"for (const ü of ä) ö;\n", "for(const ü of ä)ö;\n"},
	} {
		if got := string(compact([]byte(tc.script))); got != tc.want {
			t.Errorf("compact(%q) = %q, want %q", tc.script, got, tc.want)
		}
	}
}

// TestScriptsAreWhole: whatever is left out of a script, its words are all there.
func TestScriptsAreWhole(t *testing.T) {
	for _, name := range append(scripts, "live") {
		data, err := files.ReadFile("script/" + name + ".js")
		if err != nil {
			t.Fatal(err)
		}
		var code strings.Builder
		for line := range strings.Lines(string(data)) {
			before, _, _ := strings.Cut(line, "// ")
			code.WriteString(before)
		}
		bare := strings.NewReplacer(" ", "", "\n", "")
		if bare.Replace(code.String()) != bare.Replace(string(compact(data))) {
			t.Errorf("compact loses something of %s.js", name)
		}
	}
}
