package format_test

import "pgregory.net/rapid"

// deepest is how deep expressions nest.
const deepest = 3

func (w *writer) expr(depth int) {
	if depth >= deepest {
		w.write(w.pick("1", "-1", "true", "null", "var.x", "1.5e3", `"s"`, "each.value[0]", "a.*.b", "a[*].b"))
		return
	}
	switch rapid.IntRange(0, 15).Draw(w.t, "expression") {
	case 0, 1, 2:
		w.wrapped(depth)
	case 3:
		w.template(depth)
	case 4:
		w.list(depth)
	case 5:
		w.object(depth)
	case 6:
		w.call(depth)
	case 7:
		w.binary(depth)
	case 8:
		w.conditional(depth)
	case 9:
		w.brackets("(", ")", func() { w.expr(depth + 1) })
	case 10:
		w.loop(depth)
	case 11:
		w.write(w.pick("!", "-", "! ", "-  "))
		w.expr(deepest)
	case 12:
		w.heredoc(depth)
	case 13:
		w.write("foo", w.pick("", " "))
		w.brackets("[", "]", w.key)
		w.write(w.pick("", ".bar", " . bar", ".0", "[*]", ".*.x"))
	default:
		w.expr(deepest)
	}
}

// brackets writes something in which lines may end. There are no new lines
// anywhere in a one-line block.
func (w *writer) brackets(open, end string, inside func()) {
	w.write(open)
	w.wrap()
	inside()
	w.wrap()
	w.write(end)
}

// wrapped is a template that is one interpolation.
func (w *writer) wrapped(depth int) {
	quoted := w.quoted
	w.quoted = true
	w.write(`"$`, w.pick("{", "{", "{~"))
	w.newlines()
	w.space()
	w.expr(depth + 1)
	w.space()
	w.newlines()
	w.write(w.pick("}", "}", "~}"), `"`)
	w.quoted = quoted
}

func (w *writer) newlines() {
	if w.chance(3) && !w.inline {
		w.write(w.pick("\n", "\n  \n"))
	}
}

func (w *writer) template(depth int) {
	quoted := w.quoted
	w.quoted = true
	w.write(`"`, w.pick("", "a ", "  two  ", `\n\"`, "$${no}", "%%{no}", "日本"))
	for range rapid.IntRange(0, 2).Draw(w.t, "parts") {
		if w.chance(3) {
			w.write("%{", w.pick("", " ", "~  "), "if true", w.pick("", "  "), "}", w.pick("", "yes"), "%{", w.pick("", " "), "endif", w.pick("", " ~"), "}")
			continue
		}
		w.write("${", w.pick("", " ", "~ "))
		w.expr(depth + 1)
		w.write(w.pick("", "  "), w.pick("}", "~}"), w.pick("", " and "))
	}
	w.write(`"`)
	w.quoted = quoted
}

func (w *writer) list(depth int) {
	w.brackets("[", "]", func() {
		for i := range rapid.IntRange(0, 3).Draw(w.t, "elements") {
			if i > 0 {
				w.write(",")
				w.wrap()
			}
			w.expr(depth + 1)
			w.space()
		}
	})
}

func (w *writer) object(depth int) {
	w.brackets("{", "}", func() {
		for i := range rapid.IntRange(0, 3).Draw(w.t, "items") {
			if i > 0 {
				w.write(w.separator())
			}
			w.write(w.pick("k", "longer", `"quoted"`, "(var.k)"), w.pick("", " ", "   "), w.pick("=", "=", ":"))
			w.space()
			w.expr(depth + 1)
		}
	})
}

// key writes an index. It is never null, which terraform fmt removes.
func (w *writer) key() { w.write(w.pick("0", "var.x", `"k"`, "count.index  -1", "\"${ var.x}\"")) }

func (w *writer) separator() string {
	if w.inline {
		return w.pick(",", ", ", " ,")
	}
	return w.pick(",", ", ", " ,\n", "\n", " # note\n")
}

func (w *writer) call(depth int) {
	w.write(w.pick("f", "max", "core::upper", "x :: y"))
	w.brackets("(", ")", func() {
		w.expr(depth + 1)
		if w.chance(2) {
			w.write(w.pick(",", " ,", ",  "))
			w.wrap()
			w.expr(depth + 1)
		}
		w.write(w.pick("", "", ",", "...", " ..."))
	})
}

func (w *writer) binary(depth int) {
	w.expr(deepest)
	w.space()
	w.write(w.pick("+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||"))
	w.gap()
	w.expr(depth + 1)
}

func (w *writer) conditional(depth int) {
	w.expr(deepest)
	w.write(w.pick("?", " ? ", "   ? "))
	w.expr(depth + 1)
	w.write(w.pick(" : ", " :", " /* else */ : "))
	w.expr(depth + 1)
}

func (w *writer) loop(depth int) {
	w.brackets("[", "]", func() {
		w.write("for", w.pick(" ", "  "), w.pick("x", "k,v", "k , v"), " in", w.pick(" ", "   "))
		w.expr(depth + 1)
		w.write(w.pick(":", " : ", "  :"))
		w.expr(depth + 1)
		w.write(w.pick("", "", " if  x", "   if x == 1"))
	})
}

func (w *writer) heredoc(depth int) {
	if w.inline || w.quoted || depth > 0 {
		w.expr(deepest)
		return
	}
	w.write(w.pick("<<E\n", "<<-E\n"), w.pick("", "  text\n", "a ${ var.x }\n   b\n", "\t%{ if true }\n x\n%{ endif ~}\n", "\n\n"), w.pick("", "  "), "E")
}
