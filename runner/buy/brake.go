package buy

import "fmt"

// answered tells the gate of a request that was not accepted for all that is known. As
// many in doubt in a row as the gate lets through end the buying: the next ones
// would be in doubt as well, and each may be charged.
func (d *Desk) answered(err error) {
	if !InDoubt(err) {
		d.Gate.Declined()
		return
	}
	if n, enough := d.Gate.Doubted(); enough {
		d.Halt(&BrakeError{Doubts: n, Err: err})
	}
}

// BrakeError is why nothing more is bought of a provider that leaves requests in doubt.
type BrakeError struct {
	Doubts int
	Err    error // of the last one
}

func (e *BrakeError) Error() string {
	return fmt.Sprintf("%d requests in a row are in doubt, so that nothing more is bought: the last one, %v", e.Doubts, e.Err)
}
