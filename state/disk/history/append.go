package history

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"gesso/state/disk/internal/file"
	"gesso/state/text"
)

const format = "history"

// File is a history.
type File struct {
	Root *os.Root
	Name string // slash-separated, in Root
}

// tail describes the end of the file.
type tail struct {
	last *Run  // nil: there is none
	size int64 // the offset of the next line
	torn bool  // there is foreign damage at that offset, which stays
}

// pieceSize is how many bytes are written at once.
const pieceSize = 64 << 10

// tailSize is how many bytes of the end are read first. They contain the last run unless
// the file is damaged.
const tailSize = 16 << 10

// Last returns the last run, or nil if there is none. The error is one of reading, or a
// *state.VersionError or *state.DamageError about the first line.
func (f File) Last() (*Run, error) {
	opened, err := file.Open(f.Root, f.Name, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the history: %w", err)
	}
	defer opened.Close()
	end, err := f.end(opened)
	return end.last, err
}

// end finds the end of an open file.
func (f File) end(opened *os.File) (tail, error) {
	info, err := opened.Stat()
	if err != nil {
		return tail{}, fmt.Errorf("reading the history: %w", err)
	}
	size := info.Size()
	head := io.NewSectionReader(opened, 0, min(size, int64(len(text.Header(format)))))
	if _, err := text.ReadFrames(head, f.Name, format, func(int, []byte) error { return nil }); err != nil {
		return tail{}, err
	}
	for length := int64(tailSize); ; length *= 8 {
		start := max(0, size-length)
		data := make([]byte, size-start)
		if _, err := opened.ReadAt(data, start); err != nil && err != io.EOF {
			return tail{}, fmt.Errorf("reading the history: %w", err)
		}
		if found, ok := endOf(data, start); ok || start == 0 {
			return found, nil
		}
	}
}

// endOf looks for the last run in the end of the file, which begins at offset start.
func endOf(data []byte, start int64) (tail, bool) {
	end := len(data)
	found := tail{}
	clean := true // only complete changes, and perhaps a torn one, follow the run
	for end > 0 {
		begin := bytes.LastIndexByte(data[:end-1], '\n') + 1
		if begin == 0 && start > 0 {
			return found, false // the beginning of its line is not in data
		}
		if begin == 0 {
			break // the first line of the file
		}
		l, err := parse(data[begin:end])
		switch {
		case err == nil && l.Run != nil:
			found.last, found.size = l.Run, start+int64(end)
			if !clean {
				found.size, found.torn = start+int64(len(data)), data[len(data)-1] != '\n'
			}
			return found, true
		case err != nil && (end != len(data) || data[end-1] == '\n'):
			clean = false
		}
		end = begin
	}
	// There is no run: changes without one count for nothing.
	if found.size = int64(min(len(data), len(text.Header(format)))); !clean && len(data) > len(text.Header(format)) {
		found.size, found.torn = int64(len(data)), data[len(data)-1] != '\n'
	}
	return found, true
}

// Append adds runs in their order and makes them durable. It sets their Serial and Changes.
// If it fails, the file is unchanged except for what Read leaves out.
func (f File) Append(batches ...Batch) error {
	err := f.add(batches)
	if err != nil {
		return fmt.Errorf("writing the history: %w", err)
	}
	return nil
}

func (f File) add(batches []Batch) error {
	opened, err := file.Open(f.Root, f.Name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer opened.Close()
	end, err := f.end(opened)
	if err != nil {
		return err
	}
	if end.last == nil && end.size < int64(len(text.Header(format))) {
		end.size = 0
	}
	if err := opened.Truncate(end.size); err != nil {
		return err
	}
	// A run can change a hundred thousand records: do not keep all their lines in memory.
	out := bufio.NewWriterSize(io.NewOffsetWriter(opened, end.size), pieceSize)
	if err = write(out, end, batches); err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = opened.Sync()
	}
	if err != nil {
		_ = opened.Truncate(end.size)
		return err
	}
	return file.SyncDir(f.Root, path.Dir(f.Name))
}

// write writes batches after an end.
func write(to *bufio.Writer, end tail, batches []Batch) error {
	serial, begin := 0, ""
	switch {
	case end.last != nil:
		serial = end.last.Serial
	case end.size == 0:
		begin = text.Header(format)
	}
	if end.torn {
		begin += "\n"
	}
	_, _ = to.WriteString(begin) // bufio keeps the error
	for _, b := range batches {
		if len(b.All) > 0 {
			serial++
		}
		if err := b.write(to, serial); err != nil {
			return err
		}
	}
	return nil
}

// write writes the lines of a batch: its changes, and then the run, which makes them count.
func (b Batch) write(to *bufio.Writer, serial int) error {
	for i := range b.All {
		c := b.All[i]
		c.Serial = serial
		if err := put(to, line{Change: &c}); err != nil {
			return err
		}
	}
	run := b.Run
	run.Serial, run.Changes, run.Time = serial, len(b.All), run.Time.UTC().Round(0)
	return put(to, line{Run: &run})
}

func put(to *bufio.Writer, l line) error {
	data, err := frame(l)
	if err == nil {
		_, err = to.Write(data)
	}
	return err
}
