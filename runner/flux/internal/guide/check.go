package guide

import (
	"fmt"
	"slices"
	"strings"

	"gesso/runner/provider"
	"gesso/spec/near"
)

// Check finds what the API's guides have against a model and a size, without
// asking it. A model of "" is DefaultModel, a size of "" is none, and edit is
// whether the picture has a source. The result is empty when there is nothing to
// say. An unknown model is one warning and no more: the table may be older than
// the model.
func Check(name, size string, edit bool) []provider.Problem {
	blamed := "model" // for an edit that it cannot do
	if name == "" {
		name, blamed = DefaultModel, "source"
	}
	m, known := find(name)
	if !known {
		return []provider.Problem{unknownModel(name)}
	}
	problems := m.checkSize(size)
	if edit {
		problems = append(problems, m.checkEdit(blamed)...)
	}
	return problems
}

func unknownModel(name string) provider.Problem {
	return provider.Problem{
		Argument: "model", Warning: true,
		Summary: "Unknown model",
		Detail: fmt.Sprintf("The model %q is none of those that gesso knows: %s.%s The request is sent as it is, and the provider decides.",
			name, strings.Join(Models(), ", "), near.Sentence(near.Word(name, Models()))),
	}
}

func (m model) checkSize(size string) []provider.Problem {
	if size == "" {
		if slices.ContainsFunc(m.sizes, func(s sizes) bool { return s.required }) {
			return []provider.Problem{{
				Argument: "size", Warning: true,
				Summary: "Missing size",
				Detail: fmt.Sprintf("The provider's newer guide requires a size for the model %q; without one it may refuse the request. Set size to one of the ratios %s.",
					m.name, strings.Join(newRatios, ", ")),
			}}
		}
		return nil
	}
	if m.agreed(size) {
		return nil
	}
	if m.possible(size) {
		return []provider.Problem{{
			Argument: "size", Warning: true,
			Summary: "Disputed size",
			Detail: fmt.Sprintf("The provider's guides differ on whether the model %q takes the size %q. The older one says %s; the newer one says %s. The request is sent as it is, and the provider decides.",
				m.name, size, m.sizes[0].describe(), m.sizes[1].describe()),
		}}
	}
	return []provider.Problem{{
		Argument: "size",
		Summary:  "Unsupported size",
		Detail: fmt.Sprintf("The model %q does not take the size %q. It takes %s.%s",
			m.name, size, m.takes(), near.Sentence(m.near(size))),
	}}
}

func (m model) takes() string {
	said := m.sizes[0].describe()
	for _, s := range m.sizes[1:] {
		said += "; by the newer guide " + s.describe()
	}
	return said
}

func (m model) checkEdit(argument string) []provider.Problem {
	switch m.edits() {
	case provider.Able:
		return nil
	case provider.Unable:
		return []provider.Problem{{
			Argument: argument,
			Summary:  "Model cannot edit",
			Detail: fmt.Sprintf("The image has a source, and the model %q cannot edit pictures. Use a model that can, such as %s, or remove the source.",
				m.name, Enumerate(editors(), "or")),
		}}
	}
	return []provider.Problem{{
		Argument: argument, Warning: true,
		Summary: "Model may not edit",
		Detail: fmt.Sprintf("The image has a source, and the provider's guides do not agree that the model %q can edit pictures. The request is sent as it is, and the provider decides; %s surely can.",
			m.name, Enumerate(editors(), "and")),
	}}
}

// editors are the models of which every guide says that they edit.
func editors() []string {
	var names []string
	for _, m := range models {
		if m.edits() == provider.Able {
			names = append(names, m.name)
		}
	}
	return names
}

// Enumerate joins words as a sentence does.
func Enumerate(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}
