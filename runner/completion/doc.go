// Package completion completes command lines in shells: commands, options, their
// values, files, addresses, and names that a configuration declares.
//
// A shell's script, which Script returns, calls a hidden command for each key, that
// asks Complete. Its promises:
//
//   - It evaluates nothing, asks nobody, changes nothing and waits for no lock:
//     addresses are those of the state as it lies there, and names those that stand
//     at the beginning of a line of the configuration.
//   - What it cannot find out it leaves out; there are no errors.
//   - What is offered is one word of the shell, whatever is in it.
//
// It knows commands by their usage: ADDRESS, FILE, DIR and the like in the usage of
// a command or of an option are completed as what they say, and words in lower case,
// as in bash|zsh, by themselves.
//
//	typed := completion.Parse("gesso show image.he")
//	for _, c := range program.Complete(typed.Words[1:], typed.Current, sources) {
//		fmt.Println(c.Value)
//	}
package completion
