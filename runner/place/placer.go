package place

import (
	"cmp"
	"context"
	"sync"

	"gesso/runner/log"
	"gesso/runner/picture"
	"gesso/runner/written"
	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk"
)

// Config is what a Placer works with.
type Config struct {
	Log     *log.Log
	Outputs *disk.Outputs
	Store   *disk.Store
	Version string          // of gesso, as metadata has it
	Memory  *picture.Memory // in which pictures are converted; nil: without a bound

	// Whole reports whether the store has an object with the content that its name
	// says, for a picture of an address.
	Whole func(address, sha string) bool

	// ByHand tells of an object that lay in an output's place, at a path, what picture it is,
	// and reports whether somebody has made it whose work nothing tells of under a key, and
	// which shows something else than the pictures that are near. Nil: nothing is told of any.
	ByHand func(ctx context.Context, sha, path string, key state.Key, near ...*state.Picture) (state.Picture, bool)

	// Paths are the outputs of all declared images: none of them is removed as
	// somebody's old one.
	Paths []string

	// Recorded are the hashes of the outputs at each path, as they were recorded
	// before the run. It is asked only where a file is not what was expected.
	Recorded func() map[string][]string
}

// Placer writes and removes outputs. It keeps nothing of one for another, and is safe
// for concurrent use, with one caller at a time for each output.
type Placer struct {
	Config
	declared map[string]bool        // paths, folded
	real     func() map[string]bool // likewise, without links
}

// New returns a placer of one run.
func New(c Config) *Placer {
	p := &Placer{Config: c, declared: map[string]bool{}}
	for _, path := range c.Paths {
		p.declared[filename.Fold(path)] = true
	}
	p.real = sync.OnceValue(func() map[string]bool {
		real, folders := map[string]bool{}, map[string]string{}
		for _, path := range c.Paths {
			real[filename.Fold(c.Outputs.Real(path, folders))] = true
		}
		return real
	})
	return p
}

// isDeclared reports whether the file at a recorded path is what an image of the
// configuration writes now. A record may be anybody's: it can name the file by another
// way, with a dot in it or through a link.
func (p *Placer) isDeclared(name string) bool {
	return p.declared[filename.Fold(name)] || len(p.declared) > 0 && p.real()[filename.Fold(p.Outputs.Real(name, map[string]string{}))]
}

// Output is where the picture of an address goes.
type Output struct {
	Address string
	Path    string
	// Metadata is where it is to stand what the picture was made from.
	Metadata state.Metadata
	Before   *state.Record // as it was when the run began; nil: there was none
	Judged   bool          // conditions look at its picture, so that one may lie aside
	Instead  bool          // the record that is placed is of another picture than the one that is recorded, which is rejected
}

// madeOf is the artifact that the output on disk was made of, or the output
// itself where that is not known: a tainted record has a later one.
func (o Output) madeOf(output string) string {
	if o.Before == nil || o.Before.Output != output || o.Before.Tainted != "" {
		return output
	}
	return cmp.Or(o.Before.Instead, o.Before.Artifact)
}

// was is the hash of what lay at the path when the run began, as far as that is
// recorded. A record of a new picture no longer tells.
func (o Output) was() string {
	if o.Before != nil && o.Before.Path == o.Path && o.Before.Tainted == "" {
		return o.Before.Output
	}
	return ""
}

// RecordedOutputs are the hashes of the outputs at each path. After a crash several
// records can name one path.
func RecordedOutputs(records []*state.Record) map[string][]string {
	at := map[string][]string{}
	for _, r := range records {
		for path, sha := range written.By(r) {
			at[path] = append(at[path], sha)
		}
	}
	return at
}
