// Package migrate moves a project from its folder to a home elsewhere, and back.
//
// # Promises
//
//   - Nothing is lost: pictures, records and the ledger are there, read back and compared,
//     before anything is taken away here; what is taken away is kept in .gesso/moved.
//   - A move that was stopped at any step goes on where it is repeated, and comes to the
//     same. Until then commands refuse to work with half of it.
//   - Nothing is read twice: a state's file says where the state is, so that no gesso takes
//     the project for an empty one, and the home says so too when a project leaves it.
//
// # Not for
//
// Whether a move is wanted is the caller's to ask; what is at the home, package home's.
//
// # Example
//
//	err := migrate.Forth(ctx, migrate.Task{Folder: folder, Connection: connection, Now: time.Now})
package migrate
