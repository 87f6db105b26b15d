package state

import "io"

// Object is the bytes of an artifact, open for reading, wherever a store keeps
// them. Whoever opened it owes a Close. It is for one goroutine, but for ReadAt.
type Object interface {
	io.ReadSeekCloser
	io.ReaderAt
	Size() int64 // in bytes
}
