package machine

import (
	"io"
	"strings"
	"sync"
	"time"

	"gesso/runner/document"
)

// Format is the version of the lines' format, which is Terraform's ui with more in it.
const Format = "1.0"

// Stream is where lines go. It is safe for concurrent use.
type Stream struct {
	w   io.Writer
	now func() time.Time

	mu  sync.Mutex // guards what follows, and w
	err error
}

// NewStream returns a stream to a writer. Now is the wall clock; nil is the machine's.
func NewStream(w io.Writer, now func() time.Time) *Stream {
	if now == nil {
		now = time.Now
	}
	return &Stream{w: w, now: now}
}

// Err is why a line could not be written, or nil. After it nothing more is written.
func (s *Stream) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

func (s *Stream) write(line any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = document.Write(s.w, line)
	}
}

// The levels of lines.
const (
	info  = "info"
	warn  = "warn"
	fatal = "error"
)

// head begins a line. The message becomes one line of text.
func (s *Stream) head(kind, level, message string) Head {
	return Head{level, strings.Join(strings.Fields(message), " "), "gesso.ui", s.now().UTC().Format("2006-01-02T15:04:05.000000Z"), kind}
}

// Version begins a stream. It is the caller's to do so.
func (s *Stream) Version(version string) {
	s.write(Version{s.head(TypeVersion, info, "gesso "+version), version, Format, Format})
}

// Log tells something to a person.
func (s *Stream) Log(text string) { s.write(Log{s.head(TypeLog, info, text)}) }

// Diagnose tells of mistakes and warnings.
func (s *Stream) Diagnose(diagnostics []document.Diagnostic) {
	for _, d := range diagnostics {
		level, word := fatal, "Error: "
		if d.Severity == document.Warning {
			level, word = warn, "Warning: "
		}
		if d.Address != "" {
			word = d.Address + ": "
		}
		s.write(Diagnostic{s.head(TypeDiagnostic, level, word+d.Summary), d})
	}
}

// Outputs tells the outputs.
func (s *Stream) Outputs(outputs map[string]document.PlannedOutput) {
	s.write(Outputs{s.head(TypeOutputs, info, "Outputs: "+count(len(outputs))), outputs})
}
