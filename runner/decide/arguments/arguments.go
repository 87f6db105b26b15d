// Package arguments tells where the values of an image's arguments come from: the
// place where one is written and what its expression refers to, or whose default it
// is.
//
// It promises that what is sensitive is in none of what it returns, and that nothing is
// evaluated for it. It is for explanations of a plan, and decides nothing.
//
//	for _, a := range arguments.Of(instance) {
//		fmt.Println(a.Name, a.Value, a.Place)
//	}
package arguments

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/plan"
	"gesso/spec/diag"
	"gesso/spec/eval"
	"gesso/spec/pin"
)

// Of tells where the values of an image's arguments come from, those that it has.
func Of(i *eval.Instance) []plan.Argument {
	values := []struct{ name, value string }{{"prompt", i.Prompt}, {"source", plan.Source{Image: i.Source.Image, File: i.Source.File, URL: i.Source.URL}.String()},
		{"model", i.Model}, {"size", i.Size}, {"path", i.Path}, {"take", taken(i)}, {"pin", pinned(i)}}
	var list []plan.Argument
	for _, v := range values {
		a := plan.Argument{Name: v.name, Value: v.value, Withheld: slices.Contains(i.Sensitive, v.name), Later: slices.Contains(i.Unknown, v.name)}
		if a.Withheld {
			a.Value = ""
		}
		if expr := i.Block.Arguments.Of(v.name); expr != nil {
			a.Place, a.Uses = diag.Position(i.Range(v.name)), uses(expr)
		} else {
			a.Default = defaultOf(i, v.name)
		}
		if a.Place != "" || a.Value != "" {
			list = append(list, a)
		}
	}
	return list
}

// taken is the take of an image, "" of the first one.
func taken(i *eval.Instance) string {
	if i.Take < 2 {
		return ""
	}
	return strconv.Itoa(i.Take)
}

// pinned is the pin of an image, or "".
func pinned(i *eval.Instance) string {
	if i.Pin == "" {
		return ""
	}
	return pin.Text(i.Pin)
}

// defaultOf says where a value comes from that an image block does not give.
func defaultOf(i *eval.Instance, argument string) string {
	switch provider := i.Block.Provider; {
	case argument == "path":
		return "output_dir and the image's name"
	case argument == "size" && i.DefaultSized:
		return "the model's own"
	case provider.Range != (hcl.Range{}):
		return "provider " + provider.String() + ", " + diag.Position(provider.Range)
	}
	return "the kind of provider"
}

// uses lists what an expression refers to, as far as names go.
func uses(expr hcl.Expression) []string {
	var names []string
	for _, t := range expr.Variables() {
		name := t.RootName()
	steps:
		for _, step := range t[1:] {
			attr, ok := step.(hcl.TraverseAttr)
			if !ok {
				break steps
			}
			name += "." + attr.Name
		}
		names = append(names, name)
	}
	slices.SortFunc(names, strings.Compare)
	return slices.Compact(names)
}
