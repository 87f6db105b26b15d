package diag

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// WholeImage says of an image in place of a text to use one of its attributes.
func WholeImage(address string) string {
	return "This is the whole of " + address + ", not a text: use one of its attributes, such as " + address + ".path."
}

// AdviseAttribute adds to the diagnostic of a traversal that failed at an attribute which
// attributes the object before it has.
func AdviseAttribute(d *hcl.Diagnostic, t hcl.Traversal, name string) {
	object, diags := t.TraverseAbs(d.EvalContext)
	if diags.HasErrors() || !object.Type().IsObjectType() {
		return
	}
	var attributes []string
	for attribute := range object.Type().AttributeTypes() {
		attributes = append(attributes, attribute)
	}
	slices.Sort(attributes)
	switch {
	case len(attributes) == 1 && strings.ContainsAny(attributes[0], ";\t"):
		// A spreadsheet has written another separator, and a table of one column is no mistake by itself.
		separator := "semicolons"
		if strings.Contains(attributes[0], "\t") {
			separator = "tabs"
		}
		d.Detail += fmt.Sprintf(" It has %q alone: if it is the row of a table, its columns seem to be separated by %s; export the table with commas.", attributes[0], separator)
	case len(attributes) > 0 && len(attributes) < 20:
		d.Detail += " It has " + Enumerate(attributes) + "." + DidYouMean(name, attributes)
	default:
		d.Detail += DidYouMean(name, attributes)
	}
}
