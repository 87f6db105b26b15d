//go:build linux || darwin || freebsd

package quiet

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"gesso/spec/filename"
)

func workers() int { return min(runtime.GOMAXPROCS(0), 16) }

// A glance is the room that looking needs, used again for each sight.
type glance struct {
	stat   unix.Stat_t
	stamps []byte
	newest int64 // change that was seen so far
}

// look opens a folder once, and asks for each name there: no path is walked
// twice.
func (g *glance) look(s *sight) (sum, error) {
	fd, err := unix.Open(s.dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return sum{}, err
	}
	defer unix.Close(fd)
	g.stamps = g.stamps[:0]
	if s.kind == whole {
		if err := unix.Fstat(fd, &g.stat); err != nil {
			return sum{}, err
		}
		g.stamp()
	}
	if s.kind == home {
		if err := g.names(s); err != nil {
			return sum{}, err
		}
	}
	for names := s.names; names != ""; {
		end := strings.IndexByte(names, 0)
		if end < 0 {
			return sum{}, errDamaged
		}
		if err := unix.Fstatat(fd, names[:end], &g.stat, unix.AT_SYMLINK_NOFOLLOW); err != nil {
			return sum{}, err
		}
		g.stamp()
		names = names[end+1:]
	}
	return sumOf(g.stamps), nil
}

// stamp adds what was asked for.
func (g *glance) stamp() {
	st, b := &g.stat, g.stamps
	b = binary.LittleEndian.AppendUint32(b, uint32(st.Mode))
	b = binary.LittleEndian.AppendUint64(b, uint64(st.Dev))
	b = binary.LittleEndian.AppendUint64(b, uint64(st.Ino))
	b = binary.LittleEndian.AppendUint64(b, uint64(st.Size))
	b = binary.LittleEndian.AppendUint64(b, uint64(st.Mtim.Nano()))
	b = binary.LittleEndian.AppendUint64(b, uint64(st.Ctim.Nano()))
	g.stamps = b
	g.newest = max(g.newest, st.Ctim.Nano())
}

// names adds the names in gesso's own folder, which every command changes. A file
// that nobody has listed has come just now.
func (g *glance) names(s *sight) error {
	entries, err := os.ReadDir(filename.Folder(s.dir))
	for _, entry := range entries {
		name := entry.Name()
		if !entry.IsDir() && !isFleeting(name) && !strings.Contains("\x00"+s.names, "\x00"+name+"\x00") {
			return errChanged
		}
		if entry.IsDir() && !isThumbs(filepath.Join(s.dir, name)) || !entry.IsDir() && !isMemory(name) {
			g.stamps = append(append(g.stamps, name...), 0)
		}
	}
	return err
}

// errStream is of a pipe or a terminal: it has another text each time, and its stamps, as
// coarse as a terminal's are, do not tell.
var errStream = errors.New("no file, whose stamps would tell of a change")

// target is what a path leads to, and where that is. Nothing is a target too.
func target(name string) (sum, error) {
	g := glance{}
	if unix.Stat(name, &g.stat) == nil && g.stat.Mode&unix.S_IFMT != unix.S_IFREG && g.stat.Mode&unix.S_IFMT != unix.S_IFDIR {
		return sum{}, errStream
	}
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return sumOf([]byte(name + "\x00" + err.Error())), nil
	}
	g.stamps = append([]byte(real), 0)
	if err := unix.Stat(real, &g.stat); err != nil {
		return sum{}, err
	}
	g.stamp()
	return sumOf(g.stamps), nil
}

// openRegular opens a file, and never waits for one.
func openRegular(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOFOLLOW, fs.FileMode(0))
}
