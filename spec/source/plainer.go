package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// plainer says once what HCL says several times: a character that is none of the language,
// such as the quotes of a word processor, spoils the rest of its line, and what else is told
// of that line follows from it. A text without its quotes ends where it looks like something
// else.
func plainer(diags hcl.Diagnostics) hcl.Diagnostics {
	spoilt := make(map[int]*hcl.Diagnostic) // by line
	for _, d := range diags {
		if d.Summary == "Invalid character" && d.Subject != nil && spoilt[d.Subject.Start.Line] == nil {
			spoilt[d.Subject.Start.Line] = d
		}
	}
	var said hcl.Diagnostics
	for _, d := range diags {
		if d.Subject != nil {
			if first := spoilt[d.Subject.Start.Line]; first != nil && first != d {
				continue
			}
		}
		if d.Summary == "Missing newline after argument" {
			quoted := *d
			quoted.Detail = strings.TrimSuffix(d.Detail, ".") + ". If the value is a text, write it in double quotes."
			d = &quoted
		}
		said = append(said, d)
	}
	return said
}
