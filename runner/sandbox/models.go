package sandbox

import (
	"strings"

	"gesso/runner/picture"
)

const defaultModel = "flux-dev"

// rule is what a model takes, as the provider's two guides have it. Where they
// disagree a rule allows what either allows: a stand-in that refuses more than
// the provider would teach people to avoid what works.
type rule struct {
	pixels   bool // WIDTHxHEIGHT is taken
	ratio    bool // W:H is taken
	optional bool // the size may be left out
	min, max int  // of each side in pixels
	edit     bool
}

// ruleOf gives a model's rule. One that is not in the table may be newer than
// the table: it takes everything.
func ruleOf(model string) rule {
	switch model {
	case "flux-dev", "flux-pro":
		return rule{pixels: true, ratio: true, optional: true, min: 256, max: 1440, edit: true}
	case "flux-pro-1.1":
		return rule{pixels: true, optional: true, min: 256, max: 1440}
	case "flux-pro-1.1-ultra":
		return rule{ratio: true, optional: true}
	case "flux-kontext-pro", "flux-kontext-max":
		return rule{ratio: true, optional: true, edit: true}
	case "flux-2-flex", "flux-2-pro", "flux-2-max":
		// The newer guide requires a size, and the API's description says of no
		// other that "some models answer 400 when it is missing".
		return rule{pixels: true, ratio: true, min: 64, max: maxSide, edit: true}
	}
	return rule{pixels: true, ratio: true, optional: true, min: 64, max: maxSide, edit: true}
}

const (
	// maxSide bounds the pictures of models whose documents give no bound: the
	// sandbox has to draw them.
	maxSide = 4096
	// maxCount bounds one request; the documents give no bound.
	maxCount = 100
)

type dimension struct {
	ratio         string
	width, height int
}

// dimensions is what a ratio is drawn at: about a megapixel, sides that are
// multiples of 32, as near to the ratio as those allow.
var dimensions = [...]dimension{
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

// measure reads a size by a model's rule. An empty size gives 0x0: see
// order.settle.
func (m rule) measure(model, size string) (width, height int, refused *Failure) {
	if size == "" {
		if !m.optional {
			return 0, 0, bad("size is required for model %s: a ratio such as 1:1, or pixels such as 1024x1024", model)
		}
		return 0, 0, nil
	}
	if strings.Contains(size, ":") {
		return m.measureRatio(model, size)
	}
	width, height, ok := picture.Dimensions(size)
	if !ok {
		return 0, 0, bad("size %q is neither WIDTHxHEIGHT nor a ratio W:H", size)
	}
	if !m.pixels {
		return 0, 0, bad("model %s takes a ratio such as 16:9, not the size %s in pixels", model, size)
	}
	// The newer guide names these two where the older one ends at 1440.
	if m.max == 1440 && m.ratio && (size == "1024x1792" || size == "1792x1024") {
		return width, height, nil
	}
	for _, side := range []int{width, height} {
		if side < m.min || side > m.max || side%32 != 0 {
			return 0, 0, bad("size %s: each side for model %s is a multiple of 32 from %d to %d", size, model, m.min, m.max)
		}
	}
	return width, height, nil
}

func (m rule) measureRatio(model, size string) (width, height int, refused *Failure) {
	if !m.ratio {
		return 0, 0, bad("model %s takes a size in pixels such as 1024x1024, not the ratio %s", model, size)
	}
	for _, d := range dimensions {
		if d.ratio == size {
			return d.width, d.height, nil
		}
	}
	return 0, 0, bad("ratio %q is none of those that the models know", size)
}
