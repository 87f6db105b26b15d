package s3

import (
	"context"
	"errors"
	"iter"
	"strings"

	"gesso/state/home/shelf"
)

// List implements shelf.Shelf. It requests 1,000 names at a time.
func (s *Shelf) List(ctx context.Context, prefix, after string) iter.Seq2[shelf.Item, error] {
	return func(yield func(shelf.Item, error) bool) {
		l := &listing{shelf: s, ctx: ctx, prefix: prefix, last: after, yield: yield}
		for {
			from := l.last
			err := s.try(ctx, "list", prefix, l.pages)
			if err == nil || l.left {
				return
			}
			if l.last == from || ctx.Err() != nil || !isPassed(err) {
				yield(shelf.Item{}, err)
				return
			}
		}
	}
}

// isPassed reports whether a list that ended with an error may be continued, if it made
// progress since the last error.
func isPassed(err error) bool {
	e, ok := errors.AsType[*shelf.Error](err)
	return ok && (e.Problem == shelf.Unreachable || e.Problem == shelf.Slowed)
}

type listing struct {
	shelf  *Shelf
	ctx    context.Context
	prefix string
	last   string // the last name yielded, or the one to list after
	yield  func(shelf.Item, error) bool
	left   bool // the caller has enough
}

var errOrder = errors.New("the service lists names in no order, as directory buckets do, and a home needs one")

// pages yields the names after last, until the end or an error.
func (l *listing) pages() error {
	after, previous := "", ""
	if l.last != "" {
		after = l.shelf.prefix + l.last
	}
	for entry, err := range l.shelf.calls.list(l.ctx, l.shelf.prefix+l.prefix, after) {
		if err != nil {
			return err
		}
		name, ours := strings.CutPrefix(entry.key, l.shelf.prefix)
		if !ours || !strings.HasPrefix(name, l.prefix) || shelf.CheckName(name) != nil || name <= l.last && previous == "" {
			continue // not an object, or not in the requested range
		}
		if name <= l.last {
			return errOrder
		}
		previous, l.last = name, name
		if !l.yield(shelf.Item{Name: name, Size: entry.size, Time: entry.time}, nil) {
			l.left = true
			return nil
		}
	}
	return l.ctx.Err()
}
