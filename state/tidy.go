package state

// Tidy makes of a record that a hand or a merge has touched what gesso would
// have written: lists in their order, and none where there is nothing.
func (r *Record) Tidy() {
	if len(r.DependsOn) == 0 {
		r.DependsOn = nil
	}
	r.Derived = SortDerived(r.Derived)
	if len(r.Pending) == 0 {
		r.Pending = nil
	}
	if len(r.Triggers) == 0 {
		r.Triggers = nil
	}
	if len(r.Rivals) == 0 {
		r.Rivals = nil
	}
	if len(r.Unmade) == 0 {
		r.Unmade = nil
	}
	for i := range r.Unmade {
		r.Unmade[i].Time = r.Unmade[i].Time.UTC()
	}
	for i := range r.Rivals {
		v := &r.Rivals[i]
		v.Generated = v.Generated.UTC()
		if len(v.Triggers) == 0 {
			v.Triggers = nil
		}
	}
	r.Generated = r.Generated.UTC()
	for i := range r.Reviews {
		r.Reviews[i].At = r.Reviews[i].At.UTC()
	}
	r.Reviews = SortReviews(r.Reviews)
	for i := range r.Pending {
		p := &r.Pending[i]
		p.Time = p.Time.UTC()
		if len(p.URLs) == 0 {
			p.URLs = nil
		}
		if len(p.Triggers) == 0 {
			p.Triggers = nil
		}
	}
	sortPending(r.Pending)
}
