package outline

import (
	"fmt"

	"gesso/runner/plan"
	"gesso/spec/lang"
)

// StaleText says why the picture of a change is stale, and how it is made anew.
func StaleText(c *plan.Change) string {
	text := ReasonsText(c.Stale)
	if c.Declared != nil && c.Declared.Regenerate == lang.Never {
		text += "; regenerate is never"
	}
	return text
}

// StaleNote explains the stale pictures of a plan; "" if there are none.
func StaleNote(p *plan.Plan) string {
	stale := p.Stale()
	if len(stale) == 0 {
		return ""
	}
	never := 0
	for _, c := range stale {
		if c.Declared.Regenerate == lang.Never {
			never++
		}
	}
	how := "gesso apply -stale makes them anew, -replace=ADDRESS one of them."
	switch {
	case never == len(stale):
		how = "-replace=ADDRESS makes one anew."
	case never > 0:
		how = fmt.Sprintf("gesso apply -stale makes them anew, but for %d whose regenerate is never; -replace=ADDRESS makes one anew.", never)
	}
	return fmt.Sprintf("%s stale: kept, as the image says, although another one is asked for by now. %s", Plural(len(stale), "picture"), how)
}

// Declared says how many images need nothing, and how many of those keep a stale picture.
func Declared(p *plan.Plan) string {
	stale := len(p.Unchanged) - p.AsDeclared()
	if stale == 0 {
		return Plural(len(p.Unchanged), "image") + " as declared"
	}
	return fmt.Sprintf("%s as declared, %d stale", Plural(p.AsDeclared(), "image"), stale)
}
