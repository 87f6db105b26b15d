// Package written tells which files are gesso's own: what records say that was written
// for their images, and what a plan's images declare.
//
// It compares names and hashes, and reads no file. What becomes of a file that is not
// among these is said by runner/foreign and runner/derive.
//
//	files := written.Of(p)
//	if !files.Recorded("images/fox.png", sha) {
//		// somebody else's, or changed since
//	}
package written

import (
	"iter"

	"gesso/runner/plan"
	"gesso/spec/filename"
	"gesso/state"
)

// By are the files that were written for a record, by path, with the SHA-256 of each: its
// output, also one that lies there from the picture before; the file beside that; and those
// that were made from the picture, but for what somebody has made of one by hand. A nil
// record has none.
func By(r *state.Record) iter.Seq2[string, string] {
	return func(yield func(path, sha string) bool) {
		if r == nil || r.LastOutput() != "" && !yield(r.Path, r.LastOutput()) {
			return
		}
		if r.Sidecar != "" && !yield(filename.Sidecar(r.Path), r.Sidecar) {
			return
		}
		for _, d := range r.Derived {
			if d.Output != "" && !d.Kept && !yield(d.Path, d.Output) {
				return
			}
		}
	}
}

// Files are those of a plan. They are only read once made.
type Files struct {
	declared map[string]bool // paths, folded
	recorded map[file]bool
}

// file is what was written: a path, and the hash of what lies there.
type file struct{ path, sha string }

// Of are the files of all images that a plan knows of.
func Of(p *plan.Plan) *Files {
	images := len(p.Changes) + len(p.Unchanged) + len(p.Deselected)
	f := &Files{declared: make(map[string]bool, images), recorded: make(map[file]bool, images)}
	for c := range p.Declared() {
		f.declared[filename.Fold(c.Path)] = true
		for _, d := range c.Declared.Derives {
			f.declared[filename.Fold(d.Path)] = true
		}
		f.add(c.Before)
	}
	for _, changes := range [][]*plan.Change{p.Changes, p.Deselected} {
		for _, c := range changes {
			f.add(c.Before)
		}
	}
	return f
}

func (f *Files) add(r *state.Record) {
	for path, sha := range By(r) {
		f.recorded[file{path, sha}] = true
	}
}

// Declares reports whether some image of the plan declares a path, by another spelling too.
func (f *Files) Declares(path string) bool { return f.declared[filename.Fold(path)] }

// Recorded reports whether a record says that these bytes were written to a path.
func (f *Files) Recorded(path, sha string) bool { return f.recorded[file{path, sha}] }
