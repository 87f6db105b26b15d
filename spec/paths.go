package spec

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// extensions are what an output's name may end in: the formats that gesso
// writes.
var extensions = []string{".png", ".jpg", ".jpeg"}

// maxNameLength is the longest file name, in bytes, that common file systems
// take; gesso's temporary files need some of it.
const maxNameLength = 230

// defaultPath is where an instance's picture goes when it does not say.
func defaultPath(i *Instance) string {
	name := i.Block.Name
	if key := i.Key.Text(); key != "" {
		name += "-" + strings.Map(fileRune, key)
	}
	return path.Join(i.module.folder(), name+".png")
}

// folder is where the pictures of a module go that have no path of their own.
func (m *moduleInstance) folder() string {
	if m.parent == nil {
		return m.e.config.OutputDir
	}
	name := m.module.call.Name
	if key := m.Key.Text(); key != "" {
		name += "-" + strings.Map(fileRune, key)
	}
	return path.Join(m.parent.folder(), name)
}

// fileRune keeps what is safe in a file name on every system.
func fileRune(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || strings.ContainsRune("._-", r) {
		return r
	}
	return '-'
}

// outputPath cleans a path, or says why no picture can go there.
func (c *Config) outputPath(name string) (string, string) {
	if name == "" {
		return "", "is empty; leave the argument out for a path that gesso chooses"
	}
	clean, why := c.inside(name)
	if why != "" {
		return "", why
	}
	ext := strings.ToLower(path.Ext(clean))
	switch {
	case strings.HasSuffix(name, "/"):
		return "", "names a folder, not a file"
	case strings.EqualFold(path.Base(clean), ext) && ext != "":
		return "", "has no name before its extension"
	case ext == "":
		return "", "has no extension; the extension decides the format: " + enumerate(extensions)
	case !slices.Contains(extensions, ext):
		return "", "ends in " + ext + "; the formats are " + enumerate(extensions)
	case strings.EqualFold(strings.SplitN(clean, "/", 2)[0], ".gesso"):
		return "", "lies in .gesso, where gesso keeps its own files"
	}
	for _, part := range strings.Split(clean, "/") {
		if len(part) > maxNameLength {
			return "", "has a name of more than 230 bytes, which many file systems cannot hold"
		}
	}
	return clean, ""
}

// checkPaths finds outputs that would overwrite each other. Names that differ
// only by case or by Unicode normalisation are one file on many systems.
func (c *Config) checkPaths(instances []*Instance) hcl.Diagnostics {
	var diags hcl.Diagnostics
	taken := make(map[string]*Instance, len(instances))
	for _, i := range instances {
		if i.Path == "" {
			continue // it has an error of its own
		}
		folded := FoldPath(i.Path)
		if other := taken[folded]; other != nil {
			diags = append(diags, samePath(other, i)...)
			continue
		}
		taken[folded] = i
	}
	diags = append(diags, checkFolders(instances, taken)...)
	return MergeRepeated(append(diags, c.checkSources(instances, taken)...))
}

func samePath(a, b *Instance) hcl.Diagnostics {
	how := "Give one of them another path."
	if a.Block == b.Block {
		how = "Give each a path of its own, with each.key or count.index in it."
		if a.Key == b.Key {
			how = "Give each a path of its own, with a variable of the module in it that differs between its instances."
		}
	}
	rng := b.Range("path")
	if a.Path == b.Path {
		return problemAt(rng, "Two images with one path", "The outputs of %s and %s are both %s. %s", a.Address, b.Address, a.Path, how)
	}
	return problemAt(rng, "Two images with one path",
		"The outputs of %s and %s, %s and %s, differ only by case or normalisation, which many file systems ignore. %s", a.Address, b.Address, a.Path, b.Path, how)
}

// checkFolders finds an output that another one needs as a folder.
func checkFolders(instances []*Instance, taken map[string]*Instance) hcl.Diagnostics {
	var diags hcl.Diagnostics
	free := map[string]bool{".": true}
	for _, i := range instances {
		for dir := path.Dir(i.Path); i.Path != "" && !free[dir]; dir = path.Dir(dir) {
			if other := taken[FoldPath(dir)]; other != nil {
				diags = append(diags, problemAt(i.Range("path"), "Path below another image",
					"The output of %s is %s, which lies below %s, the output of %s. A file cannot be a folder too: give one of them another path.", i.Address, i.Path, other.Path, other.Address)...)
				break
			}
			free[dir] = true
		}
	}
	return diags
}

// FoldPath gives paths that a file system may take for one the same form: it
// folds case and normalises.
func FoldPath(p string) string {
	for n := range len(p) {
		if p[n] >= 0x80 {
			return cases.Fold().String(norm.NFC.String(p))
		}
	}
	return strings.ToLower(p)
}
