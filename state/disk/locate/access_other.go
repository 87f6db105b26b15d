//go:build !unix

package locate

import "os"

// access returns nil: creating a file will tell on this system.
func access(*os.File) error { return nil }
