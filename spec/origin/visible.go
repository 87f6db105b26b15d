package origin

import "github.com/zclconf/go-cty/cty"

// Visible takes off all marks that do not keep a value from being shown.
func Visible(value cty.Value) cty.Value {
	bare, paths := value.UnmarkDeepWithPaths()
	var kept []cty.PathValueMarks
	for _, p := range paths {
		marks := cty.ValueMarks{}
		for mark := range p.Marks {
			if mark == Sensitive || mark == Ephemeral {
				marks[mark] = struct{}{}
			}
		}
		if len(marks) > 0 {
			kept = append(kept, cty.PathValueMarks{Path: p.Path, Marks: marks})
		}
	}
	return bare.MarkWithPaths(kept)
}
