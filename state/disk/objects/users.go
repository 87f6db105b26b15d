package objects

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"time"

	"gesso/spec/filename"
	"gesso/state/disk/internal/file"
)

const (
	// lockFile is locked by users of a shared store: shared for putting objects into it,
	// whole for removing some.
	lockFile = ".lock"

	usersDir = ".users"
	maxUser  = 64 << 10 // bytes of a note
)

// User is a configuration's directory that uses a shared store, or has pushed its pictures
// there. What it needs must not be collected.
type User struct {
	Host string    `json:"host"`
	Dir  string    `json:"dir"` // absolute
	Time time.Time `json:"time"`

	note string // the file
}

// Register notes a directory as a user of the store, permanently. Repeating it does
// nothing.
func (s *Store) Register(dir string, now time.Time) error {
	if s.wrong != nil {
		return s.wrong
	}
	host, _ := os.Hostname() // the host is optional
	sum := sha256.Sum256([]byte(host + "\x00" + dir))
	note := path.Join(s.base, usersDir, hex.EncodeToString(sum[:8])+".json")
	if _, err := s.root.Lstat(note); err == nil {
		return nil
	}
	data, err := json.Marshal(User{Host: host, Dir: dir, Time: now.UTC().Truncate(time.Second)})
	if err != nil {
		return err
	}
	if err := s.prepare(); err != nil {
		return fmt.Errorf("noting who uses the store %s: %w", s.shown, err)
	}
	if err := file.MakeDir(s.root, path.Join(s.base, usersDir)); err != nil {
		return fmt.Errorf("noting who uses the store %s: %w", s.shown, err)
	}
	d, err := file.NewDraft(s.root, note+".tmp", 0o644)
	if err != nil {
		return fmt.Errorf("noting who uses the store %s: %w", s.shown, err)
	}
	defer d.Discard()
	if _, err = d.Write(append(data, '\n')); err == nil {
		err = d.PublishDurably(note)
	}
	if err != nil {
		return fmt.Errorf("noting who uses the store %s: %w", s.shown, err)
	}
	return nil
}

// Users returns the users of the store, in the order of their notes. An unreadable note is
// an error: nobody would know what its user needs.
func (s *Store) Users() ([]User, error) {
	if s.wrong != nil {
		return nil, s.wrong
	}
	dir := path.Join(s.base, usersDir)
	entries, err := filename.Entries(s.root, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking who uses the store %s: %w", s.shown, err)
	}
	var users []User
	for _, e := range entries {
		if path.Ext(e.Name()) != ".json" {
			continue
		}
		u := User{note: path.Join(dir, e.Name())}
		data, err := file.Read(s.root, u.note)
		if err == nil {
			err = json.Unmarshal(data[:min(len(data), maxUser)], &u)
		}
		if err != nil || u.Dir == "" {
			return nil, fmt.Errorf("%s does not say who uses the store: %w", path.Join(s.shown, usersDir, e.Name()), errors.Join(err, errUnsaid))
		}
		users = append(users, u)
	}
	return users, nil
}

var errUnsaid = errors.New("remove it if nobody does")

// Forget removes a user of the store.
func (s *Store) Forget(u User) error {
	if err := s.root.Remove(u.note); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forgetting who uses the store %s: %w", s.shown, err)
	}
	return nil
}

// Here reports whether a user is on this machine.
func (u User) Here() bool {
	host, _ := os.Hostname()
	return u.Host == host
}
