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
	Version string          // gesso's version, for metadata
	Memory  *picture.Memory // bounds the memory for conversions; nil: no bound

	// Whole reports whether the store has an object whose content matches its name. The
	// address is for messages.
	Whole func(address, sha string) bool

	// ByHand returns the picture of an object that lay at an output's path, and whether
	// somebody made it by hand: its work is not recorded under the key, and it does not
	// look like any of near. Nil: nothing was made by hand.
	ByHand func(ctx context.Context, sha, path string, key state.Key, near ...*state.Picture) (state.Picture, bool)

	// Paths are the outputs of all declared images. None of them is removed as the old
	// output of another.
	Paths []string

	// Recorded returns the recorded hashes of the outputs at each path when the run began.
	// It is called only if a file is not what was expected.
	Recorded func() map[string][]string
}

// Placer writes and removes outputs. It keeps no state between outputs and is safe for
// concurrent use, with one caller at a time for each output.
type Placer struct {
	Config
	declared map[string]bool        // Paths, with case folded
	real     func() map[string]bool // the same, with links resolved
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

// isDeclared reports whether an image of the configuration writes the file at a recorded
// path now. Records are not trusted: one may spell the path with a dot or through a link.
func (p *Placer) isDeclared(name string) bool {
	return p.declared[filename.Fold(name)] || len(p.declared) > 0 && p.real()[filename.Fold(p.Outputs.Real(name, map[string]string{}))]
}

// Output is where the picture of an address goes.
type Output struct {
	Address string
	Path    string
	// Metadata says where to write what the picture was made from.
	Metadata state.Metadata
	Before   *state.Record // when the run began; nil: there was none
	Judged   bool          // conditions judge its picture, so a copy may lie aside
	Instead  bool          // the placed record stands in for the recorded picture, which is rejected
}

// madeOf returns the artifact that the output on disk was made of, or the output itself if
// that is not known: a tainted record names a later artifact.
func (o Output) madeOf(output string) string {
	if o.Before == nil || o.Before.Output != output || o.Before.Tainted != "" {
		return output
	}
	return cmp.Or(o.Before.Instead, o.Before.Artifact)
}

// was returns the hash of the recorded file at the path when the run began, or "". The
// record of a new picture no longer has it.
func (o Output) was() string {
	if o.Before != nil && o.Before.Path == o.Path && o.Before.Tainted == "" {
		return o.Before.Output
	}
	return ""
}

// RecordedOutputs returns the recorded hashes of the outputs at each path. After a crash,
// several records can name one path.
func RecordedOutputs(records []*state.Record) map[string][]string {
	at := map[string][]string{}
	for _, r := range records {
		for path, sha := range written.By(r) {
			at[path] = append(at[path], sha)
		}
	}
	return at
}
