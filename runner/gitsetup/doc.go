// Package gitsetup tells git what it has to know of a configuration's directory: which
// files are nobody's to commit, and that two versions of gesso.state are merged by
// gesso. Nothing needs it: a repository without merges line by line, as any text.
//
// Its promises:
//
//   - It adds what is missing and changes nothing that somebody wrote: a second time it
//     does nothing, and where a user has said something else, that stays.
//   - It runs git for the settings of this repository, and for a file of a commit, with
//     arguments of its own: git config, rev-parse, ls-tree and cat-file, which run no hook
//     and no command that a repository could name, and which refuse a repository of
//     somebody else by themselves.
//   - It writes nothing outside of the directory, whatever links say.
//
// It is the only package that runs another program. It is not for what is committed,
// pulled or merged: that is the user's.
//
//	steps := gitsetup.Prepare(ctx, gitsetup.Place{Dir: ".", Program: "gesso", Environ: os.Environ()})
package gitsetup
