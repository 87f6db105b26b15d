package place

import (
	"cmp"
	"fmt"
	"io"

	"gesso/state"
	"gesso/state/disk"
)

// Derived is where a file goes that is made from the picture of an address.
type Derived struct {
	Address string
	Path    string
	Was     state.Derivative // the file that is recorded there; zero: none
	Made    string           // what the new file is made of, in the form that records have

	// ByHand returns the picture of an object that lay there without a record, and whether
	// somebody made it by hand. Nil: nothing was made by hand.
	ByHand func(sha string) (state.Picture, bool)
}

// PutDerived writes a file that is made from a picture, and returns its SHA-256. The file
// in its place is stored first, even the recorded one: a record is only a claim, and the
// file may be the only copy of somebody's work. The error is an *Error, or one of the
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

// noteDerived records a replaced file that somebody made by hand without a record. It is
// not a picture of the address or of any request: its key is what the file was made of.
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

// DropDerived removes a file that was made from the picture of an address, if it is still
// what gesso made and no image writes there now. The error is an *Error.
func (p *Placer) DropDerived(address string, d state.Derivative) error {
	if p.isDeclared(d.Path) {
		return nil
	}
	return p.dropAt(address, d)
}

// RenameDerived is DropDerived for a path that case-insensitive systems confuse with the
// new path of the same image.
func (p *Placer) RenameDerived(address string, d state.Derivative) error { return p.dropAt(address, d) }

func (p *Placer) dropAt(address string, d state.Derivative) error {
	if d.Kept {
		return nil // it is somebody's work, and the plan said that it stays
	}
	if err := p.takeAway(address, d.Path, d.Output, d.Output); err != nil {
		return &Error{Path: d.Path, Err: err}
	}
	return nil
}

// KeepDerived stores a derived file that somebody made by hand, and returns its SHA-256.
// The file stays. The error is an *Error.
func (p *Placer) KeepDerived(path string) (string, error) {
	sha, err := p.Outputs.Keep(path)
	if err != nil {
		return "", &Error{Path: path, Err: err}
	}
	return sha, nil
}

// ReturnDerived restores a derived file that somebody made by hand from the store. It
// reports false if the store does not have it. The error is an *Error.
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

// Lies reports whether the file at a path is the recorded one.
func (p *Placer) Lies(path, recorded string) bool {
	status, err := p.Outputs.Check(path, recorded)
	return err == nil && status == disk.Same
}
