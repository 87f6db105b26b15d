package home

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"gesso/state/home/shelf"
)

// A picture has one object, objects/ab/<sha256>, until that is given up. From then on the
// object may vanish at any time: a delayed request to remove it may still arrive, or a
// machine may have slept before sending one. So its name is never used again: the object
// objects/ab/<sha256>.gone marks it, and whoever puts the picture again uses the name
// objects/ab/<sha256>.1, and so on.

const (
	goneSuffix = ".gone"
	goneText   = "given up: gesso store gc removes the object, and its name is not used again\n"
	mostCopies = 1000
)

// Copy is an object with a picture's bytes.
type Copy struct {
	Name    string
	Bytes   int64
	Time    time.Time // when it was created, by the shelf's clock
	GivenUp bool      // it may vanish at any time
}

// Picture is all objects of a picture.
type Picture struct {
	SHA    string
	Copies []Copy // may be empty if all were removed

	taken []string // names that must not be used again
}

// There reports whether the picture has a copy that is not given up.
func (p *Picture) There() bool { return p.staying() != nil }

// staying returns a copy that is not given up, or nil.
func (p *Picture) staying() *Copy {
	for i := range p.Copies {
		if !p.Copies[i].GivenUp {
			return &p.Copies[i]
		}
	}
	return nil
}

// free returns the first name that the picture can be put under.
func (p *Picture) free() (string, error) {
	first, err := objectName(p.SHA)
	if err != nil {
		return "", err
	}
	for n := range mostCopies {
		name := first
		if n > 0 {
			name += "." + strconv.Itoa(n)
		}
		if !slices.Contains(p.taken, name) {
			return name, nil
		}
	}
	return "", fmt.Errorf("%s was put and given up %d times", first, mostCopies)
}

// parseCopy splits the name of an object into its picture's hash and the name of the copy,
// and reports whether the object marks the copy as given up. Sha is "" for a name that is
// not a picture's.
func parseCopy(name string) (sha, of string, gone bool) {
	of, gone = strings.CutSuffix(name, goneSuffix)
	base := path.Base(of)
	sha, number, later := strings.Cut(base, ".")
	first, err := objectName(sha)
	if err != nil {
		return "", "", false
	}
	if later {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n >= mostCopies || strconv.Itoa(n) != number {
			return "", "", false
		}
		first += "." + number
	}
	if first != of {
		return "", "", false
	}
	return sha, of, gone
}

// Pictures lists all pictures that have or had a copy, sorted by hash. It skips objects
// that are not pictures. An error ends it.
func (h *Home) Pictures(ctx context.Context) iter.Seq2[Picture, error] {
	return h.pictures(ctx, objectsFolder)
}

// look lists the objects of one picture.
func (h *Home) look(ctx context.Context, sha string) (Picture, error) {
	name, err := objectName(sha)
	if err != nil {
		return Picture{}, err
	}
	for p, err := range h.pictures(ctx, name) {
		return p, err
	}
	return Picture{SHA: sha}, nil
}

func (h *Home) pictures(ctx context.Context, prefix string) iter.Seq2[Picture, error] {
	return func(yield func(Picture, error) bool) {
		now, gone := Picture{}, map[string]bool{} // the names of one picture are adjacent
		whole := func() Picture {
			for i := range now.Copies {
				now.Copies[i].GivenUp = gone[now.Copies[i].Name]
			}
			return now
		}
		for item, err := range h.shelf.List(ctx, prefix, "") {
			if err != nil {
				yield(Picture{}, fmt.Errorf("listing %s: %w", h.nameOf(prefix), err))
				return
			}
			sha, of, up := parseCopy(item.Name)
			if sha == "" {
				continue
			}
			if sha != now.SHA {
				if now.SHA != "" && !yield(whole(), nil) {
					return
				}
				now = Picture{SHA: sha}
				clear(gone)
			}
			now.taken = append(now.taken, of)
			if up {
				gone[of] = true
				continue
			}
			now.Copies = append(now.Copies, Copy{Name: of, Bytes: item.Size, Time: item.Time})
		}
		if now.SHA != "" {
			yield(whole(), nil)
		}
	}
}

// GiveUp marks a copy of a picture as about to be removed. From then on the picture counts
// as missing, and whoever needs it puts it again. GiveUp removes nothing, may be repeated,
// and does no harm if no removal follows: a copy that is given up can be read as long as it
// is there.
func (h *Home) GiveUp(ctx context.Context, c Copy) error {
	ctx, cancel := context.WithTimeout(ctx, h.options.Lease)
	defer cancel()
	_, err := h.create(ctx, c.Name+goneSuffix, []byte(goneText))
	return err
}

// Remove removes a copy that was given up. Its bytes may be the last ones of something that
// was paid for: after the GiveUp, the caller must have made sure that nobody in any
// workspace of the home relies on it (see package store of runner).
func (h *Home) Remove(ctx context.Context, c Copy) error {
	if err := h.shelf.Remove(ctx, c.Name); err != nil {
		return fmt.Errorf("removing %s: %w", h.nameOf(c.Name), err)
	}
	return nil
}

// Renew puts a damaged picture again, then gives up and removes its old copies.
func (h *Home) Renew(ctx context.Context, sha string, body io.ReadSeeker, size int64) error {
	p, err := h.look(ctx, sha)
	if err != nil {
		return err
	}
	for _, c := range p.Copies {
		if err := h.GiveUp(ctx, c); err != nil {
			return err
		}
	}
	if err := h.Put(ctx, sha, body, size); err != nil {
		return err
	}
	for _, c := range p.Copies {
		err = cmp.Or(err, h.Remove(ctx, c))
	}
	return err
}

// MayRemove finds out whether the caller may remove objects, by creating one and removing
// it, and returns the time of the shelf's clock. It writes nothing if the home is not
// there, as in a folder on which no share is mounted. The errors are those of Identity and
// of the shelf.
func (h *Home) MayRemove(ctx context.Context) (now time.Time, err error) {
	if _, err := h.Identity(ctx); err != nil {
		return now, err
	}
	return shelf.Clock(ctx, h.shelf)
}

// Litter lists files on the shelf that are not objects but were left by killed processes.
// Their names are for Sweep.
func (h *Home) Litter(ctx context.Context) ([]Copy, error) {
	littered, can := h.shelf.(shelf.Littered)
	if !can {
		return nil, nil
	}
	items, err := littered.Litter(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking for what killed processes have left in %s: %w", h, err)
	}
	all := make([]Copy, len(items))
	for i, item := range items {
		all[i] = Copy{Name: item.Name, Bytes: item.Size, Time: item.Time, GivenUp: true}
	}
	return all, nil
}

// Sweep removes a file that Litter has listed.
func (h *Home) Sweep(ctx context.Context, c Copy) error {
	littered, can := h.shelf.(shelf.Littered)
	if !can {
		return nil
	}
	return littered.Sweep(ctx, c.Name)
}
