package place

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
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

// Renew makes the file beside an output that stays as it is that of another record: one that
// gesso wrote goes at once, and what somebody has changed stays. It returns the hash of what
// is to be recorded, and what writes it once that is: whatever ends the run in between, the
// file is missing then, or as recorded.
func (p *Placer) Renew(path string, record *state.Record) (sha string, write func() error, err error) {
	beside := filename.Sidecar(path)
	status, err := p.Outputs.Check(beside, record.Sidecar)
	if err != nil || status == disk.Differs {
		return record.Sidecar, func() error { return nil }, nil
	}
	if status == disk.Same {
		if err := p.Outputs.Remove(beside); err != nil {
			return "", nil, &Error{Path: beside, Err: err}
		}
	}
	packet := p.packet(record)
	sum := sha256.Sum256(packet)
	return hex.EncodeToString(sum[:]), func() error {
		if _, err := p.Outputs.Place(beside, func(w io.Writer) error { _, err := w.Write(packet); return err }); err != nil {
			return &Error{Path: beside, Err: err}
		}
		return nil
	}, nil
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
