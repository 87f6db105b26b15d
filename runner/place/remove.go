package place

import (
	"cmp"
	"errors"
	"fmt"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/locate"
)

// Remove takes away the output of an address that is no longer declared, with what lies
// aside for it, and records that it is gone. An output that an image of the
// configuration writes now is left alone.
func (p *Placer) Remove(record *state.Record) error {
	if record.Path != "" && !p.isDeclared(record.Path) {
		if err := p.takeAway(record.Address, record.Path, record.LastOutput(), cmp.Or(record.Instead, record.Artifact)); err != nil {
			return err
		}
		if err := p.takeSidecar(record.Address, record.Path, record.Sidecar); err != nil {
			return err
		}
	}
	for _, d := range record.Derived {
		if err := p.DropDerived(record.Address, d); err != nil {
			return err
		}
	}
	if record.Path != "" {
		_ = p.Outputs.ClearAside(record.Path) // a copy: what is left of it harms nobody
	}
	return p.Log.Record(state.Event{Kind: state.Removed, Address: record.Address})
}

// Withdraw takes away the output of a picture that is rejected, which stays recorded, and
// records that there is none.
func (p *Placer) Withdraw(o Output) error {
	if err := p.takeOld(o, o.Before); err != nil {
		return &Error{Path: o.Before.Path, Err: err}
	}
	return p.Log.Record(state.Event{Kind: state.Placed, Address: o.Address, Path: o.Before.Path})
}

// takeAway removes an image's output at a path that is its own no longer,
// if it is still what gesso wrote. Anything else there is somebody's and stays;
// at a path that is no output's, nothing is even looked at. The plan has told of
// both, but a file may have been changed since.
func (p *Placer) takeAway(address, path, output, artifact string) error {
	status, err := p.Outputs.Remains(path, output, artifact)
	var forbidden *locate.ForbiddenError
	switch {
	case errors.As(err, &forbidden):
		p.warnStays(address, path, forbidden)
		return nil
	case err != nil && !errors.Is(err, locate.ErrDirectory):
		return err
	case status == disk.Missing:
		return nil
	case output == "" && err == nil:
		p.warnStays(address, path, errors.New("nothing is recorded of it, and it may be the picture of before"))
		return nil
	case err != nil || status == disk.Differs:
		if !p.isOthers(path) {
			p.warnStays(address, path, errors.New("it was changed after gesso wrote it"))
		}
		return nil
	}
	// The last copy of the picture may be this one, as in a fresh clone.
	if _, err := p.spare(path, output, artifact); err != nil {
		return err
	}
	return p.Outputs.Remove(path)
}

// warnStays says that a file was left where an output was to be removed.
func (p *Placer) warnStays(address, path string, why error) {
	p.Log.Warn(address, fmt.Errorf("the file %s stays: %w", path, why))
}
