package studio

import "gesso/runner/sandbox/internal/paint"

// Work is a picture that can be drawn at any time, and so need not be kept.
type Work struct {
	Name   string // of its file, in the URL: unlike any other's
	Recipe paint.Recipe
	Source Source // what an edit starts from
}

// Source is what an edit starts from: a work of the sandbox, or a file that was
// uploaded or fetched. The zero source is that of a generation.
type Source struct {
	Work *Work
	File *File
}

// Identity names the source's content, wherever it was found.
func (s Source) Identity() string {
	switch {
	case s.Work != nil:
		return s.Work.Name
	case s.File != nil:
		return s.File.digest
	}
	return ""
}

// Depth is how many edits lie behind a picture made from this source.
func (s Source) Depth() int {
	switch {
	case s.Work != nil:
		return s.Work.Recipe.Depth + 1
	case s.File != nil:
		return 1
	}
	return 0
}

// Halved is a work in half its size, which nobody asked for.
func (w *Work) Halved() *Work {
	half := *w
	half.Name += " halved" // for the cache: no link leads to it
	half.Recipe.Width, half.Recipe.Height = max(1, w.Recipe.Width/2), max(1, w.Recipe.Height/2)
	return &half
}
