package plan

// Cost is an estimate of what a plan's paid changes cost.
type Cost struct {
	Pictures int     `json:"pictures"`           // paid ones
	Known    float64 `json:"known"`              // the sum of those with a price, whatever its currency
	Unpriced int     `json:"unpriced,omitempty"` // pictures whose model has no price

	// Amounts has Known apart by currency, "" for what names none. It is nil
	// while nothing names one.
	Amounts map[string]float64 `json:"amounts,omitempty"`
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
	if change.Action.Paid() {
		c.count(change.Price, change.Currency, 1)
	}
}

// Take undoes an Add.
func (c *Cost) Take(change *Change) {
	if change.Action.Paid() {
		c.count(change.Price, change.Currency, -1)
	}
}

// AddPrice adds a paid picture whose currency nobody says; nil is an unknown price.
func (c *Cost) AddPrice(price *float64) { c.count(price, "", 1) }

func (c *Cost) count(price *float64, currency string, times int) {
	c.Pictures += times
	if price == nil {
		c.Unpriced += times
		return
	}
	if currency != "" && c.Amounts == nil {
		c.Amounts = map[string]float64{}
		if c.Pictures-times > c.Unpriced {
			c.Amounts[""] = c.Known
		}
	}
	amount := *price * float64(times)
	c.Known += amount
	if c.Amounts != nil {
		c.Amounts[currency] += amount
	}
}

// Charges reports whether any of the paid changes buys from somebody who charges.
// The sandbox inside gesso does not.
func (p *Plan) Charges() bool {
	for _, c := range p.Changes {
		if account, ok := p.Accounts.Named(c.Account); c.Action.Paid() && !(ok && account.Builtin()) {
			return true
		}
	}
	return false
}
