package text

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"

	"gesso/state"
	"gesso/state/merge"
)

// The state file is a header line, a line of JSON for each record in the order
// of address.Compare, and a last line that is always the same. Nothing in it
// varies but the records, so that two branches merge line by line. The last
// line tells a whole file from one that was cut between two lines: records
// that are silently missing would be paid for again.
const (
	stateFormat = "state"
	stateEnd    = `{"gesso":"end"}`
	stateHint   = "restore the file from version control"
)

// The names of files that errors speak of, relative to the configuration's folder.
const (
	StateFile  = "gesso.state"
	ledgerFile = ".gesso/ledger"
)

// byteOrderMark is what some editors put before the first line.
var byteOrderMark = []byte("\ufeff")

// Parse returns the records of a state file, unsorted, one an address: several lines
// of one, as git's union leaves them, are merged (package merge), and its further first
// and last lines passed over. Line ends may be CRLF, which git makes of LF on Windows.
// It keeps nothing of data. The error is a *state.DamageError or a *state.VersionError, or
// a *MovedError.
func Parse(data []byte) ([]*state.Record, error) {
	records, err := parseLines(data)
	if err != nil {
		return nil, conflict(data, err)
	}
	return records, nil
}

func parseLines(data []byte) ([]*state.Record, error) {
	data = bytes.TrimPrefix(data, byteOrderMark)
	if moved, is := ParseMoved(data); is {
		return nil, &MovedError{StateFile, *moved}
	}
	first, rest, _ := bytes.Cut(data, []byte("\n"))
	if err := checkHeader(StateFile, stateFormat, trimCR(first)); err != nil {
		return nil, err
	}
	body, whole := cutEnd(rest)
	chunks := split(body)
	parsed := make([][]*state.Record, len(chunks))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	failed := make([]error, len(chunks))
	for i, c := range chunks {
		g.Go(func() error {
			parsed[i], failed[i] = parseChunk(c)
			return nil
		})
	}
	_ = g.Wait() // of several damaged lines the first is reported, below
	var records []*state.Record
	for i := range chunks {
		if failed[i] != nil {
			return nil, failed[i]
		}
		records = append(records, parsed[i]...)
	}
	if !whole {
		return nil, stateDamage(2+bytes.Count(body, []byte("\n")), "the last line "+stateEnd+" is missing: the file was cut short")
	}
	if repeated(records) {
		return merge.Lines(records), nil
	}
	return records, nil
}

// ParseLines is Parse for some lines of a state file, without its first and last one. The
// lines that errors name are counted among these.
func ParseLines(lines []byte) ([]*state.Record, error) {
	whole := append([]byte(Header(stateFormat)), lines...)
	return Parse(append(whole, stateEnd+"\n"...))
}

func trimCR(line []byte) []byte { return bytes.TrimSuffix(line, []byte("\r")) }

// cutEnd returns what is before the last line, which may lack its line end.
func cutEnd(data []byte) (body []byte, whole bool) {
	trimmed := trimCR(bytes.TrimSuffix(data, []byte("\n")))
	body, whole = bytes.CutSuffix(trimmed, []byte(stateEnd))
	if whole && (len(body) == 0 || body[len(body)-1] == '\n') {
		return body, true
	}
	return data, false
}

// A chunk is some whole lines of a state file, enough to be worth a goroutine.
type chunk struct {
	data []byte
	line int // the number of the first one
}

const chunkSize = 256 << 10

func split(data []byte) []chunk {
	var chunks []chunk
	for line := 2; len(data) > 0; {
		n := len(data)
		if n > chunkSize {
			if i := bytes.IndexByte(data[chunkSize:], '\n'); i >= 0 {
				n = chunkSize + i + 1
			}
		}
		chunks = append(chunks, chunk{data[:n], line})
		line += bytes.Count(data[:n], []byte("\n"))
		data = data[n:]
	}
	return chunks
}

// parseChunk decodes a line a record.
func parseChunk(c chunk) ([]*state.Record, error) {
	records := make([]*state.Record, 0, bytes.Count(c.data, []byte("\n")))
	plain := plainReader{words: map[string]string{}}
	odd := decoder{data: c.data}
	for start, number := 0, c.line; start < len(c.data); number++ {
		line, _, _ := bytes.Cut(c.data[start:], []byte("\n"))
		text := trimCR(line)
		if bytes.HasPrefix(text, headerStart) {
			if err := checkFurther(number, text); err != nil {
				return nil, err
			}
			start += len(line) + 1
			continue
		}
		r, sum, ok := plain.record(text)
		if !ok {
			var whole bool
			var err error
			switch r, sum, whole, err = odd.record(start, start+len(text)); {
			case err != nil:
				return nil, insane(number, r, state.WrongType(err))
			case !whole:
				return nil, stateDamage(number, "not one record on one line")
			}
		}
		switch {
		case !sealed(sum, text):
			return nil, &state.DamageError{File: StateFile, Line: number, Problem: of(r.Address) + "damaged, the checksum of its line differs", Hint: sumHint}
		case r.Address == "":
			return nil, stateDamage(number, "a record without an address")
		}
		if err := r.Check(); err != nil {
			return nil, insane(number, r, err)
		}
		r.Tidy()
		records = append(records, r)
		start += len(line) + 1
	}
	return records, nil
}

