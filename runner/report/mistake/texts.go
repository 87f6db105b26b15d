// Package mistake tells what there is to tell of a mistake in a configuration, as data:
// the block that it is in, the code around it, the values that the expression used, and
// the function that it called.
//
// It promises that no secret is told, neither as a value nor, where a diagnostic says
// that it is withheld, as code; and that a file of many megabytes is parsed once, and no
// further than has to be, however many mistakes it has.
//
// It is not for how that looks: package report prints it for people, and package
// document writes it for programs.
//
//	for _, d := range mistake.Described(diags, sources) {
//		fmt.Println(d.Severity, d.Summary)
//	}
package mistake

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcled"

	"gesso/runner/report/quote"
	"gesso/spec/source"
)

// Texts are the files that diagnostics are about, each parsed once, a large one no
// further than has to be.
type Texts struct {
	sources map[string][]byte
	parts   map[string]*source.Parts // of a large file; else nil
	parsed  map[string][]*hcl.File   // one each, or the parts of one that does not parse
}

// NewTexts takes the files' texts by name.
func NewTexts(sources map[string][]byte) *Texts {
	return &Texts{sources, map[string]*source.Parts{}, map[string][]*hcl.File{}}
}

// Of is the text of a file; nil for one that is not there.
func (t *Texts) Of(name string) []byte { return t.sources[name] }

// Context names the block that a place is in: image "hero".
func (t *Texts) Context(rng hcl.Range) string {
	for _, file := range t.around(rng) {
		if file == nil || file.Nav == nil {
			continue
		}
		if in := hcled.ContextString(file, rng.Start.Byte); in != "" {
			return quote.Line(in)
		}
	}
	return ""
}

// around are the files, or the parts of one, that can hold a place.
func (t *Texts) around(rng hcl.Range) []*hcl.File {
	src := t.sources[rng.Filename]
	parts, done := t.parts[rng.Filename]
	if !done {
		parts = source.Cut(src, rng.Filename)
		t.parts[rng.Filename] = parts
	}
	if parts != nil {
		if file := parts.Around(rng.Start.Byte); file != nil {
			return []*hcl.File{file}
		}
	}
	files, done := t.parsed[rng.Filename]
	if !done {
		if files = source.ReparsePieces(src, rng.Filename); files == nil {
			files = append(files, source.Reparse(src, rng.Filename))
		}
		t.parsed[rng.Filename] = files
	}
	return files
}
