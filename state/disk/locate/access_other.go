//go:build !unix

package locate

import "os"

// access knows of nothing against it: the system is asked when a file is made.
func access(*os.File) error { return nil }
