// Package dial is how a client reaches servers: a transport for free calls of
// the API, one for paid calls and one for pictures, whose addresses a server has
// named.
//
//	guard := &dial.Guard{Local: dial.IsLocal(host)} // one for all three
//	api, till := dial.API(guard), dial.Paid(guard)
//	web := &http.Client{Transport: dial.Web(guard, http.ProxyFromEnvironment), CheckRedirect: guard.Redirect}
//
// It promises that
//
//   - nothing is fetched from this machine, its network, or an address that stands
//     for one of those, in whatever spelling and behind whatever redirect, unless
//     the API itself is there: that is a [Refusal];
//   - a paid call has a connection of its own, and nothing in net/http sends it
//     again;
//   - what a proxy answers in place of a tunnel is a [ProxyError], and not another
//     failure of the network.
//
// It is not for what is said over a connection, and knows no provider.
package dial
