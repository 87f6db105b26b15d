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

// packet returns the metadata packet of a recorded picture.
func (p *Placer) packet(record *state.Record) []byte {
	return provenance.Of(record, p.Version).Packet()
}

// embed writes an object as an output with a packet in it. If the formats are equal, the
// coded pixels are copied unchanged.
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
	// The picture decodes, and only something beside its pixels is odd: place it without a
	// packet.
	p.Log.Warn(o.Address, fmt.Errorf("no metadata can be put into %s, which is placed without: %w", o.Path, err))
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(w, from)
	return err
}

// putSidecar writes the sidecar file of an output if it is to have one, and removes an
// unwanted one. It returns the sidecar's SHA-256, or "".
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

// Renew replaces the sidecar of an unchanged output by that of another record. It removes
// the old sidecar at once, if gesso wrote it; an edited one stays. It returns the hash to
// record, and the function that writes the file after that is recorded. If the run ends in
// between, the sidecar is missing, never wrong.
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

// takeSidecar removes the sidecar of an output that is removed or has its metadata
// elsewhere now. A sidecar that somebody changed stays, with a warning.
func (p *Placer) takeSidecar(address, output, sidecar string) error {
	if sidecar == "" {
		return nil
	}
	path := filename.Sidecar(output)
	status, err := p.Outputs.Check(path, sidecar)
	var forbidden *locate.ForbiddenError
	switch {
	case errors.As(err, &forbidden):
		return nil // the output is forbidden too, and that was reported
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
