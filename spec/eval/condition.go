package eval

import "gesso/spec/condition"

// conditions is what judges in the scope of a module's instance.
func (m *moduleInstance) conditions() condition.Scope {
	return condition.Scope{Lacking: m.e.config.Lacking, Value: m.value, Contexts: m.contexts, Reached: m.reached}
}
