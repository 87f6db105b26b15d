package config

import (
	"fmt"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// Kind returns the kind of providers with a name, or nil.
func (t *Tree) Kind(name string) *lang.Kind {
	for _, k := range t.Kinds {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// KindNames are the names of the kinds of providers, the first that of images that
// name none.
func (t *Tree) KindNames() []string {
	var all []string
	for _, k := range t.Kinds {
		all = append(all, k.Name)
	}
	return all
}

// firstKind is the kind that examples are written with.
func (t *Tree) firstKind() string {
	if len(t.Kinds) == 0 {
		return "NAME"
	}
	return t.Kinds[0].Name
}

// OnlyKinds says which kinds of providers there are, in a sentence.
func (t *Tree) OnlyKinds() string {
	switch all := t.KindNames(); len(all) {
	case 0:
		return "there is none"
	case 1:
		return all[0] + " is the only one"
	default:
		return "there are " + diag.Enumerate(all)
	}
}

// writeAnother is what to do about a block of a kind that there is not.
func (t *Tree) writeAnother() string {
	if len(t.Kinds) == 1 {
		return fmt.Sprintf("Write provider %q: it is the only one.", t.Kinds[0].Name)
	}
	return "The providers are " + diag.Enumerate(t.KindNames()) + "."
}
