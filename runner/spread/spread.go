// Package spread does something for each of many values, several at once: for
// thousands of files most of the time goes to waiting for the system.
//
// It is for what is alike and short. What is paid for has its own pace, see
// runner/walk and runner/traffic.
//
//	err := spread.Each(ctx, paths, func(path string) { ... })
package spread

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Each does something for each value, on several goroutines, and returns when all is
// done. When the context ends, nothing more is begun, and the error is the context's.
func Each[V any](ctx context.Context, values []V, do func(V)) error {
	group, ctx := errgroup.WithContext(ctx)
	workers := 2 * runtime.GOMAXPROCS(0)
	for part := range slices.Chunk(values, len(values)/workers+1) {
		group.Go(func() error {
			for _, v := range part {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				do(v)
			}
			return nil
		})
	}
	return group.Wait()
}
