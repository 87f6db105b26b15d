package thumbs

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"hash/crc32"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gesso/runner/picture"
	"gesso/state"
)

// By how much pairs of pictures differ is kept in one file: a header with a checksum of
// what follows, then a line for each pair.
const (
	differencesFile   = "differences"
	differencesFormat = "gesso differences 1 "
	maxDifferences    = 50_000
)

// pair is two pictures, before and after.
type pair struct{ before, after string }

// differences are those that are known.
type differences struct {
	mu     sync.Mutex
	kept   map[pair]float64 // by the file
	shares map[pair]float64 // that were asked for
}

func (t *Thumbs) readDifferences() *differences {
	d := &differences{kept: map[pair]float64{}, shares: map[pair]float64{}}
	data, err := t.read(differencesFile)
	if err != nil {
		return d
	}
	head, body, _ := bytes.Cut(data, []byte("\n"))
	if string(head) != differencesFormat+checksum(body) {
		return d
	}
	for lines := bufio.NewScanner(bytes.NewReader(body)); lines.Scan(); {
		parts := strings.Fields(lines.Text())
		if len(parts) != 3 || !state.IsHash(parts[0]) || !state.IsHash(parts[1]) {
			continue
		}
		if share, err := strconv.ParseFloat(parts[2], 64); err == nil && share >= 0 && share <= 1 {
			d.kept[pair{parts[0], parts[1]}] = share
		}
	}
	return d
}

func checksum(body []byte) string { return fmt.Sprintf("%08x", crc32.Checksum(body, castagnoli)) }

// of is the share of pixels in which two pictures differ plainly.
func (d *differences) of(ctx context.Context, t *Thumbs, before, after string) (float64, error) {
	p := pair{before, after}
	d.mu.Lock()
	share, known := d.kept[p]
	d.mu.Unlock()
	if !known && before != after {
		a, err := t.pixels(ctx, before)
		if err != nil {
			return 0, err
		}
		b, err := t.pixels(ctx, after)
		if err != nil {
			return 0, err
		}
		share, _ = picture.Difference(b, a)
		share = math.Round(share*1e4) / 1e4
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shares[p] = share
	return share, nil
}

// write keeps them, with those that were kept for others, if there are new ones.
func (d *differences) write(t *Thumbs) {
	isNew := func(p pair) bool { _, known := d.kept[p]; return !known }
	if !slices.ContainsFunc(slices.Collect(maps.Keys(d.shares)), isNew) {
		return
	}
	if len(d.kept)+len(d.shares) <= maxDifferences {
		for p, share := range d.kept {
			d.shares[p] = share
		}
	}
	byNames := func(a, b pair) int { return cmp.Or(cmp.Compare(a.before, b.before), cmp.Compare(a.after, b.after)) }
	var body []byte
	for _, p := range slices.SortedFunc(maps.Keys(d.shares), byNames) {
		body = fmt.Appendf(body, "%s %s %.4f\n", p.before, p.after, d.shares[p])
	}
	t.write(differencesFile, append([]byte(differencesFormat+checksum(body)+"\n"), body...))
}
