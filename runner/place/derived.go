package place

import (
	"cmp"
	"fmt"
	"io"

	"gesso/state"
	"gesso/state/disk"
)

// Derived is where a file that is made from the picture of an address goes.
type Derived struct {
	Address string
	Path    string
	Was     state.Derivative // what is recorded there; the zero value is nothing
	Made    string           // what the new file is made of, as records have it

	// ByHand tells of an object that lay there, and that is not recorded, what picture it is,
	// and whether somebody has made it by hand. Nil: nobody has.
	ByHand func(sha string) (state.Picture, bool)
}

// PutDerived writes a file that is made from a picture, and returns its SHA-256. What lies
// there is kept in the store first, also what is recorded: a record is a claim, and such a
// file may be all that there is of what somebody made. The error is an *Error, or one of the
// journal.
func (p *Placer) PutDerived(d Derived, write func(io.Writer) error) (string, error) {
	kept, err := p.spare(d.Path, d.Was.Output, d.Was.Output)
	if err != nil {
		return "", &Error{Path: d.Path, Err: err}
	}
	if err := p.noteDerived(d, kept); err != nil {
		return "", err
	}
	sha, err := p.Outputs.Place(d.Path, write)
	if err != nil {
		return "", &Error{Path: d.Path, Err: err}
	}
	if kept != "" && kept != sha {
		p.Log.Warn(d.Address, fmt.Errorf("%s was not what gesso placed there; the file is kept as %s/%s/%s", d.Path, p.Store.Dir(), kept[:2], kept))
	}
	return sha, nil
}

// noteDerived records what somebody had made by hand of such a file, and that no record
// told of, before it is replaced. It is no picture of the address, nor of any request: its
// key is what the file was made of.
func (p *Placer) noteDerived(d Derived, kept string) error {
	if kept == "" || d.ByHand == nil {
		return nil
	}
	made, is := d.ByHand(kept)
	if !is {
		return nil
	}
	now := p.Log.Time().UTC()
	made.Key, made.Generated, made.Adopted = state.Key(cmp.Or(d.Was.Made, d.Made)), now, &state.Adoption{Time: now, File: d.Path}
	return p.Log.Record(state.Event{Kind: state.Collected, Address: d.Address, Record: &state.Record{Picture: made}})
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
	_, err = p.PutDerived(Derived{Address: address, Path: d.Path, Was: d, Made: d.Made}, func(w io.Writer) error {
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
