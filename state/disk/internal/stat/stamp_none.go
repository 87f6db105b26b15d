//go:build !(linux || openbsd || dragonfly || solaris || illumos || aix || darwin || freebsd || netbsd)

package stat

import "io/fs"

func changeTime(fs.FileInfo) (ctime int64, inode uint64) { return 0, 0 }
