package home

import "context"

// inOrder fetches the numbers from first to last, several at a time, and calls each with
// the results in order. It ends with the first error of each.
func inOrder[T any](ctx context.Context, first, last int64, fetch func(context.Context, int64) (T, error), each func(int64, T, error) error) error {
	type result struct {
		value T
		err   error
	}
	ctx, cancel := context.WithCancel(ctx)
	var ahead []chan result // being fetched, in order
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
