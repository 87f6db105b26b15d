package outputs

import (
	"fmt"
	"io"
)

// Keep copies the file at an output's path into the store and returns its SHA-256, so that
// a user's edit, or a picture that no store has, is not lost when the output is replaced.
// The error matches fs.ErrNotExist if there is no file.
func (o *Files) Keep(name string) (string, error) {
	file, err := o.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	in, err := o.in.Store.Create()
	if err != nil {
		return "", err
	}
	defer in.Abort()
	if _, err := io.Copy(in, file); err != nil {
		return "", fmt.Errorf("keeping %s in the store: %w", name, err)
	}
	sha, _, err := in.Commit()
	return sha, err
}
