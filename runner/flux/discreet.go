package flux

import (
	"crypto/sha256"
	"fmt"

	"gesso/runner/provider"
)

// An address that holds a token would carry it into the state, the ledger and
// messages. Its callers get another one in its place, with which this client,
// and only this one, finds it: what another process reads from a file is never
// turned into a token, else a forged file could send it anywhere.

// discreet is an address that can be written down.
func (c *Client) discreet(address string) string {
	if !c.censor.holds(address) {
		return address
	}
	shown := c.censor.blot(address)
	if c.censor.holds(shown) || !fetchable(shown) {
		shown = fmt.Sprintf("https://withheld.invalid/%x", sha256.Sum256([]byte(shown)))
	}
	c.memory.mu.Lock()
	defer c.memory.mu.Unlock()
	if c.memory.links == nil {
		c.memory.links = map[string]string{}
	}
	c.memory.links[shown] = address
	return shown
}

// actual is the address that discreet stood in for, or address itself.
func (c *Client) actual(address string) string {
	c.memory.mu.Lock()
	defer c.memory.mu.Unlock()
	if link, ok := c.memory.links[address]; ok {
		return link
	}
	return address
}

const (
	// maxExtra is how many pictures more than were asked for are taken.
	maxExtra = 16
	// maxPictures is how many are taken of a task of which nobody knows what it
	// was asked for: more than any request asks for.
	maxPictures = 128
)

// bounded drops what no request can have asked for.
func bounded(list []provider.Picture, wanted int) []provider.Picture {
	limit := maxPictures
	if wanted > 0 {
		limit = wanted + maxExtra
	}
	return list[:min(len(list), limit)]
}
