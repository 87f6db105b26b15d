package disk

// Enter begins an epoch of a home elsewhere for a workspace that is under another one's
// lock: nobody else works in it then. Where there is one already it does nothing.
func (w *Workspace) Enter() error {
	_, _, err := w.journalEpoch()
	return err
}

// Depart ends the epoch, and says at the home that the workspace is elsewhere from now on.
// It is for who has taken along all that is there.
func (w *Workspace) Depart(where string) error {
	w.mu.Lock()
	run := w.run
	w.run = nil
	w.mu.Unlock()
	if run == nil {
		panic("disk: departing without an epoch")
	}
	return run.Leave(where)
}

// LedgerFile returns where the workspace's ledger is, relative to the configuration's
// folder.
func (w *Workspace) LedgerFile() string { return w.at.ledger }
