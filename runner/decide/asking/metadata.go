package asking

import (
	"gesso/spec/eval"
	"gesso/state"
)

// Metadata is what an instance's output is to have of it.
func Metadata(i *eval.Instance) state.Metadata {
	if i.Metadata == "none" {
		return state.NoMetadata
	}
	return state.Metadata(i.Metadata)
}
