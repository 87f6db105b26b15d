package sandbox

import (
	"bytes"
	"context"
	"image"
	"os"
	"runtime"
	"slices"

	"gesso/runner/picture"
	"gesso/runner/sandbox/internal/paint"
)

// studio draws works when they are asked for. There are as many painters as
// processors: more would only hold more memory at once.
type studio struct {
	painters chan *paint.Painter
	cache    *cache
}

func newStudio(cacheBytes int64) *studio {
	n := runtime.GOMAXPROCS(0)
	s := &studio{painters: make(chan *paint.Painter, n), cache: newCache(cacheBytes)}
	for range n {
		s.painters <- paint.New()
	}
	return s
}

// bytes is a work as a file: from the cache, or drawn.
func (s *studio) bytes(ctx context.Context, w *work) ([]byte, error) {
	if data := s.cache.get(w.name); data != nil {
		return data, nil
	}
	var painter *paint.Painter
	select {
	case painter = <-s.painters:
		defer func() { s.painters <- painter }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return s.draw(painter, w)
}

// draw makes a work, and before it the works that it was edited from, back to
// one that is at hand. Each edit starts from its source's encoded bytes, never
// from pixels that happen to be in memory, so that it is the same picture whether
// or not the source was cached.
func (s *studio) draw(painter *paint.Painter, w *work) ([]byte, error) {
	var data []byte
	var missing []*work
	for at := w; data == nil && at != nil; at = at.source.work {
		if data = s.cache.get(at.name); data == nil {
			missing = append(missing, at)
		}
	}
	for _, at := range slices.Backward(missing) {
		var err error
		if data, err = paintOne(painter, at, data); err != nil {
			return nil, err
		}
		s.cache.put(at.name, data)
	}
	return data, nil
}

// paintOne draws one work; data is its source where that is a work.
func paintOne(painter *paint.Painter, w *work, data []byte) ([]byte, error) {
	var from image.Image
	var err error
	switch {
	case w.source.work != nil:
		if from, _, err = picture.Decode(bytes.NewReader(data), 0); err == nil {
			from = paint.Scene(from)
		}
	case w.source.file != nil:
		from, err = w.source.file.decode()
	default:
		return painter.Draw(w.recipe)
	}
	if err != nil {
		return nil, err
	}
	return painter.Edit(w.recipe, from)
}

func (f *file) decode() (image.Image, error) {
	opened, err := os.Open(f.path)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	img, _, err := picture.Decode(opened, 0)
	return img, err
}
