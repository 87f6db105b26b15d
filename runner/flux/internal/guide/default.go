package guide

// DefaultSize is the size that is sent for a model where nobody names one: the
// service requires one for every model, by its own account. It is what the
// provider's own clients send, 1024x1024, also for a model that Check does not
// know; and for one that takes ratios alone by the newest guide the same square,
// 1:1. Edits are no exception: the clients send it with them too.
//
// What this returns decides keys. What a version has once sent for a model, every
// later one sends: another answer would make plans paid in which nobody has
// changed anything.
func DefaultSize(name string) string {
	const clients = "1024x1024"
	m, known := find(name)
	if known && !m.sizes[len(m.sizes)-1].allows(clients) {
		return "1:1"
	}
	return clients
}
