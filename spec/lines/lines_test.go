package lines

import "testing"

func TestLineEnds(t *testing.T) {
	for _, test := range []struct{ text, lf, ofFile string }{
		{"", "", ""},
		{"a\nb\n", "a\nb\n", "a\nb\n"},
		{"a\r\nb\r\n", "a\nb\n", "a\nb\n"},
		{"a\rb", "a\nb", "a\rb"},
		{"a\r\r\nb\r", "a\n\nb\n", "a\r\nb\r"},
		{"\n\r", "\n\n", "\n\r"},
	} {
		if got := LF(test.text); got != test.lf {
			t.Errorf("%q: got %q, want %q", test.text, got, test.lf)
		}
		if got := string(OfFile([]byte(test.text))); got != test.ofFile {
			t.Errorf("the file %q: got %q, want %q", test.text, got, test.ofFile)
		}
	}
}
