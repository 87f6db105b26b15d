package document

import "gesso/runner/provider"

// Models is what gesso models -json prints.
type Models struct {
	FormatVersion string           `json:"format_version"`
	Providers     []ProviderModels `json:"providers"`
}

// ProviderModels are the models of a kind of provider.
type ProviderModels struct {
	Name   string  `json:"name"` // as in provider "NAME"
	Models []Model `json:"models"`
}

// Model is one that a provider is known to have; others may be asked for.
type Model struct {
	Name         string       `json:"name"`
	Default      bool         `json:"default"`          // it is what an image gets that names none
	Edits        string       `json:"edits"`            // whether it makes a picture from another
	Sizes        []string     `json:"sizes"`            // which it takes, in words; several where the provider's guides differ, the older first
	SizeRequired bool         `json:"size_required"`    // by some guide it needs a size
	Prices       []ModelPrice `json:"prices,omitempty"` // of a picture, of the provider blocks that name the model
}

// ModelPrice is what a provider block says that a picture costs.
type ModelPrice struct {
	Provider string  `json:"provider"` // the block, such as painter.second
	Price    float64 `json:"price"`
	Currency string  `json:"currency,omitempty"` // where the block names one
}

// MakeModels tells what is known of the models of kinds. Prices are what the
// provider blocks of a kind say of a model; nil says nothing.
func MakeModels(kinds provider.Kinds, prices func(kind, model string) []ModelPrice) *Models {
	all := &Models{FormatVersion: Format, Providers: []ProviderModels{}}
	for _, k := range kinds {
		p := ProviderModels{Name: k.Language.Name, Models: []Model{}}
		for _, m := range k.Models {
			row := Model{Name: m.Name, Default: m.Default, Edits: string(m.Edits), Sizes: m.Sizes, SizeRequired: m.Sized}
			if prices != nil {
				row.Prices = prices(p.Name, m.Name)
			}
			p.Models = append(p.Models, row)
		}
		all.Providers = append(all.Providers, p)
	}
	return all
}
