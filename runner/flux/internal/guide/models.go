package guide

import (
	"slices"

	"gesso/runner/provider"
)

// DefaultModel is what the API takes when a request names none.
const DefaultModel = "flux-dev"

// The sides that the guides give to pictures of the first Flux generation, and
// the least one of the second, in pixels.
const (
	side = 32 // sizes are multiples of it
	low  = 256
	high = 1440
	low2 = 64
)

// sizes is what one of the API's guides says that a model takes.
type sizes struct {
	least, most int      // of each side in pixels; least 0: no sizes in pixels, most 0: no bound
	only        []string // exactly these, in pixels
	ratios      []string // exactly these
	required    bool     // "Some models answer 400 when it is missing"
}

// model is one row of the API's table. Where its guides differ there are two
// readings, the older first: what none of them allows is an error, what one of
// them allows is a warning, and the provider decides.
type model struct {
	name  string
	sizes []sizes
	edit  []bool // one reading a guide; none when no guide says
}

// ratios are the proportions that the API knows, widest first; newRatios are
// those of its newest lists.
var (
	ratios    = []string{"21:9", "16:9", "4:3", "3:2", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16", "9:21"}
	newRatios = []string{"21:9", "16:9", "4:3", "3:2", "1:1", "3:4", "2:3", "9:16", "9:21"}
)

var (
	pixels      = sizes{least: low, most: high}
	oldRatios   = sizes{ratios: ratios}
	newerRatios = sizes{ratios: newRatios}
	threeSizes  = sizes{only: []string{"1024x1024", "1024x1792", "1792x1024"}, ratios: newRatios}
	// The older guide has pixels for the second generation. That it takes ratios
	// nobody disputes: the provider's own trials use them.
	second      = sizes{least: low2, ratios: ratios}
	ratioNeeded = sizes{ratios: newRatios, required: true}
)

// models is the API's table: the guides of 2024 to 2026. An edit that only the
// newer guide allows counts as disputed, as the older one names the models that
// can edit, and not this one; but for one that the provider's trials edit with.
// The two of 1.1 are no longer in the newest list. They are kept as the older
// one has them, without a warning: it is the description that is published.
var models = []model{
	{"flux-dev", []sizes{pixels, threeSizes}, []bool{false, true}},
	{"flux-pro", []sizes{pixels, threeSizes}, []bool{false, true}},
	{"flux-pro-1.1", []sizes{pixels}, []bool{false}},
	{"flux-pro-1.1-ultra", []sizes{oldRatios}, []bool{false}},
	{"flux-kontext-pro", []sizes{oldRatios, newerRatios}, []bool{true}},
	{"flux-kontext-max", []sizes{oldRatios, newerRatios}, []bool{true}},
	{"flux-2-flex", []sizes{second, ratioNeeded}, []bool{false, true}},
	{"flux-2-pro", []sizes{second, ratioNeeded}, []bool{true}},
	{"flux-2-max", []sizes{second, ratioNeeded}, []bool{false, true}},
	{"flux-2-klein", []sizes{second, ratioNeeded}, nil},
}

// Models lists the models that Check knows, in the API's order.
func Models() []string {
	names := make([]string, len(models))
	for i, m := range models {
		names[i] = m.name
	}
	return names
}

// Known is what the table says of each model.
func Known() []provider.Model {
	var all []provider.Model
	for _, m := range models {
		row := provider.Model{Name: m.name, Default: m.name == DefaultModel, Edits: m.edits()}
		for _, s := range m.sizes {
			row.Sizes = append(row.Sizes, s.describe())
			row.Sized = row.Sized || s.required
		}
		all = append(all, row)
	}
	return all
}

// edits is what the guides say together.
func (m model) edits() provider.Ability {
	can, cannot := slices.Contains(m.edit, true), slices.Contains(m.edit, false)
	switch {
	case can && cannot:
		return provider.Disputed
	case can:
		return provider.Able
	case cannot:
		return provider.Unable
	}
	return provider.Unsaid
}

func find(name string) (model, bool) {
	i := slices.IndexFunc(models, func(m model) bool { return m.name == name })
	if i < 0 {
		return model{}, false
	}
	return models[i], true
}

// allows reports whether one guide's reading takes a size.
func (s sizes) allows(size string) bool {
	if slices.Contains(s.only, size) {
		return true
	}
	if d, ok := parsePixels(size); ok {
		return s.least > 0 && s.fits(d.width) && s.fits(d.height)
	}
	return slices.Contains(s.ratios, size)
}

func (s sizes) fits(length int) bool {
	return length >= s.least && (s.most == 0 || length <= s.most) && length%side == 0
}
