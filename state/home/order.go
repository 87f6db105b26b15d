package home

import "context"

// inOrder fetches what is numbered from first to last, some at once, and calls each with
// the results in order. The first error of each ends it.
func inOrder[T any](ctx context.Context, first, last int64, fetch func(context.Context, int64) (T, error), each func(int64, T, error) error) error {
	type result struct {
		value T
		err   error
	}
	ctx, cancel := context.WithCancel(ctx)
	var ahead []chan result // those under way, in order
	defer func() {
		cancel()
		for _, one := range ahead {
			<-one
		}
	}()
	next := first
	for n := first; n <= last; n++ {
		for ; next <= last && len(ahead) < readsAtOnce; next++ {
			one := make(chan result, 1)
			ahead = append(ahead, one)
			go func(n int64) {
				value, err := fetch(ctx, n)
				one <- result{value, err}
			}(next)
		}
		r := <-ahead[0]
		ahead = ahead[1:]
		if err := each(n, r.value, r.err); err != nil {
			return err
		}
	}
	return nil
}
