//go:build !unix

package file

// NonBlock is 0: opening never blocks on this system.
const NonBlock = 0
