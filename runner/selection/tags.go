package selection

import "strings"

const tagPrefix = "tag:"

// tags is patterns of tags, by the tag that they are about.
type tags struct {
	exact map[string]*tagged
	fan   fan[*tagged]
}

// tagged is what patterns say of one tag.
type tagged struct {
	name   string
	any    []int            // patterns that want it, and not as "false"
	values map[string][]int // that want one value
	likes  []valueLike      // that want a value with wildcards
}

type valueLike struct {
	pattern string
	n       int
}

// add writes a pattern down, without its tagPrefix.
func (t *tags) add(text string, n int) {
	name, value, valued := strings.Cut(text, "=")
	if t.exact == nil {
		t.exact = map[string]*tagged{}
	}
	of := t.exact[name]
	if of == nil {
		of = &tagged{name: name, values: map[string][]int{}}
		t.exact[name] = of
		if wild(name) {
			t.fan.add(name, of)
		}
	}
	switch {
	case !valued:
		of.any = append(of.any, n)
	case wild(value):
		of.likes = append(of.likes, valueLike{value, n})
	default:
		of.values[value] = append(of.values[value], n)
	}
}

// walk visits the patterns that mean an image with such tags, some perhaps twice.
func (t *tags) walk(of map[string]string, visit func(n int)) {
	if len(t.exact) == 0 {
		return
	}
	for name, value := range of {
		if known := t.exact[name]; known != nil {
			known.visit(value, visit)
		}
		t.fan.each(name, func(wanted *tagged) {
			if wanted.name != name && like(wanted.name, name) {
				wanted.visit(value, visit)
			}
		})
	}
}

func (t *tagged) visit(value string, visit func(n int)) {
	if value != "false" {
		for _, n := range t.any {
			visit(n)
		}
	}
	for _, n := range t.values[value] {
		visit(n)
	}
	for _, l := range t.likes {
		if like(l.pattern, value) {
			visit(l.n)
		}
	}
}
