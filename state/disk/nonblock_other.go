//go:build !unix

package disk

const nonBlock = 0
