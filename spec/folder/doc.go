// Package folder reads the files that a configuration may read: those below its directory, and below folders that it was permitted.
//
//	files, err := folder.NewFiles(dir)
//	if err != nil {
//		return err
//	}
//	defer files.Close()
//	text, err := files.Read("prompts/hero.txt")
//	names, err := files.Glob("heroes", "**/*.txt")
//
// Promises:
//
//   - Nothing outside is read, neither by a path that leads out nor through a symbolic link: such a name fails with [ErrOutside]. What
//     git and other configurations keep to themselves is not read in a permitted folder either.
//   - A file has one content in the life of a [Files], and everything that was read or looked for is on record: [Files.Used].
//   - Neither pipes and devices nor files over 64 MiB are read, and no pattern goes through names without end.
//   - A name is found in whatever form of Unicode the disk has it: [OnDisk].
//
// It is not for the functions of the language that read files, which package funcs makes of it, and writes nothing.
package folder
