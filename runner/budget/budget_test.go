package budget

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

func number[T any](v T) *T { return &v }

func TestBudgetReserves(t *testing.T) {
	for _, test := range []struct {
		name   string
		budget Budget
		price  *float64
		asked  int
		want   int
	}{
		{"no bound", Budget{}, nil, 5, 5},
		{"pictures", Budget{MaxImages: number(3)}, nil, 5, 3},
		{"no pictures", Budget{MaxImages: number(0)}, number(0.1), 1, 0},
		{"cost, where binary fractions add up to more", Budget{MaxCost: number(0.3)}, number(0.1), 5, 3},
		{"cost below one picture", Budget{MaxCost: number(0.05)}, number(0.1), 1, 0},
		{"no price", Budget{MaxCost: number(1.0)}, nil, 1, 0},
		{"no price, allowed", Budget{MaxCost: number(1.0), AllowUnpriced: true}, nil, 2, 2},
		{"free pictures", Budget{MaxCost: number(0.0)}, number(0.0), 2, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := NewPurse(test.budget).Reserve(test.asked, test.price, "")
			if got != test.want || (err == nil) != (test.want == test.asked) {
				t.Errorf("got %d and %v, want %d", got, err, test.want)
			}
			if err != nil && !errors.Is(err, ErrExceeded) {
				t.Errorf("%v is not the budget's", err)
			}
		})
	}
}

func TestBudgetIsNotOvershotInParallel(t *testing.T) {
	p := NewPurse(Budget{MaxImages: number(100)})
	var bought atomic.Int64
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			for range 10 {
				n, _ := p.Reserve(1, nil, "")
				bought.Add(int64(n))
			}
		})
	}
	group.Wait()
	if bought.Load() != 100 {
		t.Errorf("%d pictures were bought with a budget of 100", bought.Load())
	}
	p.Release(1, nil)
	if n, _ := p.Reserve(1, nil, ""); n != 1 {
		t.Error("what was given back cannot be reserved again")
	}
}
