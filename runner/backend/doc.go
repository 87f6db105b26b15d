// Package backend knows where the project in a folder has its home: what its configuration
// says, what gesso init has noted of that in .gesso/home/home.json, and whether the two
// agree. It attaches workspaces to the home.
//
// # Promises
//
//   - A folder is never taken for an empty project because its home is not the one that
//     was meant: where what is written and what is noted differ, the error names both, and
//     what to do. The home itself is known by its id, see home.OtherError.
//   - A folder that has records of its own is attached to no home unasked.
//   - What is noted has no secret. What the configuration has not is kept there.
//   - Without a backend block, and without a note, it reads nothing else and changes
//     nothing.
//
// # Not for
//
// Moving a project is package migrate's; which kinds of homes there are is package place's.
//
// # Example
//
//	f, err := backend.Look(dir, config.Backend)
//	h, err := f.Connect(ctx, place.Options{Dir: dir})
//	err = h.Attach(ctx, w, disk.HomeOptions{})
package backend
