// Package mistake collects what can be said about a diagnostic of a configuration, as data:
// the block that it is in, the code around it, the values that the expression used, and the
// function that it called.
//
// It promises that no secret is in that, neither as a value nor as code that a diagnostic
// calls withheld. A file of many megabytes is parsed at most once, and only as far as
// needed, however many mistakes it has.
//
// It does not format: package report prints for people, and package document writes JSON.
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

// Texts are the files that diagnostics are about. Each is parsed once, a large one only as
// far as needed.
type Texts struct {
	sources map[string][]byte
	parts   map[string]*source.Parts // of a large file, else nil
	parsed  map[string][]*hcl.File   // the file, or the parts of one that does not parse
}

// NewTexts takes the files' contents by name.
func NewTexts(sources map[string][]byte) *Texts {
	return &Texts{sources, map[string]*source.Parts{}, map[string][]*hcl.File{}}
}

// Of returns a file's content, or nil if it is not known.
func (t *Texts) Of(name string) []byte { return t.sources[name] }

// Context names the block that a range is in, such as image "hero".
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

// around returns the file, or the parts of it, that can contain a range.
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
