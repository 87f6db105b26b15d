package outputs

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/filename"
	"gesso/spec/source"
)

// checkSources finds sources that are the output of an image: what such an edit
// starts from would depend on which of the two is made first.
func checkSources(images []Image, taken map[string]Image, files *source.Files) hcl.Diagnostics {
	var diags hcl.Diagnostics
	if !slices.ContainsFunc(images, func(i Image) bool { return i.Output().Source != "" }) {
		return nil // as in most configurations, however large
	}
	outputs := realOutputs(images, taken, files)
	var made map[Image]Image // what makes an instance's source
	for _, i := range images {
		file := i.Output().Source
		if file == "" {
			continue
		}
		other := taken[filename.Fold(file)]
		if other == nil {
			other = outputs[filename.Fold(files.Folder.Real(file))]
		}
		if other != nil {
			if made == nil {
				made = map[Image]Image{}
			}
			made[i] = other
		}
	}
	if made == nil {
		return nil
	}
	order := blockOrder(images, made)
	for _, i := range images {
		if other := made[i]; other == i {
			diags = append(diags, ownOutput(i)...)
		} else if other != nil {
			diags = append(diags, diag.ProblemAt(i.Range("source"), "Source is the output of an image",
				"The file %q is %s %s. %s", i.Output().Source, other.Output().sourceNoun(i.Output().Source), other.Output().Address, order.instead(i.Output(), other.Output()))...)
		}
	}
	return diags
}

// realOutputs are the images by where their outputs really go, where a link is
// on the way.
func realOutputs(images []Image, taken map[string]Image, files *source.Files) map[string]Image {
	real := map[string]string{} // by folder
	outputs := map[string]Image{}
	for _, i := range images {
		for _, at := range i.Output().files() {
			if taken[filename.Fold(at)] != i {
				continue
			}
			dir, done := real[path.Dir(at)]
			if !done {
				dir = files.Folder.Real(path.Dir(at))
				real[path.Dir(at)] = dir
			}
			outputs[filename.Fold(path.Join(dir, path.Base(at)))] = i
		}
	}
	return outputs
}

// ownOutput is the mistake of an edit of what it writes.
func ownOutput(image Image) hcl.Diagnostics {
	i := image.Output()
	if i.sourceNoun(i.Source) != theOutput {
		return diag.ProblemAt(image.Range("source"), "Source is a file of the image itself",
			"The file %q is what %s starts from, and a derive block of it writes the same file. Give the derived file another path.", i.Source, i.Address)
	}
	give := "Give the output another path."
	if ext := path.Ext(i.Path); i.Block.Arguments.Of("path") == nil {
		give = "It is the output because no path is said: give one with the argument path, or name the source file otherwise."
	} else if !i.Block.Repeated() {
		give = fmt.Sprintf("Give the output another path, such as %q.", strings.TrimSuffix(i.Path, ext)+"-edited"+ext)
	}
	return diag.ProblemAt(image.Range("source"), "Source is the output of the image itself",
		"The file %q is what %s starts from, and its output is %s, the same file: the picture would overwrite its own source, and be made again from that in the next run. %s", i.Source, i.Address, i.Path, give)
}

// order says which image blocks come before others by what their instances use.
type order map[*config.Image]map[*config.Image]bool

// blockOrder counts sources that are outputs as uses.
func blockOrder(images []Image, made map[Image]Image) order {
	o := order{}
	blocks := make(map[string]*config.Image, len(images))
	for _, i := range images {
		out := i.Output()
		blocks[out.Address] = out.Block
	}
	for _, i := range images {
		out := i.Output()
		uses := o[out.Block]
		if uses == nil {
			uses = map[*config.Image]bool{}
			o[out.Block] = uses
		}
		for _, address := range append(slices.Clone(out.Uses), out.From) {
			if block := blocks[address]; block != nil {
				uses[block] = true
			}
		}
		if other := made[i]; other != nil {
			uses[other.Output().Block] = true
		}
	}
	return o
}

// needs reports whether one block comes after another.
func (o order) needs(block, other *config.Image) bool {
	seen := map[*config.Image]bool{}
	queue := []*config.Image{block}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		for used := range o[next] {
			if used == other {
				return true
			}
			if !seen[used] {
				seen[used] = true
				queue = append(queue, used)
			}
		}
	}
	return false
}

// instead says what to write in place of the path of another image's output.
func (o order) instead(i, other Output) string {
	switch {
	case i.Block == other.Block && i.Module == other.Module && address.CompareKeys(other.Key, i.Key) > 0:
		return fmt.Sprintf("That is a later instance of the same block, and an instance can use earlier ones only: those with a lower index, or a key that sorts before its own. Turn the order round, or give the output of %s another path.", other.Address)
	case i.Block != other.Block && o.needs(other.Block, i.Block):
		return fmt.Sprintf("That one needs %s in turn, so that neither could be made first. Give the output of %s another path, or start from another file.", i.Address, other.Address)
	case i.Module != other.Module:
		return "It is declared in another module: hand it over by an output of that module, or as the value of a variable, and write that as the source, so that the edit waits for it."
	}
	return fmt.Sprintf("Write source = image.%s%s, so that the edit waits for it.", other.Block.Name, keyFrom(i, other))
}

// keyFrom is how an instance says another's key.
func keyFrom(i, other Output) string {
	own, counted := i.Key.Index()
	earlier, both := other.Key.Index()
	switch {
	case counted && both && own > earlier:
		return fmt.Sprintf("[count.index - %d]", own-earlier)
	case i.Block.Count != nil && i.Key == other.Key:
		return "[count.index]"
	case i.Block.ForEach != nil && i.Key == other.Key:
		return "[each.key]"
	}
	return other.Key.String()
}
