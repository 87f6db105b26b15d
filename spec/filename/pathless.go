package filename

import (
	"errors"
	"io/fs"
)

// Pathless is an error of a file operation without the operation and the file's
// name, for a sentence that has said both in its reader's terms. What wraps such an
// error goes with them; another error, or nil, is returned as it is.
func Pathless(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		return failed.Err
	}
	return err
}
