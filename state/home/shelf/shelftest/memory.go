package shelftest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"gesso/state/home/shelf"
)

// Memory is a shelf in memory. The zero Memory is empty and ready for use.
type Memory struct {
	// Name is what String returns; "": "memory".
	Name string

	// Blind makes it replace existing objects, as some services do. It must be set before
	// the first use.
	Blind bool

	mu      sync.Mutex
	objects map[string][]byte
	times   map[string]time.Time
}

var _ shelf.Shelf = (*Memory)(nil)

// Create implements shelf.Shelf.
func (m *Memory) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	if err := usable(ctx, "create", name); err != nil {
		return err
	}
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return err
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	if int64(len(data)) != size {
		return fmt.Errorf("create %s: %d bytes were said, and %d came", name, size, len(data))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.objects[name]; taken && !m.Blind {
		return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	}
	m.set(name, data)
	return nil
}

func (m *Memory) set(name string, data []byte) {
	if m.objects == nil {
		m.objects, m.times = map[string][]byte{}, map[string]time.Time{}
	}
	m.objects[name], m.times[name] = data, time.Now()
}

// Read implements shelf.Shelf.
func (m *Memory) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	data, err := m.get(ctx, "read", name)
	if err != nil {
		return nil, 0, err
	}
	return io.NopCloser(bytes.NewReader(data)), int64(len(data)), nil
}

// Stat implements shelf.Shelf.
func (m *Memory) Stat(ctx context.Context, name string) (int64, error) {
	data, err := m.get(ctx, "stat", name)
	return int64(len(data)), err
}

func (m *Memory) get(ctx context.Context, op, name string) ([]byte, error) {
	if err := usable(ctx, op, name); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.objects[name]
	if !ok {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return data, nil
}

// List implements shelf.Shelf. It yields what there was when it began.
func (m *Memory) List(ctx context.Context, prefix, after string) iter.Seq2[shelf.Item, error] {
	return func(yield func(shelf.Item, error) bool) {
		for _, item := range m.items(prefix, after) {
			if err := ctx.Err(); err != nil {
				yield(shelf.Item{}, err)
				return
			}
			if !yield(item, nil) {
				return
			}
		}
	}
}

func (m *Memory) items(prefix, after string) []shelf.Item {
	m.mu.Lock()
	defer m.mu.Unlock()
	var items []shelf.Item
	for _, name := range slices.Sorted(maps.Keys(m.objects)) {
		if strings.HasPrefix(name, prefix) && name > after {
			items = append(items, shelf.Item{Name: name, Size: int64(len(m.objects[name])), Time: m.times[name]})
		}
	}
	return items
}

// Remove implements shelf.Shelf.
func (m *Memory) Remove(ctx context.Context, name string) error {
	if err := usable(ctx, "remove", name); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.objects, name)
	return nil
}

// String implements shelf.Shelf.
func (m *Memory) String() string {
	if m.Name == "" {
		return "memory"
	}
	return m.Name
}

// Put does what no shelf does: it replaces an object's content. Tests of damaged and
// hostile homes need that.
func (m *Memory) Put(name string, data []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.set(name, slices.Clone(data))
}

// Clone returns an independent copy.
func (m *Memory) Clone() *Memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &Memory{Name: m.Name, Blind: m.Blind, objects: maps.Clone(m.objects), times: maps.Clone(m.times)}
}

func usable(ctx context.Context, op, name string) error {
	if err := shelf.CheckName(name); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return ctx.Err()
}
