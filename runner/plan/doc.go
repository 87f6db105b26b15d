// Package plan is what is intended, as plain data: a Change for each address, with
// an Action and the Reasons for it, and what it costs.
//
// Its promises:
//
//   - A Plan can be written down as JSON, read back, and compared: it holds no
//     expression, no open file and no function, and points at nothing of the
//     configuration.
//   - What users see of it, the words of actions and reasons, is said here once.
//
// It decides nothing: that is runner/decide's. And it carries nothing out: that is
// the runner's.
//
//	for _, c := range p.Changes {
//		fmt.Println(c.Action.Sign(), c.Address, c.Reasons[0])
//	}
package plan
