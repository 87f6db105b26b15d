package place

import (
	"errors"
	"fmt"
	"io/fs"
)

// Error says that an output could not be written. Its picture is in the store.
type Error struct {
	Path string
	Err  error
}

func (e *Error) Error() string {
	return fmt.Sprintf("its picture is in the store, but %s cannot be written: %v", e.Path, cause(e.Err))
}

// cause strips the path from a write error: it names gesso's temporary file, which means
// nothing to a user whose disk is full.
func cause(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok && (failed.Op == "write" || failed.Op == "copy_file_range") {
		return failed.Err
	}
	return err
}

func (e *Error) Unwrap() error { return e.Err }

// NoPlaceError says that an output cannot be written. It is found before its picture is
// bought.
type NoPlaceError struct {
	Path string
	Err  error
}

func (e *NoPlaceError) Error() string {
	return fmt.Sprintf("nothing was bought, because %s cannot be written: %v", e.Path, e.Err)
}

func (e *NoPlaceError) Unwrap() error { return e.Err }

// Check returns a function that checks, before a picture is bought, that its output can be
// written: the directory may have changed since the plan looked. The function is for the
// outputs of one unit, and for one goroutine. Its errors are *NoPlaceError.
func (p *Placer) Check() func(path string) error {
	survey := p.Outputs.Survey()
	return func(path string) error {
		if err := survey.Placeable(path); err != nil {
			return &NoPlaceError{path, err}
		}
		return nil
	}
}