// decoder reads the records that are not plain. One decoder of JSON reads those whose lines
// follow each other, which is faster than one a line.
type decoder struct {
	data []byte
	json *json.Decoder
	base int // where it has begun
	end  int // of the line that it has read last
}

// record reads the one that begins at a place. Whole reports whether it ends at its line's
// end. Of a record with a mistake there is what stands before that.
func (d *decoder) record(start, end int) (r *state.Record, sum string, whole bool, err error) {
	if d.json == nil || len(bytes.TrimLeft(d.data[d.end:start], "\r\n")) > 0 {
		d.json, d.base = json.NewDecoder(bytes.NewReader(d.data[start:])), start
		d.json.DisallowUnknownFields() // kept they cannot be, and dropped they must not
	}
	read := new(sealedRecord)
	err = d.json.Decode(read)
	d.end = end
	return &read.Record, read.Sum, d.base+int(d.json.InputOffset()) == end, err
}

// headerStart is how the first and the last line of a state file begin, and no record's.
var headerStart = []byte(`{"gesso":`)

// checkFurther accepts another first or last line amidst the records, where a merge
// kept those of both sides.
func checkFurther(number int, line []byte) error {
	if string(line) == stateEnd {
		return nil
	}
	err := checkHeader(StateFile, stateFormat, line)
	var damage *state.DamageError
	if errors.As(err, &damage) {
		return stateDamage(number, "neither a record nor the first or last line of a gesso state")
	}
	return err
}

// of names the address of a record that may have none.
func of(address string) string {
	if address == "" {
		return ""
	}
	return address + ": "
}

// insane is the damage of a record with a field that cannot be. What it waits
// for was paid for, and is not to be lost with it.
func insane(line int, r *state.Record, err error) error {
	hint := stateHint
	if len(r.Pending) > 0 {
		hint += "; a call that this directory made is in " + ledgerFile + " too, and comes back by itself"
	}
	var field *state.FieldError
	if errors.As(err, &field) && field.Task != "" {
		hint += "; or mend the field by hand, and gesso resolve settles the call of task " + field.Task
	}
	return &state.DamageError{File: StateFile, Line: line, Problem: of(r.Address) + err.Error(), Hint: hint}
}

func stateDamage(line int, problem string) error {
	return &state.DamageError{File: StateFile, Line: line, Problem: problem, Hint: stateHint}
}

// conflict returns what git's conflict markers in a damaged file are, in place
// of the damage that they look like.
func conflict(data []byte, err error) error {
	line := 0
	for text := range bytes.Lines(data) {
		line++
		if markOf(text) != "" {
			return &state.DamageError{
				File: StateFile, Line: line, Problem: "a merge conflict marker",
				Hint: "gesso state merge makes one state of both sides; or resolve the conflict by hand: keep the lines of both sides that you want",
			}
		}
	}
	return err
}

// repeated reports whether several records are of one address, as a merge that kept
// the lines of both sides leaves them.
func repeated(records []*state.Record) bool {
	known := make(map[string]bool, len(records))
	for _, r := range records {
		if known[r.Address] {
			return true
		}
		known[r.Address] = true
	}
	return false
}

// Format is the inverse of Parse: equal states give equal bytes.
func Format(s *state.State) ([]byte, error) {
	var b bytes.Buffer
	if err := Write(&b, s); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// pieceSize is about how much of a state is written at once.
const pieceSize = 64 << 10

// Write writes what Format returns, in pieces: not all of it is in memory at once. The error
// is that of a record, or of the writer.
func Write(to io.Writer, s *state.State) error {
	var b bytes.Buffer
	b.WriteString(Header(stateFormat))
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // prompts are read in diffs
	for r := range s.All() {
		start := b.Len()
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("recording %s: %w", r.Address, err)
		}
		b.Truncate(b.Len() - len("}\n"))
		b.Write(append(AppendSeal(nil, b.Bytes()[start:]), '\n'))
		if b.Len() < pieceSize {
			continue
		}
		if _, err := b.WriteTo(to); err != nil {
			return err
		}
	}
	b.WriteString(stateEnd + "\n")
	_, err := b.WriteTo(to)
	return err
}
