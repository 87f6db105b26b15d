// Package budget bounds what is bought: so many pictures, so much money.
//
// Its promise is that no number of parallel calls overshoots a budget: what a
// call may cost is reserved before the call is made, and given back when it
// bought nothing.
//
// It knows no pictures and no prices but those that it is told, and nothing of
// earlier runs: a budget is that of one run.
//
//	purse := budget.NewPurse(bounds)
//	if _, err := purse.Reserve(1, price, currency); err != nil {
//		return err
//	}
package budget
