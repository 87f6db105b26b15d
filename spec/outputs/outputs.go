package outputs

import (
	"path"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/filename"
	"gesso/spec/source"
)

// Image is an image, as far as its output is concerned.
type Image interface {
	Output() Output
	// Range is where an argument of the image is declared, or its block.
	Range(argument string) hcl.Range
	// DeriveRange is where the file that is made from its picture and has a path is
	// declared.
	DeriveRange(path string) hcl.Range
}

// Output is where the picture of an image goes, and what that is made from.
type Output struct {
	Address string
	Block   *config.Image
	Key     address.Key
	Module  any      // what is the same for the images of one instance of a module, and for no others
	Path    string   // "" after a mistake
	Derived []string // paths of further files that are made from the picture
	Source  string   // the local file that the picture is made from, or ""
	From    string   // the address of the image that it is made from, or ""
	Uses    []string // the addresses of the images that it waits for
}

// Check finds outputs that would overwrite each other. Names that differ
// only by case or by Unicode normalisation are one file on many systems.
func Check(images []Image, files *source.Files) hcl.Diagnostics {
	var diags hcl.Diagnostics
	taken := make(map[string]Image, len(images))
	for _, i := range images {
		at := i.Output().Path
		if at == "" {
			continue // it has an error of its own
		}
		folded := filename.Fold(at)
		if other := taken[folded]; other != nil {
			diags = append(diags, samePath(other, i)...)
			continue
		}
		taken[folded] = i
	}
	diags = append(diags, checkDerived(images, taken)...)
	diags = append(diags, checkFolders(images, taken)...)
	return diag.MergeRepeated(append(diags, checkSources(images, taken, files)...))
}

func samePath(first, second Image) hcl.Diagnostics {
	a, b := first.Output(), second.Output()
	how := "Give one of them another path."
	if a.Block == b.Block {
		how = "Give each a path of its own, with each.key or count.index in it."
		if a.Key == b.Key {
			how = "Give each a path of its own, with a variable of the module in it that differs between its instances."
		}
	}
	rng := second.Range("path")
	if a.Path == b.Path {
		return diag.ProblemAt(rng, "Two images with one path", "The outputs of %s and %s are both %s. %s", a.Address, b.Address, a.Path, how)
	}
	return diag.ProblemAt(rng, "Two images with one path",
		"The outputs of %s and %s, %s and %s, differ only by case or normalisation, which many file systems ignore. %s", a.Address, b.Address, a.Path, b.Path, how)
}

// checkFolders finds an output that another one needs as a folder.
func checkFolders(images []Image, taken map[string]Image) hcl.Diagnostics {
	var diags hcl.Diagnostics
	free := map[string]bool{".": true}
	for _, i := range images {
		for _, at := range i.Output().files() {
			diags = append(diags, checkFolder(i, at, taken, free)...)
		}
	}
	return diags
}

// checkFolder looks at the folders of one file; those in free are no files.
func checkFolder(i Image, at string, taken map[string]Image, free map[string]bool) hcl.Diagnostics {
	o := i.Output()
	for dir := path.Dir(at); !free[dir]; dir = path.Dir(dir) {
		if other := taken[filename.Fold(dir)]; other != nil {
			whose := other.Output()
			below := whose.fileAt(dir)
			return diag.ProblemAt(rangeOf(i, at), "Path below another image",
				"%s %s is %s, which lies below %s, %s %s. A file cannot be a folder too: give one of them another path.",
				capital(o.noun(at)), o.Address, at, below, whose.noun(below), whose.Address)
		}
		free[dir] = true
	}
	return nil
}
