// Package objects is a store: a folder of artifacts, every picture ever paid for, each as
// ab/abcd… by the SHA-256 of its bytes. It may be a configuration's own, in which only the
// holder of the lock writes, or one elsewhere that several configurations and machines
// share.
//
// # Promises
//
//   - A name means a complete object: it is written beside, synced, and renamed. If two
//     processes write the same object at once, both succeed and it is complete.
//   - Only objects named by their hashes, drafts of them, and this package's own notes (who
//     uses the store, and that it is one) are ever written: whoever chooses the folder
//     cannot choose a file in it.
//   - A folder elsewhere is a store if it is empty or marked as one. Any other is refused,
//     and nothing is written there, so a foreign configuration cannot make gesso write among
//     other files.
//   - Damaged bytes are neither trusted nor deleted: they can be set aside, under a name
//     that no object has.
//   - Only Remove and Drop delete. Their caller must hold the lock and know that nobody
//     needs the object.
//
// # Not for
//
// Which objects are needed, and by whom: see package runner/store.
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
