package home

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"gesso/state"
)

// Identity is the content of the object home.
type Identity struct {
	Format  string    `json:"gesso"`   // "home"
	Version int       `json:"version"` // of the format
	ID      string    `json:"id"`      // random and unique
	By      string    `json:"by,omitempty"`
	Time    time.Time `json:"time"`
}

const (
	identityFormat  = "home"
	identityVersion = 1
	maxIdentity     = 64 << 10
)

// Identity reads the home's identity. The error matches fs.ErrNotExist if no home was
// founded. It is an *OtherError if the options name another home.
func (h *Home) Identity(ctx context.Context) (*Identity, error) {
	data, err := h.get(ctx, homeName, maxIdentity)
	if errors.Is(err, fs.ErrNotExist) {
		if h.options.ID != "" {
			return nil, &OtherError{Where: h.String(), Known: h.options.ID}
		}
		return nil, fmt.Errorf("no home was founded in %s: %w", h, fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	id, err := h.identity(data)
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.id == "" {
		h.id = id.ID
	}
	if h.id != id.ID {
		return nil, &OtherError{Where: h.String(), Known: h.id, Found: id.ID}
	}
	return id, nil
}

// known returns the home's id. It reads the identity if the options do not name one.
func (h *Home) known(ctx context.Context) (string, error) {
	h.mu.Lock()
	id := h.id
	h.mu.Unlock()
	if id != "" {
		return id, nil
	}
	is, err := h.Identity(ctx)
	if err != nil {
		return "", err
	}
	return is.ID, nil
}

// identity parses the object home.
func (h *Home) identity(data []byte) (*Identity, error) {
	var id Identity
	line, rest, _ := bytes.Cut(data, []byte("\n"))
	err := unseal(line, identityFormat, identityVersion, &id)
	var newer *state.VersionError
	switch {
	case errors.As(err, &newer):
		newer.File = h.nameOf(homeName)
		return nil, newer
	case err != nil:
		return nil, h.damage(homeName, err.Error())
	case id.Version > identityVersion:
		return nil, &state.VersionError{File: h.nameOf(homeName), Version: id.Version, Known: identityVersion}
	case len(rest) > 0 || !bytes.HasSuffix(data, []byte("\n")):
		return nil, h.damage(homeName, "is cut off, or has more than one line")
	case id.Format != identityFormat || id.Version < 1 || !isWord(id.ID) || id.ID == "" || !isLine(id.By, maxWord) || id.Time.Location() != time.UTC:
		return nil, h.damage(homeName, "says what gesso does not write")
	}
	return &id, nil
}
