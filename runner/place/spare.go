package place

import (
	"errors"
	"io/fs"

	"gesso/state/disk"
)

// spare stores the file at a path before it is replaced, unless gesso placed it and the
// store vouches for its artifact. It returns the file's hash if it was stored and was
// nobody's output, or "".
func (p *Placer) spare(path, output, artifact string) (string, error) {
	status, err := p.Outputs.Check(path, output)
	switch {
	case err != nil:
		return "", err
	case status == disk.Missing || status == disk.Same && p.Store.Vouch(artifact) == nil: // a damaged object needs this copy
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

// isOthers reports whether the file at a path is the recorded output of another image, as
// when two images exchange their paths.
func (p *Placer) isOthers(path string) bool {
	for _, sha := range p.Recorded()[path] {
		if status, err := p.Outputs.Check(path, sha); err == nil && status == disk.Same {
			return true
		}
	}
	return false
}

// Secure stores an output whose picture goes to another path, if only the output has it
// here, as in a fresh clone. Two images may exchange paths, and then each output is
// overwritten before it is read.
func (p *Placer) Secure(o Output) error {
	b := o.Before
	if b.Path == o.Path || p.Store.Here(b.Artifact) || b.Output != b.Artifact && !sameFormat(b.Path, o.Path) {
		return nil
	}
	status, err := p.Outputs.Check(b.Path, b.Output)
	if err != nil || status != disk.Same {
		return nil // whoever places it tries other sources, and reports what is wrong
	}
	_, err = p.Outputs.Keep(b.Path)
	return err
}
