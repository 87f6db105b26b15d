package source

import (
	"crypto/sha256"
	"encoding/hex"
)

// Digests tell what was read of the directory, and looked for in it, from what is there
// at another time: by name the SHA-256 of a file's text, or a word or a digest of what
// a function found. They have no value file that the command line named. It is to be
// asked when everything is read.
func (f *Files) Digests() map[string]string {
	digests := map[string]string{}
	for name, src := range f.Sources {
		if f.named[name] {
			continue
		}
		sum := sha256.Sum256(src)
		digests[name] = hex.EncodeToString(sum[:])
	}
	if f.Folder == nil {
		return digests
	}
	found := f.Folder.Found()
	for name, sum := range f.Folder.Used() {
		if sum != "" || digests[name] == "" {
			digests[name] = sum
		}
		if sum == "" && found[name] != "" {
			digests[name] = found[name]
		}
	}
	for pattern, sum := range found {
		if digests[pattern] == "" {
			digests[pattern] = sum
		}
	}
	return digests
}
