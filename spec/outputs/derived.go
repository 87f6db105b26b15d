package outputs

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/filename"
)

// checkDerived adds the files that are made from pictures to the paths that are taken, and
// finds those that another file has. A range of a mistake is that of the block.
func checkDerived(images []Image, taken map[string]Image) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, i := range images {
		for _, at := range i.Output().Derived {
			folded := filename.Fold(at)
			if other := taken[folded]; other != nil {
				diags = append(diags, sameFile(other, i, at)...)
				continue
			}
			taken[folded] = i
		}
	}
	return diags
}

func sameFile(first, second Image, at string) hcl.Diagnostics {
	a, b := first.Output(), second.Output()
	how := "Give one of them another path."
	switch {
	case a.Address == b.Address && slices.Contains(a.Derived, a.fileAt(at)):
		how = "Give each a path of its own, with derive.key in it where for_each makes them."
	case a.Block == b.Block && a.Address != b.Address:
		how = "Give each a path of its own, with each.key or count.index in it."
		if a.Key == b.Key {
			how = "Give each a path of its own, with a variable of the module in it that differs between its instances."
		}
	}
	taken := a.fileAt(at)
	if taken == at {
		return diag.ProblemAt(rangeOf(second, at), "Two files with one path", "%s %s and %s %s are both %s. %s",
			capital(a.noun(taken)), a.Address, b.noun(at), b.Address, at, how)
	}
	return diag.ProblemAt(rangeOf(second, at), "Two files with one path",
		"%s %s and %s %s, %s and %s, differ only by case or normalisation, which many file systems ignore. %s",
		capital(a.noun(taken)), a.Address, b.noun(at), b.Address, taken, at, how)
}

// files are all that lie somewhere because of the image.
func (o Output) files() []string {
	if o.Path == "" {
		return o.Derived
	}
	if len(o.Derived) == 0 {
		return []string{o.Path}
	}
	return append([]string{o.Path}, o.Derived...)
}

// fileAt is the file of the image that a path names, as the image spells it.
func (o Output) fileAt(at string) string {
	for _, file := range o.files() {
		if filename.Fold(file) == filename.Fold(at) {
			return file
		}
	}
	return at
}

// noun is what a file is of its image: words that its address follows.
func (o Output) noun(file string) string {
	if file == o.Path {
		return theOutput
	}
	return "the derived file of"
}

const theOutput = "the output of"

// sourceNoun is noun of a file by another name: what is no derived file by its name is
// taken for the output.
func (o Output) sourceNoun(file string) string {
	if at := o.fileAt(file); slices.Contains(o.Derived, at) {
		return o.noun(at)
	}
	return theOutput
}

func rangeOf(i Image, file string) hcl.Range {
	if file == i.Output().Path {
		return i.Range("path")
	}
	return i.DeriveRange(file)
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
