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

// Identity is what the object home says.
type Identity struct {
	Format  string    `json:"gesso"`   // "home"
	Version int       `json:"version"` // of the format
	ID      string    `json:"id"`      // random; no other home has it
	By      string    `json:"by,omitempty"`
	Time    time.Time `json:"time"`
}

const (
	identityFormat  = "home"
	identityVersion = 1
	maxIdentity     = 64 << 10
)

// Identity reads who the home is. The error matches fs.ErrNotExist where none was founded,
// and is an *OtherError where the options name one that it is not.
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

// known is the home's id, which is asked for where nobody said it.
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

// identity is what is read of the object home.
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
