package format_test

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"pgregory.net/rapid"
)

// ugly draws a configuration that parses, written as badly as HCL allows.
func ugly() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		w := &writer{t: t}
		w.body(0)
		text := w.b.String()
		if w.chance(8) {
			text = strings.TrimSuffix(text, "\n")
		}
		if w.chance(8) && !strings.Contains(text, "<<") {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		if text != "" && w.chance(20) {
			text = "\ufeff" + text
		}
		return text
	}).Filter(parses)
}

// parses reports whether a text is HCL. Some of what a writer writes is not:
// HCL has places where a line may not end although brackets are open.
func parses(text string) bool {
	_, diags := hclsyntax.ParseConfig([]byte(text), "", hcl.InitialPos)
	return !diags.HasErrors()
}

// writer writes random HCL.
type writer struct {
	t      *rapid.T
	b      strings.Builder
	names  int  // the last name given, so that none is given twice
	inline bool // in a place where a line must not end
	quoted bool // between quotes, where no heredoc may begin
}

// chance is true once in n times.
func (w *writer) chance(n int) bool { return rapid.IntRange(1, n).Draw(w.t, "chance") == n }

func (w *writer) pick(texts ...string) string { return rapid.SampledFrom(texts).Draw(w.t, "pick") }

func (w *writer) write(parts ...string) {
	for _, p := range parts {
		w.b.WriteString(p)
	}
}

// space writes white space or a comment, or nothing.
func (w *writer) space() { w.write(w.pick("", "", "", " ", " ", "  ", "\t", "     ", " /* c */ ")) }

// gap is a space that separates words.
func (w *writer) gap() { w.write(w.pick(" ", " ", "   ", "\t", " /**/ ")) }

// wrap writes a space that may be a new line, for the inside of brackets.
func (w *writer) wrap() {
	if w.inline || !w.chance(4) {
		w.space()
		return
	}
	w.write(w.pick("\n", "\n\n", "  \n   ", " # note\n", "// note\n\t"))
}

func (w *writer) endLine() {
	w.write(w.pick("\n", "\n", "\n", "  \n", " # note\n", "//note\n", " /* note */\n", "\n\n\n", "\t#\n"))
}

func (w *writer) name() string {
	w.names++
	return fmt.Sprintf("%s%d", w.pick("a", "bb", "a_long_name", "é", "x-y"), w.names)
}

func (w *writer) body(depth int) {
	for range rapid.IntRange(0, 5).Draw(w.t, "items") {
		switch w.pick("argument", "argument", "argument", "block", "comment", "blank", "type") {
		case "block":
			w.block(depth)
		case "comment":
			w.write(w.pick("# a comment\n", "   // another\n", "/* over\n  two lines */\n", "\t#\n"))
		case "blank":
			w.write(w.pick("\n", "   \n", "\n\n\n\n"))
		case "type":
			w.legacy()
		default:
			w.argument()
			w.endLine()
		}
	}
}

func (w *writer) argument() {
	w.space()
	w.write(w.name())
	w.space()
	w.write("=")
	w.space()
	w.expr(0)
}

// legacy writes a variable in the words of older Terraforms.
func (w *writer) legacy() {
	w.write(w.pick("variable", "variable", "image"), w.pick(" ", "   "))
	w.write(w.pick(`"v"`, "v", ""), w.pick("", " ", "   "), "{\n", "type", w.pick("=", " = "),
		w.pick(`"string"`, `"list"`, `"map"`, "list", "map", "set", "string", `"number"`, `("list")`, "list(any)", `"${string}"`, "[list]"))
	w.endLine()
	w.argument()
	w.endLine()
	w.write("}\n")
}

func (w *writer) block(depth int) {
	w.space()
	w.write(w.pick("image", "x", "dynamic", "variable"))
	for range rapid.IntRange(0, 2).Draw(w.t, "labels") {
		w.write(w.pick(" ", "  ", "\t"), w.pick("one", `"two"`, `"th\"ree"`, "é", `"\u00e9\t"`, `""`))
	}
	w.write(w.pick("", " ", "    "), "{")
	switch {
	case depth > 2 || w.chance(6):
		w.write(w.pick("", " ", "   "))
	case w.chance(4):
		inline := w.inline
		w.inline = true
		w.argument()
		w.inline = inline
		w.space()
	default:
		w.endLine()
		w.body(depth + 1)
		w.space()
	}
	w.write("}")
	w.endLine()
}
