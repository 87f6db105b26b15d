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
	Name         string             `json:"name"`
	Default      bool               `json:"default"`          // it is what an image gets that names none
	Edits        string             `json:"edits"`            // whether it makes a picture from another
	Sizes        []string           `json:"sizes"`            // which it takes, in words; several where the provider's guides differ, the older first
	SizeRequired bool               `json:"size_required"`    // by some guide it needs a size
	Prices       map[string]float64 `json:"prices,omitempty"` // of a picture, by the provider blocks whose price names the model
}

// MakeModels tells what is known of the models of kinds. Price is what a provider
// block says of a model's price, by the kind's name and the block's; nil says nothing.
func MakeModels(kinds provider.Kinds, price func(kind, model string) map[string]float64) *Models {
	all := &Models{FormatVersion: Format, Providers: []ProviderModels{}}
	for _, k := range kinds {
		p := ProviderModels{Name: k.Language.Name, Models: []Model{}}
		for _, m := range k.Models {
			row := Model{Name: m.Name, Default: m.Default, Edits: string(m.Edits), Sizes: m.Sizes, SizeRequired: m.Sized}
			if price != nil {
				row.Prices = price(p.Name, m.Name)
			}
			p.Models = append(p.Models, row)
		}
		all.Providers = append(all.Providers, p)
	}
	return all
}
