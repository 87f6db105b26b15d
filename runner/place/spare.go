package place

import (
	"errors"
	"io/fs"

	"gesso/state/disk"
)

// spare keeps the file at a path that is about to be replaced, unless it is
// what gesso placed there and the store has. It returns the hash of what is
// kept and was nobody's output, or "".
func (p *Placer) spare(path, output, artifact string) (string, error) {
	status, err := p.Outputs.Check(path, output)
	switch {
	case err != nil:
		return "", err
	case status == disk.Missing || status == disk.Same && p.Store.Vouch(artifact) == nil: // damaged, it would be lost with this file
		return "", nil
	}
	owned := status != disk.Differs || p.isOthers(path)
	sha, err := p.Outputs.Keep(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	case owned:
		return "", nil
	}
	return sha, nil
}

// isOthers reports whether the file at a path is the output that another image
// had there, as when two exchange their paths.
func (p *Placer) isOthers(path string) bool {
	for _, sha := range p.Recorded()[path] {
		if status, err := p.Outputs.Check(path, sha); err == nil && status == disk.Same {
			return true
		}
	}
	return false
}

// Secure puts an output into the store when its picture will go to another path and
// only the output still has it here, as after a fresh clone: two images may trade their
// paths, and then each output is overwritten before it is read.
func (p *Placer) Secure(o Output) error {
	b := o.Before
	if b.Path == o.Path || p.Store.Here(b.Artifact) || b.Output != b.Artifact && !sameFormat(b.Path, o.Path) {
		return nil
	}
	status, err := p.Outputs.Check(b.Path, b.Output)
	if err != nil || status != disk.Same {
		return nil // who places it looks for another way, and says what is wrong
	}
	_, err = p.Outputs.Keep(b.Path)
	return err
}
