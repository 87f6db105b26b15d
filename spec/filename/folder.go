package filename

import (
	"io/fs"
	"os"
)

// Folder is the name of a folder by which it is opened: what is none, such as a pipe by
// that name, is refused at once, where its own name would be waited for without end.
func Folder(name string) string { return name + "/." }

// Entries lists a folder of an open one, by name, and waits for no pipe.
func Entries(root *os.Root, name string) ([]fs.DirEntry, error) {
	dir, err := root.OpenRoot(Folder(name))
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return fs.ReadDir(dir.FS(), ".")
}
