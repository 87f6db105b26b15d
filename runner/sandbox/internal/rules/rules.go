// Package rules is what the models of the sandbox take, as the provider's two
// guides have it.
//
//	rule := rules.Of("flux-dev")
//	width, height, err := rule.Measure("16:9")
//
// Its errors are for whoever asks for the size. It promises nothing of the real
// service: where the guides disagree it takes what either takes.
package rules

import (
	"fmt"
	"strings"

	"gesso/runner/picture"
)

// Default is the model of a request that names none.
const Default = "flux-dev"

// Rule is what a model takes. Where the guides disagree it allows what either allows: a stand-in that refuses more than
// the provider would teach people to avoid what works.
type Rule struct {
	Edit bool // it edits pictures

	model    string
	pixels   bool // WIDTHxHEIGHT is taken
	ratio    bool // W:H is taken
	optional bool // the size may be left out
	min, max int  // of each side in pixels
}

// Of gives a model's rule. One that is not in the table may be newer than
// the table: it takes everything.
func Of(model string) Rule {
	r := ruleOf(model)
	r.model = model
	return r
}

func ruleOf(model string) Rule {
	switch model {
	case "flux-dev", "flux-pro":
		return Rule{pixels: true, ratio: true, optional: true, min: 256, max: 1440, Edit: true}
	case "flux-pro-1.1":
		return Rule{pixels: true, optional: true, min: 256, max: 1440}
	case "flux-pro-1.1-ultra":
		return Rule{ratio: true, optional: true}
	case "flux-kontext-pro", "flux-kontext-max":
		return Rule{ratio: true, optional: true, Edit: true}
	case "flux-2-flex", "flux-2-pro", "flux-2-max":
		// The newer guide requires a size, and the API's description says of no
		// other that "some models answer 400 when it is missing".
		return Rule{pixels: true, ratio: true, min: 64, max: maxSide, Edit: true}
	}
	return Rule{pixels: true, ratio: true, optional: true, min: 64, max: maxSide, Edit: true}
}

const (
	// maxSide bounds the pictures of models whose documents give no bound: the
	// sandbox has to draw them.
	maxSide = 4096
	// MaxCount bounds the pictures of one request; the documents give no bound.
	MaxCount = 100
)

// Ratio is a size by its shape, and what it is drawn at.
type Ratio struct {
	Name          string // W:H
	Width, Height int
}

// Ratios lists what ratios there are. They are drawn at about a megapixel, with
// sides that are multiples of 32, as near to the ratio as those allow.
func Ratios() []Ratio {
	return []Ratio{
		{"21:9", 1568, 672},
		{"16:9", 1376, 768},
		{"4:3", 1152, 864},
		{"3:2", 1248, 832},
		{"5:4", 1120, 896},
		{"1:1", 1024, 1024},
		{"4:5", 896, 1120},
		{"3:4", 864, 1152},
		{"2:3", 832, 1248},
		{"9:16", 768, 1376},
		{"9:21", 672, 1568},
	}
}

// Measure reads a size by a model's rule, in pixels. An empty size gives 0x0, for
// whoever knows the source to decide.
func (r Rule) Measure(size string) (width, height int, err error) {
	if size == "" {
		if !r.optional {
			return 0, 0, fmt.Errorf("size is required for model %s: a ratio such as 1:1, or pixels such as 1024x1024", r.model)
		}
		return 0, 0, nil
	}
	if strings.Contains(size, ":") {
		return r.measureRatio(size)
	}
	width, height, ok := picture.Dimensions(size)
	if !ok {
		return 0, 0, fmt.Errorf("size %q is neither WIDTHxHEIGHT nor a ratio W:H", size)
	}
	if !r.pixels {
		return 0, 0, fmt.Errorf("model %s takes a ratio such as 16:9, not the size %s in pixels", r.model, size)
	}
	// The newer guide names these two where the older one ends at 1440.
	if r.max == 1440 && r.ratio && (size == "1024x1792" || size == "1792x1024") {
		return width, height, nil
	}
	for _, side := range []int{width, height} {
		if side < r.min || side > r.max || side%32 != 0 {
			return 0, 0, fmt.Errorf("size %s: each side for model %s is a multiple of 32 from %d to %d", size, r.model, r.min, r.max)
		}
	}
	return width, height, nil
}

func (r Rule) measureRatio(size string) (width, height int, err error) {
	if !r.ratio {
		return 0, 0, fmt.Errorf("model %s takes a size in pixels such as 1024x1024, not the ratio %s", r.model, size)
	}
	for _, d := range Ratios() {
		if d.Name == size {
			return d.Width, d.Height, nil
		}
	}
	return 0, 0, fmt.Errorf("ratio %q is none of those that the models know", size)
}
