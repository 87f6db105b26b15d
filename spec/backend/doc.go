// Package backend is the backend block of a gesso block: where the shared half of a
// project is kept, when that is not the configuration's own folder.
//
// Its promises:
//
//   - What it returns is literal: nothing of it has to be evaluated, so that commands
//     which need no configuration read it too.
//   - It takes no credential, from a block or from the command line, and shows none that
//     somebody gave it by mistake.
//   - It asks for nothing: whether there is such a bucket, whoever opens it learns.
//
// A block may leave out what -backend-config says: what is missing is seen by whoever has
// both.
//
//	config, diags := backend.Decode(block)
//	given, err := backend.Pair(config.Kind, "bucket=studio-pictures")
package backend
