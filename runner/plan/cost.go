package plan

// Cost is an estimate of what a plan's paid changes cost.
type Cost struct {
	Pictures int     `json:"pictures"`           // paid ones
	Known    float64 `json:"known"`              // the sum of those with a price
	Unpriced int     `json:"unpriced,omitempty"` // pictures whose model has no price
}

// Cost adds up the paid changes.
func (p *Plan) Cost() Cost {
	var cost Cost
	for _, c := range p.Changes {
		cost.Add(c)
	}
	return cost
}

// Most adds up what the paid changes cost when each takes all of its attempts.
func (p *Plan) Most() Cost {
	var cost Cost
	for _, c := range p.Changes {
		for range c.Attempts() {
			cost.Add(c)
		}
	}
	return cost
}

// Add adds a change, if it is paid.
func (c *Cost) Add(change *Change) {
	if !change.Action.Paid() {
		return
	}
	c.AddPrice(change.Price)
}

// AddPrice adds a paid picture; nil is an unknown price.
func (c *Cost) AddPrice(price *float64) {
	c.Pictures++
	if price == nil {
		c.Unpriced++
		return
	}
	c.Known += *price
}

// Take undoes an Add.
func (c *Cost) Take(change *Change) {
	if !change.Action.Paid() {
		return
	}
	c.Pictures--
	if change.Price == nil {
		c.Unpriced--
		return
	}
	c.Known -= *change.Price
}
