// Package file reads and replaces the files that gesso keeps, inside an os.Root.
//
// # Promises
//
//   - A name always means a complete file: a Draft is written beside it, and takes the
//     name when it is complete.
//   - What is no file (a pipe, a device, a folder) is never waited for: Open and Read
//     refuse it at once, with a *state.DamageError.
//   - A link planted at a temporary name is not written through.
//
// # Not for
//
// What is in the files. Outputs, which are files of users, are found by package locate.
//
// # Example
//
//	d, err := file.NewDraft(root, file.TempName("gesso.state"), 0o644)
//	defer d.Discard()
//	_, err = d.Write(data)
//	err = d.PublishDurably("gesso.state")
package file
