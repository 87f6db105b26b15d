package place

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"gesso/runner/picture"
	"gesso/runner/picture/container"
	"gesso/runner/provenance"
	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/locate"
)

// packet is what is told of a recorded picture.
func (p *Placer) packet(record *state.Record) []byte {
	return provenance.Of(record, p.Version).Packet()
}

// embed writes an object of a format as an output with a packet in it. The coded pixels
// are the object's, where it has the output's format.
func (p *Placer) embed(ctx context.Context, w io.Writer, object io.ReadSeeker, as string, o Output, packet []byte) error {
	from := object
	if format, _ := picture.FormatOf(o.Path); format != as {
		var file bytes.Buffer
		if err := p.convert(ctx, &file, object, format); err != nil {
			return err
		}
		from = bytes.NewReader(file.Bytes())
	}
	var file bytes.Buffer
	err := container.Set(&file, from, container.Metadata{XMP: packet})
	if err == nil {
		_, err = w.Write(file.Bytes())
		return err
	}
	// The picture decodes, and something beside its pixels is odd: it is what counts.
	p.Log.Warn(o.Address, fmt.Errorf("no metadata can be put into %s, which is placed without: %w", o.Path, err))
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(w, from)
	return err
}

// putSidecar writes the file that stands beside an output, where there is to be one, and
// takes away the one that is not wanted any more. It returns the file's SHA-256, or "".
func (p *Placer) putSidecar(o Output, record *state.Record) (string, error) {
	path, was := filename.Sidecar(o.Path), ""
	if record.Path == o.Path {
		was = record.Sidecar
	}
	if o.Metadata != state.Beside {
		return "", p.takeSidecar(o.Address, o.Path, was)
	}
	packet := p.packet(record)
	kept := ""
	if status, err := p.Outputs.Check(path, was); err != nil || status == disk.Differs {
		if kept, err = p.spare(path, was, was); err != nil {
			return "", err
		}
	}
	sha, err := p.Outputs.Place(path, func(w io.Writer) error {
		_, err := w.Write(packet)
		return err
	})
	if err == nil && kept != "" && kept != sha {
		p.Log.Warn(o.Address, fmt.Errorf("%s was not what gesso placed there; the file is kept as %s/%s/%s", path, p.Store.Dir(), kept[:2], kept))
	}
	return sha, err
}

// Accompany writes the file that stands beside an output which stays as it is, where one is
// to be there and none is. The error is an *Error, or one of the journal.
func (p *Placer) Accompany(o Output, record *state.Record) error {
	if o.Metadata != state.Beside {
		return nil
	}
	path := filename.Sidecar(o.Path)
	if status, err := p.Outputs.Check(path, record.Sidecar); err != nil || status != disk.Missing {
		return nil // what lies there is gesso's, or somebody's, and stays
	}
	beside, err := p.putSidecar(o, record)
	if err != nil {
		return &Error{Path: path, Err: err}
	}
	return p.Log.Record(state.Event{Kind: state.Placed, Address: o.Address, Path: o.Path, Output: record.Output, Metadata: o.Metadata, Sidecar: beside})
}

// takeSidecar removes the file beside an output that goes, or whose metadata stands
// elsewhere now, if it is still what gesso wrote; else it is somebody's, and stays.
func (p *Placer) takeSidecar(address, output, sidecar string) error {
	if sidecar == "" {
		return nil
	}
	path := filename.Sidecar(output)
	status, err := p.Outputs.Check(path, sidecar)
	var forbidden *locate.ForbiddenError
	switch {
	case errors.As(err, &forbidden):
		return nil // so is the output, of which it was said
	case err != nil && !errors.Is(err, locate.ErrDirectory):
		return err
	case err != nil || status == disk.Differs:
		p.warnStays(address, path, errors.New("it was changed after gesso wrote it"))
		return nil
	case status == disk.Missing:
		return nil
	}
	return p.Outputs.Remove(path)
}
