package document

import "gesso/runner/plan"

// DerivedFile is a file that was made from a picture, beside its output.
type DerivedFile struct {
	Path   string `json:"path"` // relative to the configuration
	Output string `json:"output_sha256"`
}

// Derivation is what is to be done about such a file.
type Derivation struct {
	Action string `json:"action"`
	Path   string `json:"path"`             // relative to the configuration
	Format string `json:"format,omitempty"` // of one that is made: "png", "jpeg", "webp"
	Width  int    `json:"width,omitempty"`  // as it is asked for, in pixels
	Height int    `json:"height,omitempty"` // as it is asked for, in pixels
}

func derivationsOf(c *plan.Change) []Derivation {
	var list []Derivation
	for _, d := range c.Derived {
		out := Derivation{Action: string(d.Act), Path: d.Path}
		if f := d.File; f != nil {
			out.Format, out.Width, out.Height = f.Format, f.Width, f.Height
		}
		list = append(list, out)
	}
	return list
}
