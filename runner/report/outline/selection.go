package outline

import (
	"fmt"
	"strings"

	"gesso/runner/plan"
)

// LeftOut says in a sentence what a selection leaves out.
func LeftOut(of *plan.Selection) string {
	var options []string
	if len(of.Targets) > 0 {
		options = append(options, "-target")
	}
	if len(of.Excludes) > 0 {
		options = append(options, "-exclude")
	}
	by := " left out by " + strings.Join(options, " and ")
	if of.Narrow {
		by += ", beside what cannot be evaluated"
	}
	switch of.LeftOut {
	case 0:
		return "no change is" + by + "."
	case 1:
		return "1 more change is" + by + "."
	}
	return fmt.Sprintf("%d more changes are%s.", of.LeftOut, by)
}
