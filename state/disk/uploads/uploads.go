// Package uploads remembers where local pictures were uploaded to. It is a cache: without
// it, they are uploaded again. It does not check whether a URL still answers.
//
//	u := uploads.Read(root, ".gesso/uploads", makeFolder)
//	if url := u.Get(endpoint, sha); url == "" { ... u.Put(endpoint, sha, url) }
//	err := u.Flush()
package uploads

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"gesso/state/disk/internal/file"
)

// Cache remembers where contents were uploaded to, so that one is uploaded once as long as
// its URL answers. It is safe for concurrent use.
type Cache struct {
	root    *os.Root
	name    string
	folder  func() error
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

// Read reads the cache from a file in root, slash-separated. Folder makes its folder before
// it is written. A damaged file is empty.
func Read(root *os.Root, name string, folder func() error) *Cache {
	u := &Cache{root: root, name: name, folder: folder, urls: map[uploadKey]string{}}
	data, err := file.Read(root, name)
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

// Get returns the URL of a content, by its SHA-256, at an endpoint, or "".
func (u *Cache) Get(endpoint, sha string) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.urls[uploadKey{endpoint, sha}]
}

// Put remembers an upload.
func (u *Cache) Put(endpoint, sha, url string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.urls[uploadKey{endpoint, sha}] = url
	u.changed = true
}

// Flush writes the uploads that were put; otherwise they are forgotten.
func (u *Cache) Flush() error {
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
	if err := u.folder(); err != nil {
		return fmt.Errorf("remembering uploads: %w", err)
	}
	d, err := file.NewDraft(u.root, file.TempName(u.name), 0o600) // a URL may be as good as a password
	if err != nil {
		return fmt.Errorf("remembering uploads: %w", err)
	}
	defer d.Discard()
	if _, err := d.Write([]byte(strings.Join(lines, ""))); err != nil {
		return fmt.Errorf("remembering uploads: %w", err)
	}
	u.changed = false
	return d.Publish(u.name)
}
