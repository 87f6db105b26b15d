package savedplan

import (
	"fmt"

	"gesso/runner/plan"
)

// forbidDerived says why the file does not permit what a change does to the files that are
// made from its picture; "" is that it does. What the file makes may be made again on the
// way to the same end; what it leaves is left.
func forbidDerived(s, c *plan.Change) string {
	shown := map[string]plan.Derivation{}
	for _, d := range s.Derived {
		shown[d.Path] = d
	}
	for _, d := range c.Derived {
		then, is := shown[d.Path]
		switch {
		case !is:
			return fmt.Sprintf("it would %s the derived file %s, which the file does not show", d.Act, d.Path)
		case d.File == nil && then.File != nil, d.File != nil && (then.File == nil || *then.File != *d.File):
			return fmt.Sprintf("its derived file %s would be another one than the file shows", d.Path)
		case d.Act == plan.Overwrite && then.Act != plan.Overwrite:
			return fmt.Sprintf("its derived file %s was changed since, and would be replaced", d.Path)
		}
	}
	return ""
}
