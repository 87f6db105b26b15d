package block

import (
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/derive"
	"gesso/spec/diag"
	"gesso/spec/filename"
	"gesso/spec/lang"
)

// defaultQuality is that of lossy formats where the block does not say it.
const defaultQuality = 85

// File is the file that the block declares at the element; nil while that is not known.
// Evaluate gives the value of an argument that stands there, without marks, or NilVal with
// or without a mistake.
func (e Element) File(evaluate func(name string, expr hcl.Expression) (cty.Value, hcl.Diagnostics)) (*derive.File, hcl.Diagnostics) {
	f, given, hidden := &derive.File{}, map[string]bool{}, false
	var diags hcl.Diagnostics
	for _, a := range lang.Derive.Arguments {
		expr := e.Block.Arguments[a.Name]
		if expr == nil {
			continue
		}
		value, more := evaluate(a.Name, expr)
		if diags = append(diags, more...); value == cty.NilVal {
			hidden = true
			continue
		}
		if value.IsNull() {
			continue // as if it were not there
		}
		given[a.Name] = true
		if value, more = e.convert(a.Name, value); !more.HasErrors() {
			more = e.set(f, a.Name, value)
		}
		diags = append(diags, more...)
	}
	if diags.HasErrors() || hidden {
		return nil, diags
	}
	if !given["path"] {
		return nil, e.refuse("path", "Missing path", "The path of a derived file of %s is null. Say where the file goes.", e.Address)
	}
	if f.Name == "" {
		f.Name = e.defaultName(f.Path)
	}
	return f, append(diags, e.complete(f, given)...)
}

// set puts the value of an argument into a file.
func (e Element) set(f *derive.File, name string, value cty.Value) hcl.Diagnostics {
	switch name {
	case "path":
		return e.setPath(f, value.AsString())
	case "name":
		if f.Name = value.AsString(); f.Name == "" {
			return e.refuse(name, "Invalid name", "The name of a derived file is empty. Leave the argument out for one that gesso chooses.")
		}
	case "width":
		return e.whole(name, value, derive.MaxSide, &f.Width)
	case "height":
		return e.whole(name, value, derive.MaxSide, &f.Height)
	case "quality":
		return e.whole(name, value, 100, &f.Quality)
	case "enlarge":
		f.Enlarge = value.True()
	case "fit":
		f.Fit = derive.Fit(value.AsString())
		return e.oneOf(name, value.AsString(), derive.Fits)
	case "position":
		f.Position = value.AsString()
		return e.oneOf(name, f.Position, derive.Positions)
	case "background":
		colour, ok := derive.Background(value.AsString())
		if f.Background = colour; !ok {
			return e.refuse(name, "Invalid background", "The background is a colour, such as \"#ffcc00\" or \"#ffcc0080\", or one of the words white, black and transparent, and this is %q.", diag.Shorten(value.AsString()))
		}
	case "format":
		f.Format = strings.ToLower(value.AsString())
	}
	return nil
}

func (e Element) setPath(f *derive.File, name string) hcl.Diagnostics {
	clean, why := e.Place(name)
	if name == "" {
		why = "is empty; say where the file goes"
	}
	if why != "" {
		return e.refuse("path", "Invalid path", "The path %q of a derived file of %s %s.", diag.Shorten(name), e.Address, why)
	}
	f.Path = clean
	if why := filename.Portable(clean); why != "" {
		return diag.WarningAt(e.Block.Arguments["path"].Range(), "Path that Windows cannot hold",
			"The path %q of a derived file of %s %s. A checkout of a project with such a file fails there. Give the file another path if the project may be used on Windows.", diag.Shorten(clean), e.Address, why)
	}
	return nil
}

func (e Element) whole(name string, value cty.Value, most int, target *int) hcl.Diagnostics {
	n, accuracy := value.AsBigFloat().Int64()
	if accuracy != big.Exact || n < 1 || n > int64(most) {
		return e.refuse(name, "Invalid "+name, "The %s of a derived file must be a whole number from 1 to %d, and this is %s.", name, most, value.AsBigFloat().Text('g', 12))
	}
	*target = int(n)
	return nil
}

func (e Element) oneOf(name, word string, known []string) hcl.Diagnostics {
	if slices.Contains(known, word) {
		return nil
	}
	return e.refuse(name, "Invalid "+name, "The %s of a derived file is one of %s, and this is %q.%s", name, diag.Enumerate(known), diag.Shorten(word), diag.DidYouMean(word, known))
}

// complete judges the arguments together, and puts what is not given into one form: what
// decides nothing is left out, so that it changes nothing.
func (e Element) complete(f *derive.File, given map[string]bool) hcl.Diagnostics {
	format := derive.FormatOf(f.Path)
	if given["format"] && derive.FormatOf("."+f.Format) != format {
		return e.refuse("format", "Format against the extension", "The path %q asks for the format %s, and format for %q. The extension decides: change one of them, or leave format out.", f.Path, format, diag.Shorten(f.Format))
	}
	f.Format = format
	switch {
	case !derive.Lossy(format) && given["quality"]:
		return e.refuse("quality", "Quality without effect", "A %s file is exact, so that it has no quality: gesso writes lossy files as jpg alone. Leave the argument out, or choose another format.", format)
	case derive.Lossy(format) && !given["quality"]:
		f.Quality = defaultQuality
	}
	if f.Width*f.Height > derive.MaxPixels {
		return e.refuse("width", "Derived file too large", "A file of %dx%d pixels is larger than gesso makes: up to %d million.", f.Width, f.Height, derive.MaxPixels/1_000_000)
	}
	both := f.Width > 0 && f.Height > 0
	if f.Fit == "" && both {
		f.Fit = derive.Cover
	}
	if !both {
		f.Fit, f.Position = "", "" // the whole picture in its ratio, however it would have been cut
	}
	positioned := f.Fit == derive.Cover || f.Fit == derive.Contain
	if f.Position != "" && !positioned {
		return e.refuse("position", "Position without effect", "Only cover and contain leave a choice of the position. Leave the argument out.")
	}
	if f.Position == "" && positioned {
		f.Position = derive.Positions[0]
	}
	if f.Background == "" {
		f.Background = "#00000000"
		if !derive.Transparent(format) {
			f.Background = "#ffffff"
		}
	}
	if !derive.Transparent(format) && len(f.Background) == len("#rrggbbaa") {
		return e.refuse("background", "Transparent background", "A %s file has no transparency. Give an opaque colour, such as \"#ffffff\", or choose another format.", format)
	}
	return nil
}
