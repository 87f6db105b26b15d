package live

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
)

// replace writes a file atomically: a reader sees either the old content or all of the new.
func replace(name string, data []byte) error {
	draft := filepath.Join(filepath.Dir(name), ".gesso-decisions-"+rand.Text())
	file, err := os.OpenFile(draft, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(draft, name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(draft))
	}
	return nil
}
