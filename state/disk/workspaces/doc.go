// Package workspaces knows which workspaces a configuration's folder has, and which one is
// current. Besides the default one there may be any number, each with its own records,
// pictures and outputs.
//
// # Promises
//
//   - A workspace exists if its state file does. That is under version control, so all who
//     share the configuration have the same workspaces.
//   - The pictures and the ledger of a deleted workspace stay, and belong to the next one of
//     the same name: nothing that was paid for is lost or forgotten.
//   - No two workspaces have names that a file system could confuse.
//   - Each folder has its own current workspace, which is not under version control.
//
// # Not for
//
// What is in a workspace: see package disk.
//
// # Example
//
//	set, err := workspaces.Open(".", time.Now)
//	defer set.Close()
//	name, err := set.Chosen(os.Getenv(workspaces.Variable))
//	w, err := disk.OpenNamed(".", name, time.Now)
package workspaces
