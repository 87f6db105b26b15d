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

func TestFold(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{" ", ""},
		{"\n\t", ""},
		{"a cat", "a cat"},
		{" a cat", "a cat"},
		{"a cat ", "a cat"},
		{"a  cat", "a cat"},
		{"a\tcat", "a cat"},
		{"a\u00a0cat\u3000and\u2028a mat", "a cat and a mat"},
		{"a\u200bcat", "a\u200bcat"}, // no white space: some scripts part words by it
		{"\n  a cat,\r\n\r\n  on a mat\r", "a cat, on a mat"},
	} {
		if got := Fold(test.text); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}
