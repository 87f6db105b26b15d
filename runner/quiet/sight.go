package quiet

import (
	"crypto/sha256"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
)

// A sum is of stamps, or of what else is to be the same.
type sum [16]byte

func sumOf(data []byte) (s sum) {
	whole := sha256.Sum256(data)
	copy(s[:], whole[:])
	return s
}

// kind is what counts of a folder.
type kind int

const (
	whole kind = iota // itself, so that no name has come or gone, and files in it
	part              // only files in it: of a large folder, which is whole in another sight
	home              // gesso's own: all names but those that come and go with each command
)

// A sight is a folder, with files in it, as they were looked at.
type sight struct {
	kind  kind
	dir   string // absolute, without links
	names string // each with a 0 behind it
	sum   sum
}

// A link is a file, or anything else, by a path that may lead through links.
type link struct {
	name string // absolute
	sum  sum
}

// filesASight is how many files one sight has at most: several are looked at at
// the same time.
const filesASight = 1024

func sameSights(a, b *memory) bool {
	return slices.Equal(a.sights, b.sights) && slices.Equal(a.links, b.links)
}

var errChanged = errors.New("something has changed")

// lookAgain returns an error if anything is not as it was.
func lookAgain(sights []sight, links []link) error {
	for _, l := range links {
		if again, err := target(l.name); err != nil || again != l.sum {
			return errChanged
		}
	}
	return eachSight(sights, func(s *sight, g *glance) error {
		again, err := g.look(s)
		if err != nil {
			return err
		}
		if again != s.sum {
			return errChanged
		}
		return nil
	})
}

// look fills in the sums, and returns the time of the newest change.
func look(sights []sight, links []link) (newest int64, err error) {
	for i := range links {
		if links[i].sum, err = target(links[i].name); err != nil {
			return 0, err
		}
	}
	var latest atomic.Int64
	err = eachSight(sights, func(s *sight, g *glance) error {
		sum, err := g.look(s)
		s.sum = sum
		for {
			before := latest.Load()
			if g.newest <= before || latest.CompareAndSwap(before, g.newest) {
				return err
			}
		}
	})
	return latest.Load(), err
}

// eachSight does something for all sights, several at the same time, up to the
// first error.
func eachSight(sights []sight, do func(*sight, *glance) error) error {
	var next atomic.Int64
	var first atomic.Pointer[error]
	var all sync.WaitGroup
	for range min(workers(), len(sights)) {
		all.Go(func() {
			g := new(glance)
			for first.Load() == nil {
				i := next.Add(1) - 1
				if i >= int64(len(sights)) {
					return
				}
				if err := do(&sights[i], g); err != nil {
					first.CompareAndSwap(nil, &err)
				}
			}
		})
	}
	all.Wait()
	if err := first.Load(); err != nil {
		return *err
	}
	return nil
}
