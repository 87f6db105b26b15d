package paint

import (
	"hash/fnv"
	"io"
)

// dice are all of the chance in a picture.
func (r Recipe) dice() *dice {
	hash := fnv.New64a()
	for _, word := range []string{r.Prompt, r.Model} {
		io.WriteString(hash, word)
		hash.Write([]byte{0})
	}
	d := dice(hash.Sum64() ^ uint64(r.Seed)<<32 ^ uint64(r.Width)<<16 ^ uint64(r.Height))
	return &d
}

// isJPEG decides the format, by dice of its own: it changes nothing in the picture.
func (r Recipe) isJPEG() bool {
	d := dice(r.Seed)
	return d.below(7) == 0
}

// dice is a small generator of chance (SplitMix64): unlike those of math/rand it
// can never change under us, and with it every picture.
type dice uint64

func (d *dice) roll() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a whole number from 0 to n-1.
func (d *dice) below(n int) int { return int(d.roll() % uint64(n)) }

// between is a number from a to b.
func (d *dice) between(a, b float64) float64 {
	return a + (b-a)*float64(d.roll()>>11)/(1<<53)
}
