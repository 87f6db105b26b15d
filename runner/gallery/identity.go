package gallery

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// identify returns a hash of what is compared: the picture that each image has, and had.
// What is left out, planned or decided does not count.
func identify(base string, all []Image) string {
	h := sha256.New()
	fmt.Fprintf(h, "gesso gallery 1\n%q\n", base)
	for n := range all {
		before := ""
		if all[n].Before != nil {
			before = all[n].Before.Artifact
		}
		fmt.Fprintf(h, "%q %s %s\n", all[n].Address, all[n].Artifact, before)
	}
	return hex.EncodeToString(h.Sum(nil))
}
