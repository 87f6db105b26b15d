// Package trace writes down what gesso decides and asks for, for whoever wants to know
// why something happened: a line each, with a level, for people to read.
//
// Its promises:
//
//   - No secret is in it, by construction: there is no way to trace a text. What is
//     traced are members of closed sets, addresses, names of accounts, ids, places of
//     requests and durations. Prompts, values, tokens, headers, queries, and the words
//     of errors and of providers have no way in.
//   - It changes nothing, and what cannot be written stops nothing.
//   - A nil Log traces nothing, and costs nothing to speak of.
//
// It is not for messages to users, which package report prints, nor for programs,
// which read the documents and events of others.
//
//	log := trace.New(os.Stderr, slog.LevelDebug)
//	log.Decided(p.Plan)
//	tools.Recorded = log.Recorded
package trace

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"gesso/runner/provider"
)

// Log is a trace. It is safe for concurrent use.
type Log struct{ to *slog.Logger }

// New is a trace of what has at least a level. Each line is one Write.
func New(w io.Writer, level slog.Level) *Log {
	return &Log{slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))}
}

// Levels are the words for levels, the one with the most lines first.
func Levels() []string { return []string{"debug", "info", "warn"} }

// Level is what a word says, in any case of letters. An error says which there are.
func Level(word string) (slog.Level, error) {
	for i, name := range Levels() {
		if strings.EqualFold(word, name) {
			return []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn}[i], nil
		}
	}
	return 0, fmt.Errorf("%q is no level of a trace: there are %s", word, strings.Join(Levels(), ", "))
}

// write writes one line. Attributes are of types that cannot hold a secret: the
// callers in this package see to it.
func (l *Log) write(level slog.Level, message string, attributes ...slog.Attr) {
	if l == nil {
		return
	}
	l.to.LogAttrs(context.Background(), level, message, attributes...)
}

// wants reports whether a level is traced at all.
func (l *Log) wants(level slog.Level) bool {
	return l != nil && l.to.Enabled(context.Background(), level)
}

// Began is a command that begins. Name is one of gesso's own.
func (l *Log) Began(name, version string) {
	l.write(slog.LevelInfo, "began", slog.String("command", name), slog.String("version", version))
}

// Ended is a command that ends.
func (l *Log) Ended(code int, after time.Duration) {
	l.write(slog.LevelInfo, "ended", slog.Int("code", code), milliseconds(after))
}

// Request is a request that was answered, or was not.
func (l *Log) Request(x provider.Exchange) {
	level := slog.LevelDebug
	if x.Status == 0 || x.Status >= 400 {
		level = slog.LevelWarn
	}
	all := []slog.Attr{slog.String("method", x.Method), slog.String("host", x.Host), slog.String("path", x.Path)}
	if x.Status > 0 {
		all = append(all, slog.Int("status", x.Status))
	} else {
		all = append(all, slog.String("failure", string(x.Failure)))
	}
	l.write(level, "request", append(all, milliseconds(x.Elapsed))...)
}

// Identified is an endpoint on this machine that was asked what it is. Account and
// kind are names of the program's and the configuration's.
func (l *Log) Identified(account, kind string, answered bool) {
	l.write(slog.LevelInfo, "identified", slog.String("account", account), slog.String("kind", kind), slog.Bool("answered", answered))
}

func milliseconds(d time.Duration) slog.Attr { return slog.Int64("ms", d.Milliseconds()) }
