package state

import "fmt"

// DamageError is a file of the workspace that cannot be what gesso wrote. It
// is never repaired silently, since its lines may be all that tells of
// something paid for.
type DamageError struct {
	File    string // relative to the workspace, slash-separated
	Line    int    // from 1; 0 where it is the file as a whole
	Problem string // what is wrong, lower case, no full stop
	Hint    string // what the user can do, lower case, no full stop
}

func (e *DamageError) Error() string {
	if e.Line == 0 {
		return e.File + " " + e.Problem
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Problem)
}

// VersionError is a file that a newer gesso wrote.
type VersionError struct {
	File    string // relative to the workspace, slash-separated
	Version int    // the file's
	Known   int    // the newest that this gesso reads
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s: format version %d was written by a newer gesso, this one reads version %d; upgrade gesso",
		e.File, e.Version, e.Known)
}
