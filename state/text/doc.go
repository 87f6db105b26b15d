// Package text is how what package state describes is written down, wherever it is
// kept: the file gesso.state, and the lines of a log, which the journal and the
// ledger are. It reads and writes bytes alone; package disk has the files.
//
// # Promises
//
//   - What was written is read back as it was: Parse is the inverse of Format, and
//     equal states give equal bytes.
//   - Each line has a checksum, and a state file a last line: what was changed, or
//     is missing, is refused as a *state.DamageError with its file and line, and
//     what a newer gesso wrote as a *state.VersionError. Only a torn last line of a
//     log, which nobody was ever told was written, is ignored.
//   - Fields that are not known are refused: to read them without keeping them
//     would drop them at the next write.
//   - Two versions of a state file merge line by line.
//
// # Not for
//
// What a record or an event may say is package state's; that a write is durable is
// whoever's who keeps the bytes.
//
// # Example
//
//	records, err := text.Parse(data)
//	data, err = text.Format(state.New(records))
//
//	line, err := text.Frame(event)
//	size, err := text.ReadFrames(file, ".gesso/journal", "journal", func(line int, data []byte) error {
//		return text.Unmarshal(data, &event)
//	})
package text
