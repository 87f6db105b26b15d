// Package objects is a store: a folder of artifacts, every picture ever paid for, each
// as ab/abcd… by the SHA-256 of its bytes. It may be a configuration's own, in which a
// process that holds the lock is the only one that writes, or one elsewhere that
// several configurations and machines share.
//
// # Promises
//
//   - A name means a whole object: it is written beside, synced, and renamed. Two who
//     write the same object at once both end with it whole.
//   - Nothing is ever written but objects by the hash of their bytes, drafts of them,
//     and this package's own notes (who uses the store, and that it is one): whoever
//     chooses the folder cannot choose a file in it.
//   - A folder elsewhere is a store if it is empty or says that it is one; any other
//     is refused, and nothing is written there. So no configuration of somebody else's
//     makes gesso write among other files.
//   - Damaged bytes are not trusted and not deleted: they can be set aside, under a
//     name that is no object's.
//   - Only Remove and Drop delete something, and they are for whoever holds the lock and
//     knows that nobody needs it.
//
// # Not for
//
// Which objects are needed, and by whom: that is package runner/store's.
//
// # Example
//
//	s, err := objects.Elsewhere("/mnt/pictures", "/mnt/pictures", objects.Refuse)
//	defer s.Close()
//	in, err := s.Create()
//	defer in.Abort()
//	_, err = io.Copy(in, picture)
//	sha, size, err := in.Commit()
package objects
