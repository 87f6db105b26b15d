package spec

import (
	"fmt"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// kind returns the kind of providers with a name, or nil.
func (c *Tree) kind(name string) *lang.Kind {
	for _, k := range c.kinds {
		if k.Name == name {
			return k
		}
	}
	return nil
}

func (c *Tree) kindNames() []string {
	var all []string
	for _, k := range c.kinds {
		all = append(all, k.Name)
	}
	return all
}

// firstKind is the kind that examples are written with.
func (c *Tree) firstKind() string {
	if len(c.kinds) == 0 {
		return "NAME"
	}
	return c.kinds[0].Name
}

// onlyKinds says which kinds of providers there are, in a sentence.
func (c *Tree) onlyKinds() string {
	switch all := c.kindNames(); len(all) {
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
	if len(c.kinds) == 1 {
		return fmt.Sprintf("Write provider %q: it is the only one.", c.kinds[0].Name)
	}
	return "The providers are " + diag.Enumerate(c.kindNames()) + "."
}

// kindHint helps somebody who has written the name of a kind that there is not:
// it may be a slip, or an alias.
func (c *linker) kindHint(m *Module, name string) string {
	for _, k := range c.kinds {
		if m.provider(c.Tree, providerReference{name: k.Name, alias: name}) != nil {
			return " Did you mean " + k.Name + "." + name + "?"
		}
	}
	return diag.DidYouMean(name, c.kindNames())
}
