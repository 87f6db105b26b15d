package grid

import (
	"fmt"
	"slices"
	"strings"

	"gesso/spec/repeat"
)

// written is the grid that a matrix says, also where it says another one in each module;
// nil without a matrix, or where its axes are not the same everywhere.
func written(members []Member) *Grid {
	b := &builder{}
	for n, m := range members {
		axes := m.Occurrence.Axes()
		if axes == nil || n > 0 && !slices.EqualFunc(axes, b.Axes, func(x repeat.Axis, y Axis) bool { return x.Name() == y.Name }) {
			return nil
		}
		if n == 0 {
			for _, a := range axes {
				b.axis(a.Name(), a.Texts()...)
			}
		}
		values, ok := combination(m.Occurrence.Key.Text(), axes)
		if !ok {
			return nil
		}
		b.member(values)
	}
	if len(b.Axes) == 0 {
		return nil
	}
	return &b.Grid
}

// combination takes the key of a matrix apart. Its values are joined by commas, and may
// hold some themselves, but no two combinations have one key.
func combination(key string, axes []repeat.Axis) ([]string, bool) {
	if len(axes) == 1 {
		return []string{key}, slices.Contains(axes[0].Texts(), key)
	}
	for _, v := range axes[0].Texts() {
		rest, ok := strings.CutPrefix(key, v+",")
		if !ok {
			continue
		}
		if values, ok := combination(rest, axes[1:]); ok {
			return append([]string{v}, values...), true
		}
	}
	return nil, false
}

// separators are what keys are joined with, the surest first. The last ones stand within
// ordinary names too: such keys must be all combinations.
var separators = []struct {
	text  string
	plain bool
}{{",", false}, {"/", false}, {"|", false}, {":", false}, {"_", true}, {"-", true}, {".", true}, {" ", true}}

const mostParts = 4

// parts is the grid of keys that are joined from several texts; nil where they are not.
func parts(members []Member) *Grid {
	for _, s := range separators {
		g := split(members, s.text)
		if g == nil || len(g.Axes) < 2 || !g.dense(len(members)) {
			continue
		}
		if s.plain && g.product() != len(members) {
			continue
		}
		return g
	}
	return nil
}

func (g *Grid) product() int {
	all := 1
	for _, a := range g.Axes {
		all *= len(a.Values)
	}
	return all
}

// split takes the keys apart at a separator.
func split(members []Member, separator string) *Grid {
	b := &builder{}
	var names [][]string // what each part could be called
	for n, m := range members {
		if _, isIndex := m.Occurrence.Key.Index(); isIndex {
			return nil
		}
		texts := strings.Split(m.Occurrence.Key.Text(), separator)
		if len(texts) < 2 || len(texts) > mostParts || n > 0 && len(texts) != len(names) || slices.Contains(texts, "") {
			return nil
		}
		for i, text := range texts {
			if n == 0 {
				b.axis("")
				names = append(names, m.Occurrence.Named(text))
			} else if len(names[i]) > 0 {
				names[i] = m.Occurrence.Named(text, names[i]...)
			}
		}
		b.member(texts)
	}
	used := map[string]bool{}
	for i := range b.Axes {
		b.Axes[i].Name = fmt.Sprintf("part %d", i+1)
		for _, name := range names[i] {
			if !used[name] {
				b.Axes[i].Name, used[name] = name, true
				break
			}
		}
	}
	return b.varying()
}
