package place

import (
	"cmp"
	"errors"
	"fmt"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/locate"
)

// Remove removes the output of an address that is no longer declared, with its sidecar,
// derived files and copy aside, and records that. An output that an image of the
// configuration writes now stays.
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
		_ = p.Outputs.ClearAside(record.Path) // a leftover copy does no harm
	}
	return p.Log.Record(state.Event{Kind: state.Removed, Address: record.Address})
}

// Withdraw removes the output of a rejected picture, which stays recorded, and records that
// there is no output.
func (p *Placer) Withdraw(o Output) error {
	if err := p.takeOld(o, o.Before); err != nil {
		return &Error{Path: o.Before.Path, Err: err}
	}
	return p.Log.Record(state.Event{Kind: state.Placed, Address: o.Address, Path: o.Before.Path})
}

// takeAway removes the file at a path that is no longer an image's output, if it is still
// what gesso wrote. Anything else is somebody's and stays. A path that cannot be an
// output's is not even looked at. The plan has told both, but the file may have changed
// since.
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
	// In a fresh clone this file may be the only copy of the picture.
	if _, err := p.spare(path, output, artifact); err != nil {
		return err
	}
	return p.Outputs.Remove(path)
}

// warnStays warns that a file was not removed.
func (p *Placer) warnStays(address, path string, why error) {
	p.Log.Warn(address, fmt.Errorf("the file %s stays: %w", path, why))
}
