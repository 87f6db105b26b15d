package selection

import "gesso/spec/address"

// tree is patterns of addresses by their steps, so that one walk down it finds all
// patterns that mean an address.
type tree struct {
	ends  []int            // patterns that end here: they mean all below
	exact map[string]*tree // by a step as it stands in addresses, with its key or without
	wild  map[string]*edge // by the step's pattern
	fan   fan[*edge]
}

// edge is a step with wildcards.
type edge struct {
	address.Step
	to *tree
}

// add writes a pattern down by its number.
func (t *tree) add(steps []address.Step, n int) {
	for _, s := range steps {
		t = t.child(s)
	}
	t.ends = append(t.ends, n)
}

func (t *tree) child(s address.Step) *tree {
	text := s.Block + s.Key
	if !wild(text) {
		if t.exact == nil {
			t.exact = map[string]*tree{}
		}
		if t.exact[text] == nil {
			t.exact[text] = &tree{}
		}
		return t.exact[text]
	}
	if t.wild == nil {
		t.wild = map[string]*edge{}
	}
	if t.wild[text] == nil {
		t.wild[text] = &edge{s, &tree{}}
		t.fan.add(text, t.wild[text])
	}
	return t.wild[text].to
}

// walk visits the patterns that mean an address, each once.
func (t *tree) walk(steps []address.Step, visit func(n int)) {
	here := []*tree{t}
	for _, s := range steps {
		var next []*tree
		reach := func(to *tree) {
			if to == nil {
				return
			}
			next = append(next, to)
			for _, n := range to.ends {
				visit(n)
			}
		}
		for _, at := range here {
			reach(at.exact[s.Block])
			if s.Key != "" {
				reach(at.exact[s.Block+s.Key])
			}
			at.fan.each(s.Block+s.Key, func(e *edge) {
				if like(e.Block, s.Block) && (e.Key == "" || like(e.Key, s.Key)) {
					reach(e.to)
				}
			})
		}
		if here = next; len(here) == 0 {
			return
		}
	}
}
