package picture

import (
	"context"
	"io"
)

// Room takes room for a picture that is decoded and turned, and for so many bytes more,
// until leave is called. The error may be the context's. A nil Memory has room for
// everything.
func (m *Memory) Room(ctx context.Context, r io.ReadSeeker, more int64) (leave func(), err error) {
	const turned = 4
	if m == nil {
		return func() {}, nil
	}
	weight, err := weigh(r, turned)
	if err != nil {
		return nil, err
	}
	weight = min(weight+more, m.size)
	if err := m.free.Acquire(ctx, weight); err != nil {
		return nil, err
	}
	return func() { m.free.Release(weight) }, nil
}
