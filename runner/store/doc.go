// Package store looks after stores of pictures: whether every artifact is whole, which
// of them nobody needs any more, and copies of them elsewhere.
//
// Its promises:
//
//   - What is said to be whole was read, every byte, and has its hash. Damaged bytes are
//     set aside and not deleted.
//   - Nothing is collected that a record of any workspace names, a copy of the state, a
//     text of the configuration (as a pin does), the state of a branch in git or of a
//     commit since the time that is kept, or whatever happened since then; nor what came
//     to the store since then; nor what is needed by another directory that uses the
//     store. What is in doubt stays: bytes whose origin no file tells may be somebody's
//     work, and need a word of their own.
//   - Who collects has the lock of every directory that uses the store, and the store's:
//     so nothing that a run has put and not recorded yet is taken from under it.
//   - That a picture goes is in the ledger before it goes, so that the books know why it
//     is not there.
//   - A copy is checked on both sides, and has its name only when it is whole.
//
// It asks no provider and pays nothing. How the objects lie on the disk is package
// objects', what is printed package report's.
//
//	d, err := store.Open(".", disk.Default, time.Now, nil)
//	defer d.Close()
//	for _, shelf := range d.Stores() {
//		checked, err := shelf.Verify(ctx, accounts, store.Repair, told)
//	}
package store
