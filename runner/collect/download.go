package collect

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"gesso/runner/log"
	"gesso/runner/provider"
	"gesso/state"
)

// downloadAs downloads a picture, again if it arrives broken. Accepts returns why a picture
// is not taken, or nil.
func (c *Collector) downloadAs(ctx context.Context, from *Desk, url string, accepts func(state.Picture) error) (state.Picture, error) {
	for tries := 1; ; tries++ {
		p, err := c.download(ctx, from, delivery{url: url, accepts: accepts})
		var failure *provider.Error
		if !errors.As(err, &failure) || failure.Class != provider.BadPicture || ctx.Err() != nil || tries == maxFetchTries {
			return p, err
		}
	}
}

// anything accepts the first delivery of a task: there is nothing to compare it with.
func anything(state.Picture) error { return nil }

// delivery is one download of a picture.
type delivery struct {
	url     string
	accepts func(state.Picture) error // returns why a picture is not taken, or nil
	follow  follower
}

// download fetches, checks and stores one picture. When it returns, the picture is in the
// store and synced: only then may a record name it. A picture that is not accepted is not
// stored.
func (c *Collector) download(ctx context.Context, from *Desk, d delivery) (state.Picture, error) {
	if err := c.enter(ctx); err != nil {
		return state.Picture{}, err
	}
	defer c.leave()
	in, err := c.Store.Create()
	if err != nil {
		return state.Picture{}, &log.BrokenError{Err: err}
	}
	defer in.Abort()
	if _, err := from.Provider.Download(ctx, d.url, d.follow.writer(in), from.MaxBytes); err != nil {
		var failure *provider.Error
		if !errors.As(err, &failure) && ctx.Err() == nil {
			return state.Picture{}, &log.BrokenError{Err: err} // an error of the store itself, such as a full disk
		}
		return state.Picture{}, err
	}
	p, err := c.verify(ctx, in)
	if err != nil && ctx.Err() != nil {
		return state.Picture{}, ctx.Err()
	}
	if err != nil {
		return state.Picture{}, &provider.Error{Class: provider.BadPicture, Err: err}
	}
	p.URL = d.url
	if err := d.accepts(p); err != nil {
		return state.Picture{}, err
	}
	if _, _, err := in.Commit(); err != nil {
		return state.Picture{}, &log.BrokenError{Err: err}
	}
	c.remember(d.url, p.Artifact)
	return p, nil
}

func (c *Collector) remember(url, sha string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.verified[url] = sha
}

// Gives reports whether a URL returns the bytes with a hash. A download of this run answers
// too. Nothing is stored.
func (c *Collector) Gives(ctx context.Context, from *Desk, url, sha string) bool {
	c.mu.Lock()
	known := c.verified[url]
	c.mu.Unlock()
	if known == sha {
		return true
	}
	if !from.Provider.Alive(ctx, url) { // a quick test for dead URLs
		return false
	}
	if c.enter(ctx) != nil {
		return false
	}
	defer c.leave()
	digest := sha256.New()
	if _, err := from.Provider.Download(ctx, url, digest, from.MaxBytes); err != nil || hex.EncodeToString(digest.Sum(nil)) != sha {
		return false
	}
	c.remember(url, sha)
	return true
}
