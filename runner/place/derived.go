package place

import (
	"fmt"
	"io"

	"gesso/state"
	"gesso/state/disk"
)

// PutDerived writes a file that is made from the picture of an address, and returns its
// SHA-256. Recorded is the hash of what gesso made there before, "" for nothing. What lies
// there is kept in the store first, also what is recorded: a record is a claim, and such a
// file may be all that there is of what somebody made. The error is an *Error.
func (p *Placer) PutDerived(address, path, recorded string, write func(io.Writer) error) (string, error) {
	kept, err := p.spare(path, recorded, recorded)
	if err != nil {
		return "", &Error{Path: path, Err: err}
	}
	sha, err := p.Outputs.Place(path, write)
	if err != nil {
		return "", &Error{Path: path, Err: err}
	}
	if kept != "" && kept != sha {
		p.Log.Warn(address, fmt.Errorf("%s was not what gesso placed there; the file is kept as %s/%s/%s", path, p.Store.Dir(), kept[:2], kept))
	}
	return sha, nil
}

// DropDerived takes away a file that was made from the picture of an address, if it is
// still what gesso made, and no other file's path. The error is an *Error.
func (p *Placer) DropDerived(address string, d state.Derivative) error {
	if p.isDeclared(d.Path) {
		return nil
	}
	return p.dropAt(address, d)
}

// RenameDerived is DropDerived where the same image has a file at a path that some systems
// take for the same one.
func (p *Placer) RenameDerived(address string, d state.Derivative) error { return p.dropAt(address, d) }

func (p *Placer) dropAt(address string, d state.Derivative) error {
	if d.Kept {
		return nil // it is somebody's, and the plan says that it stays
	}
	if err := p.takeAway(address, d.Path, d.Output, d.Output); err != nil {
		return &Error{Path: d.Path, Err: err}
	}
	return nil
}

// KeepDerived takes what lies at the path of such a file into the store, which somebody has
// made by hand, and returns its SHA-256. The file stays. The error is an *Error.
func (p *Placer) KeepDerived(path string) (string, error) {
	sha, err := p.Outputs.Keep(path)
	if err != nil {
		return "", &Error{Path: path, Err: err}
	}
	return sha, nil
}

// ReturnDerived puts what somebody has made by hand at the path of such a file back from the
// store, and reports whether that has it. The error is an *Error.
func (p *Placer) ReturnDerived(address string, d state.Derivative) (bool, error) {
	if !d.Kept || p.Store.Vouch(d.Output) != nil {
		return false, nil
	}
	object, err := p.Store.Open(d.Output)
	if err != nil {
		return false, nil
	}
	defer object.Close()
	_, err = p.PutDerived(address, d.Path, d.Output, func(w io.Writer) error {
		_, err := io.Copy(w, object)
		return err
	})
	return err == nil, err
}

// Lies reports whether what is recorded at a path lies there.
func (p *Placer) Lies(path, recorded string) bool {
	status, err := p.Outputs.Check(path, recorded)
	return err == nil && status == disk.Same
}
