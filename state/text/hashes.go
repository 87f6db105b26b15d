package text

import (
	"iter"

	"gesso/state"
)

// Hashes yields everything in a text that looks like the SHA-256 of an artifact, as
// often as it stands there: 64 digits with no other one before or behind them. So what
// a text needs can be told whatever version wrote it, and where it cannot be parsed.
func Hashes(data []byte) iter.Seq[string] {
	const length = 64
	return func(yield func(string) bool) {
		begin := 0
		for i := 0; i <= len(data); i++ {
			if i < len(data) && isHex(data[i]) {
				continue
			}
			if i-begin == length {
				if sha := string(data[begin:i]); state.IsHash(sha) && !yield(sha) {
					return
				}
			}
			begin = i + 1
		}
	}
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' }
