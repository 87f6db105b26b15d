//go:build !unix

package state

const nonBlock = 0
