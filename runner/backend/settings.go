package backend

import (
	"maps"
	"slices"

	"gesso/spec"
	"gesso/spec/backend"
	"gesso/state/home/place"
)

// where are the arguments that say which home it is. A change of another one changes how
// it is reached, and the home's id tells whether it is the same.
var where = []string{"bucket", "prefix", "endpoint", "path"}

// settingsOf are what a configuration says of a home, with what was given on a command
// line, which goes before that.
func settingsOf(block *spec.BackendConfig, given map[string]string) (place.Settings, error) {
	s := place.Settings{Kind: block.Kind, Values: maps.Clone(block.Values)}
	if s.Values == nil {
		s.Values = map[string]string{}
	}
	maps.Copy(s.Values, given)
	if name := backend.Required(s.Kind); s.Values[name] == "" {
		return s, &SetupError{
			Message: "the backend \"" + s.Kind + "\" needs the argument \"" + name + "\", which neither the configuration nor gesso init has said",
			Remedy:  "gesso init -backend-config=" + name + "=...",
		}
	}
	return s, nil
}

// sameHome reports whether the arguments that say which home it is are what was noted.
func (n *Note) sameHome(block *spec.BackendConfig) bool {
	if n.Kind != block.Kind {
		return false
	}
	return !slices.ContainsFunc(where, func(name string) bool {
		return n.Given[name] == "" && n.Block[name] != block.Values[name]
	})
}
