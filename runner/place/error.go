package place

import (
	"errors"
	"fmt"
	"io/fs"
)

// Error is an output that could not be written. Its picture is safe.
type Error struct {
	Path string
	Err  error
}

func (e *Error) Error() string {
	return fmt.Sprintf("its picture is in the store, but %s cannot be written: %v", e.Path, cause(e.Err))
}

// cause is an error without the name of the file that becomes the output, which is gesso's
// own and goes: of a full disk that says nothing.
func cause(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok && (failed.Op == "write" || failed.Op == "copy_file_range") {
		return failed.Err
	}
	return err
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
