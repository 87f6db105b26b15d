package disk

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"gesso/state/disk/internal/file"
)

// Uploads remembers where local pictures were uploaded to, so that one content
// is uploaded once as long as its URL answers. It is a cache: without it, what
// is needed is uploaded again. It is safe for concurrent use.
type Uploads struct {
	w       *Workspace
	mu      sync.Mutex
	urls    map[uploadKey]string
	changed bool
}

type uploadKey struct {
	Endpoint string `json:"endpoint"`
	SHA256   string `json:"sha256"`
}

type uploadLine struct {
	uploadKey
	URL string `json:"url"`
}

// Uploads reads what is remembered. A damaged file is an empty one.
func (w *Workspace) Uploads() *Uploads {
	u := &Uploads{w: w, urls: map[uploadKey]string{}}
	data, err := file.Read(w.root, w.at.uploads)
	if err != nil {
		return u
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var line uploadLine
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.URL != "" {
			u.urls[line.uploadKey] = line.URL
		}
	}
	return u
}

// Get returns where an endpoint had a content, by its SHA-256, or "".
func (u *Uploads) Get(endpoint, sha string) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.urls[uploadKey{endpoint, sha}]
}

// Put remembers an upload.
func (u *Uploads) Put(endpoint, sha, url string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.urls[uploadKey{endpoint, sha}] = url
	u.changed = true
}

// Flush writes what was put. Without it, it is forgotten.
func (u *Uploads) Flush() error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if !u.changed {
		return nil
	}
	var lines []string
	for key, url := range u.urls {
		line, err := json.Marshal(uploadLine{key, url})
		if err != nil {
			return fmt.Errorf("remembering uploads: %w", err)
		}
		lines = append(lines, string(line)+"\n")
	}
	slices.Sort(lines)
	if err := u.w.at.makeHome(u.w.root); err != nil {
		return fmt.Errorf("remembering uploads: %w", err)
	}
	d, err := file.NewDraft(u.w.root, file.TempName(u.w.at.uploads), 0o600) // a URL may be as good as a password
	if err != nil {
		return fmt.Errorf("remembering uploads: %w", err)
	}
	defer d.Discard()
	if _, err := d.Write([]byte(strings.Join(lines, ""))); err != nil {
		return fmt.Errorf("remembering uploads: %w", err)
	}
	u.changed = false
	return d.Publish(u.w.at.uploads)
}
