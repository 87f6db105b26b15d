package provider

import "gesso/spec/lang"

// Kinds are the kinds of providers that there are, the default one first. They do
// not change.
type Kinds []*Kind

// Languages are the kinds' parts of the language.
func (all Kinds) Languages() []*lang.Kind {
	var parts []*lang.Kind
	for _, k := range all {
		parts = append(parts, k.Language)
	}
	return parts
}

// Of is the kind with this part of the language. There is one for each provider
// block that loads; another is a mistake in the program, and panics.
func (all Kinds) Of(part *lang.Kind) *Kind {
	for _, k := range all {
		if k.Language == part {
			return k
		}
	}
	panic("no kind of providers is named " + part.Name)
}
