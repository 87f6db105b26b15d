package config

import (
	"fmt"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// Kind returns the kind of providers with a name, or nil.
func (c *Tree) Kind(name string) *lang.Kind {
	for _, k := range c.Kinds {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// KindNames are the names of the kinds of providers, the first that of images that
// name none.
func (c *Tree) KindNames() []string {
	var all []string
	for _, k := range c.Kinds {
		all = append(all, k.Name)
	}
	return all
}

// firstKind is the kind that examples are written with.
func (c *Tree) firstKind() string {
	if len(c.Kinds) == 0 {
		return "NAME"
	}
	return c.Kinds[0].Name
}

// OnlyKinds says which kinds of providers there are, in a sentence.
func (c *Tree) OnlyKinds() string {
	switch all := c.KindNames(); len(all) {
	case 0:
		return "there is none"
	case 1:
		return all[0] + " is the only one"
	default:
		return "there are " + diag.Enumerate(all)
	}
}

// writeAnother is what to do about a block of a kind that there is not.
func (c *Tree) writeAnother() string {
	if len(c.Kinds) == 1 {
		return fmt.Sprintf("Write provider %q: it is the only one.", c.Kinds[0].Name)
	}
	return "The providers are " + diag.Enumerate(c.KindNames()) + "."
}
