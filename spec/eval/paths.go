package eval

import (
	"path"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/filename"
)

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
	name := m.module.Call.Name
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
	below, why := c.Inside(name)
	if why != "" {
		return "", why
	}
	if strings.HasSuffix(name, "/") {
		below += "/" // which cleaning drops
	}
	return filename.Output(below)
}

// checkPortable warns of a path that no Windows machine can hold. It is no error:
// many a project is never seen there. Of a path that gesso chose, only the part
// below the folder that output_dir names is the image's.
func (b *blockScope) checkPortable(i *Instance, chosen bool) hcl.Diagnostics {
	part := i.Path
	if chosen {
		part = strings.TrimPrefix(part, b.m.e.config.OutputDir+"/")
	}
	why := filename.Portable(part)
	if why == "" {
		return nil
	}
	return diag.WarningAt(i.Range("path"), "Path that Windows cannot hold",
		"The path %q of %s %s. A checkout of a project with such a file fails there. Give this image another path if the project may be used on Windows.", diag.Shorten(i.Path), i.Address, why)
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
	return diag.MergeRepeated(append(diags, c.checkSources(instances, taken)...))
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
		return diag.ProblemAt(rng, "Two images with one path", "The outputs of %s and %s are both %s. %s", a.Address, b.Address, a.Path, how)
	}
	return diag.ProblemAt(rng, "Two images with one path",
		"The outputs of %s and %s, %s and %s, differ only by case or normalisation, which many file systems ignore. %s", a.Address, b.Address, a.Path, b.Path, how)
}

// checkFolders finds an output that another one needs as a folder.
func checkFolders(instances []*Instance, taken map[string]*Instance) hcl.Diagnostics {
	var diags hcl.Diagnostics
	free := map[string]bool{".": true}
	for _, i := range instances {
		for dir := path.Dir(i.Path); i.Path != "" && !free[dir]; dir = path.Dir(dir) {
			if other := taken[FoldPath(dir)]; other != nil {
				diags = append(diags, diag.ProblemAt(i.Range("path"), "Path below another image",
					"The output of %s is %s, which lies below %s, the output of %s. A file cannot be a folder too: give one of them another path.", i.Address, i.Path, other.Path, other.Address)...)
				break
			}
			free[dir] = true
		}
	}
	return diags
}

// FoldPath gives paths that a file system may take for one the same form.
func FoldPath(p string) string { return filename.Fold(p) }
