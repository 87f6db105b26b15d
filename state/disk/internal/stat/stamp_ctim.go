//go:build linux || openbsd || dragonfly || solaris || illumos || aix

package stat

import (
	"io/fs"
	"syscall"
)

func changeTime(info fs.FileInfo) (ctime int64, inode uint64) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0
	}
	return st.Ctim.Nano(), uint64(st.Ino)
}
