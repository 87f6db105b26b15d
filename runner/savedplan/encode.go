package savedplan

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"gesso/runner/plan"
)

// Version is that of the format. A change of what is written, were it one field more,
// makes it another: a file is read whole, or refused.
const Version = 1

// format names the format in the first line, as each of gesso's files does.
const format = "plan"

// header is the first line of a plan file.
type header struct {
	Gesso   string `json:"gesso"` // the format's name
	Version int    `json:"version"`
	SHA256  string `json:"sha256"` // of what follows the line
	Bytes   int    `json:"bytes"`  // of it
}

func (h header) line() []byte {
	return fmt.Appendf(nil, "{\"gesso\":%q,\"version\":%d,\"sha256\":%q,\"bytes\":%d}\n", h.Gesso, h.Version, h.SHA256, h.Bytes)
}

// content is what a file holds before the changes, which follow one by one: how many
// there are, and what of the plan is not a change.
type content struct {
	File
	Changes   int        `json:"changes"`
	Unchanged int        `json:"unchanged"`
	Rest      *plan.Plan `json:"plan"`
}

// Encode is the bytes of a plan file. What is sensitive in the plan is not in them.
func Encode(f *File) ([]byte, error) {
	var body bytes.Buffer
	packed, err := flate.NewWriter(&body, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := encode(packed, f); err != nil {
		return nil, fmt.Errorf("encoding a plan: %w", err)
	}
	if err := packed.Close(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body.Bytes())
	h := header{format, Version, hex.EncodeToString(sum[:]), body.Len()}
	return append(h.line(), body.Bytes()...), nil
}

func encode(w io.Writer, f *File) error {
	p := Withheld(f.Plan)
	rest := *p
	rest.Changes, rest.Unchanged = nil, nil
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	if err := lines.Encode(content{*f, len(p.Changes), len(p.Unchanged), &rest}); err != nil {
		return err
	}
	for _, list := range [][]*plan.Change{p.Changes, p.Unchanged} {
		for _, c := range list {
			if err := lines.Encode(compacted(c)); err != nil {
				return err
			}
		}
	}
	return nil
}
