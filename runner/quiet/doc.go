// Package quiet remembers the answer of a command that found nothing to do, and
// all that it may have looked at, so that the next one can say the same without
// looking into anything.
//
//	question, err := quiet.Ask(dir, quiet.Facts{Version: version, Args: args, Environ: environ, Now: time.Now})
//	if answer, ok := question.Recall(); ok {
//		return answer // nothing was loaded
//	}
//	... // the work itself, which ends with nothing to do
//	err = question.Remember(answer, quiet.Seen{})
//
// What is remembered is not what the command read, which only the command knows,
// but all that it can have read: every file and every folder below the
// configuration's folder, by the stamps that the file system gives them (size,
// times, inode, mode), and what lies elsewhere by name. A folder's stamp changes
// with each name that comes or goes, so what was looked for and not there is
// remembered too.
//
// Its promises:
//
//   - A change of anything that could change the answer keeps it from being said: of
//     a file, a link, a folder, the command line, the environment, the program.
//   - A stamp is trusted when it is older than the question by more than any clock
//     of files is coarse: a file that is changed while it is read is not remembered.
//   - A memory that is damaged, torn, of another version or of another folder is none.
//     One that somebody else wrote has other inodes and times, and is none either.
//   - Nothing depends on it but time: the file may be removed at any moment.
//
// It is not for anything that is bought, and not for what depends on the clock: who
// remembers says that the answer depends on nothing else. Where a system has no
// change times of files, which nobody can set back, nothing is remembered.
//
// A Question is for one goroutine.
package quiet
