// Package workspaces knows which workspaces a configuration's folder has, and which
// one is at work: beside the default one, any number that are kept apart, each with
// records, pictures and outputs of its own.
//
// # Promises
//
//   - There is a workspace where its state's file is: in version control, so that all
//     who share the configuration have the same ones.
//   - What a deleted workspace leaves, its pictures and its ledger, stays, and belongs
//     to the next one of the name: nothing that was paid for is lost, or forgotten.
//   - Two names that a file system could take for one are not both there.
//   - Which one is chosen is each folder's own matter, and in no version control.
//
// # Not for
//
// What is in a workspace: that is package disk's.
//
// # Example
//
//	set, err := workspaces.Open(".", time.Now)
//	defer set.Close()
//	name, err := set.Chosen(os.Getenv(workspaces.Variable))
//	w, err := disk.OpenNamed(".", name, time.Now)
package workspaces
