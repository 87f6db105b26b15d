package stat

import (
	"crypto/sha256"
	"io/fs"
	"time"
)

// Stamp is what can be known of a file's content without reading it. Change time and inode
// are 0 if the system has none (Windows).
type Stamp struct {
	size  int64
	mtime int64 // nanoseconds since 1970
	ctime int64 // nanoseconds since 1970; no program can set it back
	inode uint64
}

// Entry is the hash of a file that had a stamp. It is valid as long as the file has that
// stamp, unless the entry is racy.
type Entry struct {
	Stamp
	SHA  [sha256.Size]byte
	Racy bool
}

// StampOf returns the stamp of a file that was looked at.
func StampOf(info fs.FileInfo) Stamp {
	ctime, inode := changeTime(info)
	return Stamp{size: info.Size(), mtime: info.ModTime().UnixNano(), ctime: ctime, inode: inode}
}

// granularity is that of the coarsest file times (FAT, 2 s), with room for a file server
// whose clock is a little behind ours.
const granularity = 3 * time.Second

// Racy reports whether a file with this stamp, whose reading began at started, may have
// other content by now under the same stamp.
//
// This is git's "racily clean" entry. File times advance in ticks: 4 ms on ext4, 1 s or 2 s
// elsewhere. A file that is written, read by us, and written again with the same size, all
// within one tick, has one stamp for two contents. If the tick of the last change had ended
// before we began to read, any later change gets a later time and is noticed. So a stamp is
// trusted only if its time is safely before started; until then the entry is kept racy, the
// next Check reads the file again, and by then the tick is over.
//
// If there is a change time, it alone decides: unlike the modification time, it cannot be
// set (by touch -d, cp -p or unpacking an archive), so it is always the time of the last
// change. A modification time in the future therefore causes no repeated reading. The only
// case that goes unnoticed is a clock that was set back together with a change at exactly
// the old time.
func (s Stamp) Racy(started time.Time) bool {
	changed := s.ctime
	if changed == 0 {
		changed = s.mtime
	}
	return changed >= started.Add(-granularity).UnixNano()
}
