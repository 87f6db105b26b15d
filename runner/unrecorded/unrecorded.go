// Package unrecorded finds pictures that lie where a plan would put others, while nothing
// is recorded of them: the outputs of a state that is lost, or was not checked out.
// Taking them over costs nothing, where a plan would buy.
//
// It decides and changes nothing, and reads no files: what a plan notes of files is
// runner/foreign's.
//
//	if unrecorded.Lost(p) {
//		fmt.Print(unrecorded.Blocks(p))
//	}
package unrecorded

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gesso/runner/plan"
)

// Offers are the changes of a plan in whose outputs' places unrecorded pictures lie.
func Offers(p *plan.Plan) []*plan.Change {
	var offers []*plan.Change
	for _, c := range p.Changes {
		if path(c) != "" {
			offers = append(offers, c)
		}
	}
	return offers
}

// path is where the picture lies that a change could import, or "".
func path(c *plan.Change) string {
	for _, n := range c.Notes {
		if n.Kind == plan.Importable {
			return n.Path
		}
	}
	return ""
}

// Bought are those of the Offers over which a plan would buy.
func Bought(p *plan.Plan) []*plan.Change {
	return slices.DeleteFunc(Offers(p), func(c *plan.Change) bool { return !c.Action.Paid() })
}

// Lost reports whether nothing at all is recorded, while a plan would buy over pictures
// that lie there: a state is missing.
func Lost(p *plan.Plan) bool {
	recorded := func(c *plan.Change) bool { return c.Before.HasPicture() }
	return len(p.Unchanged) == 0 && !slices.ContainsFunc(p.Changes, recorded) && !slices.ContainsFunc(p.Deselected, recorded) && len(Bought(p)) > 0
}

// All reports whether a plan's state is lost, and each picture that it would buy lies at
// its path.
func All(p *plan.Plan) bool { return Lost(p) && len(Bought(p)) == p.Cost().Pictures }

// Blocks are the import blocks that take the pictures over, to be pasted into the
// configuration.
func Blocks(p *plan.Plan) string {
	var text strings.Builder
	offers := Offers(p)
	for len(offers) > 0 {
		like := keyed(offers)
		if len(like) < 2 {
			fmt.Fprintf(&text, "import {\n  to = %s\n  id = %s\n}\n", escaped(offers[0].Address), quoted(path(offers[0])))
			offers = offers[1:]
			continue
		}
		text.WriteString("import {\n  for_each = {\n")
		for _, c := range like {
			fmt.Fprintf(&text, "    %s = %s\n", escaped(key(c)), quoted(path(c)))
		}
		fmt.Fprintf(&text, "  }\n  to = %s[each.key]\n  id = each.value\n}\n", like[0].Block())
		offers = offers[len(like):]
	}
	return text.String()
}

// keyed are the first of some changes that are instances of one block with texts as keys.
func keyed(changes []*plan.Change) []*plan.Change {
	n := 0
	for n < len(changes) && key(changes[n]) != "" && changes[n].Block() == changes[0].Block() {
		n++
	}
	return changes[:n]
}

// key is the quoted text that an instance has after its block's name, or "".
func key(c *plan.Change) string {
	inner, ok := strings.CutPrefix(c.Address, c.Block()+"[")
	if !ok || !strings.HasPrefix(inner, `"`) || !strings.HasSuffix(inner, `"]`) {
		return ""
	}
	return strings.TrimSuffix(inner, "]")
}

// quoted is a text as a configuration has it.
func quoted(text string) string { return escaped(strconv.Quote(text)) }

// escaped is what stands between quotes already, without templates.
func escaped(text string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(text)
}
