package disk

// children are the other processes of TestMain, by name.
var children = map[string]func(dir string) error{
	"hold": holdLock,
	"full": fillDisk,
}
