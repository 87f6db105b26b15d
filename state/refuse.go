package state

import "errors"

func (p *Pending) check() error {
	if p.Intent == "" {
		return errors.New("a pending call without its intent")
	}
	return nil
}
