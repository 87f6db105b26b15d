package decide

import "testing"

// Who names an instance as Terraform's attributes are named, or lets the shell take
// the quotes, is told the address.
func TestMeant(t *testing.T) {
	addresses := []string{`image.icon["sword"]`, `image.icon["shield"]`, "image.frame[10]", "image.frame[2]", `module.m["x"].image.crest`}
	for word, want := range map[string]string{
		"image.icon.sword":           `image.icon["sword"]`,
		"image.icon[sword]":          `image.icon["sword"]`,
		`image.icon[\"sword\"]`:      `image.icon["sword"]`,
		"image.icon['sword']":        `image.icon["sword"]`,
		"image.icon":                 `image.icon["shield"]`,
		"image.frame":                "image.frame[2]",
		"image.frame.10":             "image.frame[10]",
		`image.frame["2"]`:           "image.frame[2]",
		"module.m.x.image.crest":     `module.m["x"].image.crest`,
		"image.ico":                  "",
		"":                           "",
		"image.icon.swords":          "",
		`module.m["x"].image.crests`: "",
	} {
		if got := Meant(word, addresses); got != want {
			t.Errorf("Meant(%q) is %q, want %q", word, got, want)
		}
	}
}
