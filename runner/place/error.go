package place

import "fmt"

// Error is an output that could not be written. Its picture is safe.
type Error struct {
	Path string
	Err  error
}

func (e *Error) Error() string {
	return fmt.Sprintf("its picture is in the store, but %s cannot be written: %v", e.Path, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// NoPlaceError is an output that could not be written, which was found before
// its picture was bought.
type NoPlaceError struct {
	Path string
	Err  error
}

func (e *NoPlaceError) Error() string {
	return fmt.Sprintf("nothing was bought, because %s cannot be written: %v", e.Path, e.Err)
}

func (e *NoPlaceError) Unwrap() error { return e.Err }

// Check returns what finds out, before a picture is bought, whether its output can be
// written: the plan has looked, and the directory may have changed since. It is for one
// unit's outputs, and for one goroutine. The errors are *NoPlaceError.
func (p *Placer) Check() func(path string) error {
	survey := p.Outputs.Survey()
	return func(path string) error {
		if err := survey.Placeable(path); err != nil {
			return &NoPlaceError{path, err}
		}
		return nil
	}
}
