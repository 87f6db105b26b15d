package drift

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"gesso/runner/picture"
	"gesso/runner/picture/container"
	"gesso/runner/provenance"
	"gesso/state"
)

// written tells whether a file, by its hash, is what gesso itself writes of a record's picture,
// and whether it is so without regard to metadata, as where another machine has had others
// put into it: what a user's programs have made of a file stays, and this does not. A file
// that is as good as what was placed is the same, where another machine has packed its own
// copy of it.
func (l *looker) written(ctx context.Context, r *state.Record, sum string) (same, ours bool) {
	packet := l.packet(r.Path)
	if len(packet) > 0 && !isOurs(packet) {
		return false, false
	}
	ours = l.writes(ctx, r, packet) == sum
	return ours && len(packet) == 0 && r.Metadata != state.Embedded, ours
}

// packet is the XMP in a file at an output's path.
func (l *looker) packet(path string) []byte {
	file, err := l.workspace.Outputs().Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	return container.Read(file).XMP
}

// writes is the hash of what gesso writes of a record's picture, with a packet in it; "" where
// its bytes are not here.
func (l *looker) writes(ctx context.Context, r *state.Record, packet []byte) string {
	plain, err := l.plain(ctx, r)
	if err != nil {
		return ""
	}
	defer plain.Close()
	made := sha256.New()
	if len(packet) == 0 {
		_, err = io.Copy(made, plain)
	} else {
		err = container.Set(made, plain, container.Metadata{XMP: packet})
	}
	if err != nil {
		return ""
	}
	return hex.EncodeToString(made.Sum(nil))
}

// plain is a record's picture as its output has it, without metadata of gesso's.
func (l *looker) plain(ctx context.Context, r *state.Record) (state.Object, error) {
	object, err := l.workspace.Store().Open(r.Artifact)
	format, _ := picture.FormatOf(r.Path)
	if err != nil || format == r.Format {
		return object, err
	}
	defer object.Close()
	var converted bytes.Buffer
	if err := l.memory.Convert(ctx, &converted, object, format); err != nil {
		return nil, err
	}
	return inMemory{bytes.NewReader(converted.Bytes())}, nil
}

// inMemory is bytes as an object has them.
type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

// isOurs reports whether a packet is one of gesso's, to the last byte: one in which somebody
// has written something is that user's work.
func isOurs(packet []byte) bool {
	facts, ours := provenance.Parse(packet)
	return ours && bytes.Equal(facts.Packet(), packet)
}
