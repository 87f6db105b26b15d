package derive

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path"
	"strings"
)

// The formats, as the rest of gesso spells them.
const (
	PNG  = "png"
	JPEG = "jpeg"
	WebP = "webp"
)

// File is a file that is to be made from a picture, as it is declared. It is plain data.
type File struct {
	Name string `json:"name"` // by which expressions know it
	Path string `json:"path"` // slash-separated, relative to the configuration
	Form
}

// Form is what decides the pixels of a file, beside the picture.
type Form struct {
	Format     string `json:"format"`           // PNG or JPEG
	Width      int    `json:"width,omitempty"`  // pixels; 0: it follows from the other side
	Height     int    `json:"height,omitempty"` // pixels; 0: it follows from the other side
	Fit        Fit    `json:"fit,omitempty"`
	Position   string `json:"position,omitempty"`   // one of Positions
	Enlarge    bool   `json:"enlarge,omitempty"`    // the picture may be scaled up
	Quality    int    `json:"quality,omitempty"`    // of a lossy format, from 1 to 100
	Background string `json:"background,omitempty"` // #rrggbb or #rrggbbaa, in lower case; what shows where the picture does not
}

// rule names how pixels are made of a form: other rules make other bytes.
const rule = "d1"

// Made tells apart what files are made of: of a picture, by its identity, and a form.
func Made(f Form, identity string) string {
	data, err := json.Marshal(struct {
		Form
		Picture string `json:"picture"`
	}{f, identity})
	if err != nil {
		panic("derive: a form of strings and numbers cannot be encoded: " + err.Error())
	}
	sum := sha256.Sum256(data)
	return rule + ":" + hex.EncodeToString(sum[:])
}

// FormatOf is the format that a path's extension asks for, or "".
func FormatOf(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".png":
		return PNG
	case ".jpg", ".jpeg":
		return JPEG
	case ".webp":
		return WebP
	}
	return ""
}

// Lossy reports whether a format has a quality.
func Lossy(format string) bool { return format == JPEG }

// Transparent reports whether a format can show what is behind the picture.
func Transparent(format string) bool { return format != JPEG }
