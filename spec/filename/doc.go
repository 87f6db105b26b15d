// Package filename knows which names files have: what an output may be called,
// which names a file system takes for one, and which no Windows machine can hold.
//
// Its promises:
//
//   - Output is the one answer to where a picture may lie, for a path that a
//     configuration declares and for one that a state file claims was declared.
//   - No spelling of a folder of gesso's or git's own passes: not another case, not
//     another normalisation, not what HFS+ ignores or NTFS takes for the same, and
//     not a short name.
//   - Fold is the one rule of which paths are one file.
//
// Beside them stands how an error is said that names a file already: Pathless.
//
// It looks at text alone: where a symbolic link leads is the matter of whoever opens the
// file.
//
//	clean, why := filename.Output("images/fox.png")
//	if why != "" {
//		return fmt.Errorf("the path %s", why) // "lies in .git, ..."
//	}
package filename
