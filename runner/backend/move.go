package backend

import (
	"time"

	"gesso/state/disk"
)

// moveFile says that a project is being moved, for whoever finds that it was stopped midway.
const moveFile = disk.HomeDir + "/move.json"

// Move is a project's way from its folder to a home, or back.
type Move struct {
	Back  bool      `json:"back"` // to the folder
	To    Note      `json:"to"`   // the home; of Back: where it was
	Nonce string    `json:"nonce"`
	Time  time.Time `json:"time"`

	Resumed bool `json:"-"` // it was stopped once
}

// ReadMove returns a move that was begun and has not ended; nil is none.
func ReadMove(dir string) (*Move, error) {
	m := new(Move)
	there, err := readJSON(dir, moveFile, m)
	if err != nil || !there {
		return nil, err
	}
	return m, nil
}

// Write notes that a move has begun.
func (m Move) Write(dir string) error { return writeJSON(dir, moveFile, m) }

// EndMove notes that the move has ended.
func EndMove(dir string) error { return removeFile(dir, moveFile) }
