package look

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/zclconf/go-cty/cty"

	"gesso/runner/document"
	"gesso/spec/config"
	"gesso/spec/funcs"
)

// reference matches what may be a reference at the end of a text: names, dots, and indexes,
// the last of which may be incomplete.
var reference = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_-]*(?:::[A-Za-z0-9_]*)?(?:\.[A-Za-z0-9_-]*|\[[0-9]+\]|\["[^"\]]*"\])*(?:\["?[^"\]]*)?$`)

// suggest returns the candidates for replacing text[at:].
func (c *console) suggest(text string) (int, []string) {
	at := len(text)
	if place := reference.FindStringIndex(text); place != nil {
		at = place[0]
	}
	word := text[at:]
	var all []string
	if i := strings.LastIndexByte(word, '['); i >= 0 && !strings.Contains(word[i:], "]") {
		all = c.keys(word[:i])
	} else if i := strings.LastIndexByte(word, '.'); i >= 0 {
		all = c.attributes(word[:i])
	} else {
		all = c.beginnings()
	}
	all = slices.DeleteFunc(all, func(s string) bool {
		return !strings.HasPrefix(s, word) || strings.ContainsFunc(s, document.Obeyed) || strings.ContainsFunc(s, unicode.IsControl)
	})
	slices.Sort(all)
	return at, slices.Compact(all)
}

// beginnings returns what an expression can begin with.
func (c *console) beginnings() []string {
	all := []string{"var.", "local.", "image.", "module.", "path.", "true", "false", "null", "type("}
	for name := range funcs.Table(nil, time.Now, nil) {
		if !strings.Contains(name, "::") {
			all = append(all, name+"(")
		}
	}
	return all
}

// attributes returns what can follow a dot.
func (c *console) attributes(base string) []string {
	root := c.Config.Root
	var names []string
	switch base {
	case "var":
		names = config.Names(root.Variables)()
	case "local":
		names = config.Names(root.Locals)()
	case "image":
		names = config.Names(root.Images)()
	case "module":
		names = config.Names(root.Calls)()
	case "path":
		names = []string{"cwd", "module", "root"}
	default:
		if ty, ok := c.typeOf(base); ok && ty.IsObjectType() {
			names = slices.Sorted(maps.Keys(ty.AttributeTypes()))
		}
	}
	var all []string
	for _, name := range names {
		all = append(all, base+"."+name)
	}
	return all
}

// keys returns what can stand in brackets after a value.
func (c *console) keys(base string) []string {
	value, diags := c.expansion.Evaluate(base)
	if diags.HasErrors() {
		return nil
	}
	value, _ = value.Unmark()
	if !value.IsKnown() || value.IsNull() || !value.CanIterateElements() || value.Type().IsSetType() {
		return nil
	}
	var all []string
	for key := range value.Elements() {
		if key, _ = key.Unmark(); key.Type() == cty.String && !strings.ContainsAny(key.AsString(), "\"\\$%") {
			all = append(all, base+`["`+key.AsString()+`"]`)
		}
	}
	return all
}

func (c *console) typeOf(base string) (cty.Type, bool) {
	value, diags := c.expansion.Evaluate(base)
	return value.Type(), !diags.HasErrors()
}
