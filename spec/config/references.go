package config

import (
	"maps"
	"slices"
)

// References are the blocks that an expression, or all expressions of a block,
// use by name. Sorted, without repetition.
type References struct {
	Variables []string
	Locals    []string
	Images    []string
	Modules   []string // x for the whole of module.x, x.y for its output y
}

// Empty reports whether nothing is referred to.
func (r References) Empty() bool {
	return len(r.Variables)+len(r.Locals)+len(r.Images)+len(r.Modules) == 0
}

// And are these and more, not sorted yet.
func (r References) And(more References) References {
	return References{
		append(r.Variables, more.Variables...), append(r.Locals, more.Locals...),
		append(r.Images, more.Images...), append(r.Modules, more.Modules...),
	}
}

// Sorted are the references sorted, without repetition.
func (r References) Sorted() References {
	return References{Unique(r.Variables), Unique(r.Locals), Unique(r.Images), Unique(r.Modules)}
}

// Unique sorts names in place and drops repetitions.
func Unique(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// Exports are the attributes of an image's value. See Instance.value.
var Exports = []string{
	"address", "prompt", "model", "size", "path", "tags", "derived",
	"url", "seed", "sha256", "width", "height", "bytes", "format", "blank", "task_id", "trace_id", "generated_at",
}

// Names are the keys of a map in an order that is always the same.
func Names[V any](m map[string]V) func() []string {
	return func() []string { return slices.Sorted(maps.Keys(m)) }
}
