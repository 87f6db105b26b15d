package place

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"gesso/runner/picture"
	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk"
)

// Put writes an output from the store and records it. Record is the picture's record, with
// the path and hash of its previous output. A file in its place that gesso did not make is
// kept in the store. The error is an *Error, or one of the journal.
func (p *Placer) Put(ctx context.Context, o Output, record *state.Record) error {
	there := cmp.Or(record.Output, o.was())
	kept, err := p.spare(o.Path, there, o.madeOf(there))
	if err != nil {
		return &Error{Path: o.Path, Err: err}
	}
	if err := p.noteHand(ctx, o, record, kept); err != nil {
		return err
	}
	old := record.Path
	if old != o.Path && filename.Fold(old) == filename.Fold(o.Path) {
		// On a case-insensitive disk these are one file, which must go before the new one
		// is written. The store has its bytes.
		if err := p.takeOld(o, record); err != nil {
			return err
		}
	}
	sha, err := p.write(ctx, o, record)
	if err != nil {
		return &Error{Path: o.Path, Err: err}
	}
	if kept != "" && kept != sha { // otherwise the new picture itself lay there
		p.Log.Warn(o.Address, fmt.Errorf("%s was not what gesso placed there; the file is kept as %s/%s/%s", o.Path, p.Store.Dir(), kept[:2], kept))
	}
	p.clearAside(o)
	if old != "" && old != o.Path && !p.isDeclared(old) {
		// Before the record changes: afterwards nobody knows of the old output.
		if err := p.takeOld(o, record); err != nil {
			return err
		}
	}
	return p.note(o, record, sha)
}

// PutBack is Put for a missing output that was a plain copy of its artifact; it reads the
// object once. It does nothing and returns false if that is not the case, or if the local
// store has no whole object.
func (p *Placer) PutBack(o Output, record *state.Record) (bool, error) {
	format, _ := picture.FormatOf(o.Path)
	if o.Metadata == state.Embedded || record.Path != o.Path || record.Format != format || !p.Store.Here(record.Artifact) {
		return false, nil
	}
	if status, err := p.Outputs.Check(o.Path, record.Output); err != nil || status != disk.Missing {
		return false, nil
	}
	switch err := p.Outputs.PlaceCopy(o.Path, record.Artifact); {
	case errors.As(err, new(*disk.CorruptError)), errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, &Error{Path: o.Path, Err: err}
	}
	p.clearAside(o)
	return true, p.note(o, record, record.Artifact)
}

// clearAside removes the copy that lay aside, now that the address has an output again.
// Errors are ignored: a leftover copy does no harm.
func (p *Placer) clearAside(o Output) {
	if !o.Instead && (o.Judged || o.Before != nil && len(o.Before.Reviews) > 0) {
		_ = p.Outputs.ClearAside(o.Path)
	}
}

// note writes the sidecar of a placed output, and records the output.
func (p *Placer) note(o Output, record *state.Record, sha string) error {
	beside, err := p.putSidecar(o, record)
	if err != nil {
		return &Error{Path: filename.Sidecar(o.Path), Err: err}
	}
	placed := state.Event{Kind: state.Placed, Address: o.Address, Path: o.Path, Output: sha, Metadata: o.Metadata, Sidecar: beside}
	if o.Instead {
		placed.Instead = record.Artifact
	}
	return p.Log.Record(placed)
}

// takeOld removes the output that an image had at another path.
func (p *Placer) takeOld(o Output, record *state.Record) error {
	if err := p.takeAway(o.Address, record.Path, record.LastOutput(), o.madeOf(record.LastOutput())); err != nil {
		return err
	}
	return p.takeSidecar(o.Address, record.Path, record.Sidecar)
}

// write writes an artifact to the output's path, converted if the extension asks for
// another format, and returns the output's SHA-256.
func (p *Placer) write(ctx context.Context, o Output, record *state.Record) (string, error) {
	format, _ := picture.FormatOf(o.Path)
	from, as := record.Artifact, record.Format
	var packet []byte
	if o.Metadata == state.Embedded {
		packet = p.packet(record)
	}
	if p.HasCopy(o, record) {
		from, as = record.Output, format
		if packet == nil && record.Metadata == state.Embedded {
			packet = []byte{} // the old copy has a packet that must go
		}
	}
	if format == as && packet == nil {
		return from, p.Outputs.PlaceCopy(o.Path, from)
	}
	object, err := p.Store.Open(from)
	if err != nil {
		return "", err
	}
	defer object.Close()
	if packet != nil {
		return p.Outputs.Place(o.Path, func(w io.Writer) error { return p.embed(ctx, w, object, as, o, packet) })
	}
	return p.Outputs.Place(o.Path, func(w io.Writer) error { return p.convert(ctx, w, object, format) })
}

// convert waits for memory even after an interrupt: running conversions are about to free
// it, and an output written now need not be written by the next run.
func (p *Placer) convert(ctx context.Context, w io.Writer, artifact io.ReadSeeker, format string) error {
	return p.Memory.Convert(context.WithoutCancel(ctx), w, artifact, format)
}

// HasCopy reports whether the store has a converted output of the same format in place of
// the artifact (see Secure).
func (p *Placer) HasCopy(o Output, record *state.Record) bool {
	return record.Shows() && record.Output != "" && record.Output != record.Artifact && sameFormat(record.Path, o.Path) &&
		!p.Whole(o.Address, record.Artifact) && p.Whole(o.Address, record.Output)
}

func sameFormat(a, b string) bool {
	formatA, _ := picture.FormatOf(a)
	formatB, _ := picture.FormatOf(b)
	return formatA == formatB
}
