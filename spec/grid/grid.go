package grid

import (
	"cmp"
	"slices"
	"strconv"

	"gesso/spec/repeat"
)

// Axis is one of the things that vary.
type Axis struct {
	Name   string
	Values []string // in the configuration's order where that is known, else in that of keys
}

// Member is an instance of the block.
type Member struct {
	Modules    []Key // of the modules around it that have keys, outermost first
	Occurrence repeat.Occurrence
}

// Key is that of a module.
type Key struct {
	Name string // of the module
	Text string
}

// Grid is how the instances of a block vary.
type Grid struct {
	Axes []Axis
	At   [][]string // of each member, its values on the axes
}

// Of is the grid of a block's instances, in their order. It is nil where they vary in one
// thing that no matrix says, or are too few of all combinations to be seen as a grid.
func Of(block string, members []Member) *Grid {
	outer := modules(members)
	inner := written(members)
	exact := inner != nil && outer == nil
	if inner == nil {
		inner = parts(members)
	}
	if inner == nil && outer != nil {
		inner = keys(block, members)
	}
	found := join(outer, inner)
	if found == nil || !exact && (len(found.Axes) < 2 || !found.dense(len(members))) {
		return nil
	}
	return found
}

// dense reports whether the members are more than half of all combinations.
func (g *Grid) dense(members int) bool {
	all := 1
	for _, a := range g.Axes {
		if all *= len(a.Values); all >= 2*members {
			return false
		}
	}
	return true
}

// builder collects values in the order in which they come.
type builder struct {
	Grid
	known []map[string]bool
}

func (b *builder) axis(name string, values ...string) {
	known := map[string]bool{}
	for _, v := range values {
		known[v] = true
	}
	b.Axes, b.known = append(b.Axes, Axis{name, slices.Clone(values)}), append(b.known, known)
}

// member adds one with its values on the axes.
func (b *builder) member(values []string) {
	for i, v := range values {
		if !b.known[i][v] {
			b.known[i][v] = true
			b.Axes[i].Values = append(b.Axes[i].Values, v)
		}
	}
	b.At = append(b.At, values)
}

// modules are the keys of the modules around, of which one at least varies; else nil.
func modules(members []Member) *Grid {
	b := &builder{}
	for n, m := range members {
		if n == 0 {
			for _, k := range m.Modules {
				b.axis(k.Name)
			}
		}
		if len(m.Modules) != len(b.Axes) {
			return nil
		}
		values := make([]string, len(m.Modules))
		for i, k := range m.Modules {
			values[i] = k.Text
		}
		b.member(values)
	}
	return b.varying()
}

// ordered puts values that are all numbers in the order of numbers.
func (a Axis) ordered() Axis {
	numbers := map[string]float64{}
	for _, v := range a.Values {
		n, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return a
		}
		numbers[v] = n
	}
	slices.SortStableFunc(a.Values, func(x, y string) int { return cmp.Compare(numbers[x], numbers[y]) })
	return a
}

// varying is the grid with those of its axes alone that have several values; nil where
// none has.
func (b *builder) varying() *Grid {
	out := &Grid{At: make([][]string, len(b.At))}
	for i, a := range b.Axes {
		if len(a.Values) < 2 {
			continue
		}
		out.Axes = append(out.Axes, a.ordered())
		for n := range b.At {
			out.At[n] = append(out.At[n], b.At[n][i])
		}
	}
	if len(out.Axes) == 0 {
		return nil
	}
	return out
}

// keys is one axis: the keys as they are.
func keys(block string, members []Member) *Grid {
	b := &builder{}
	b.axis(block)
	for _, m := range members {
		text := m.Occurrence.Key.Text()
		if text == "" {
			return nil
		}
		b.member([]string{text})
	}
	return b.varying()
}

// join puts the axes of both behind each other.
func join(outer, inner *Grid) *Grid {
	if outer == nil || inner == nil {
		if outer == nil {
			return inner
		}
		return outer
	}
	out := &Grid{Axes: slices.Concat(outer.Axes, inner.Axes), At: make([][]string, len(outer.At))}
	for n := range out.At {
		out.At[n] = slices.Concat(outer.At[n], inner.At[n])
	}
	return out
}
