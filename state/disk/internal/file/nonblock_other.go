//go:build !unix

package file

// NonBlock is nothing: there is nothing that opening would wait for.
const NonBlock = 0
