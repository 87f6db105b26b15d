// Package provenance is what a file tells of how its picture came about, written as XMP
// and read back: prompt, model, seed, task, key, and that a machine made it, in the words
// of the IPTC.
//
// It promises that
//
//   - a packet is the same bytes for the same facts, and Parse of it gives them back, but
//     for a very long prompt, of which the beginning is told, and for control characters;
//   - what is withheld from the state is in no packet: the prompt of a record may be;
//   - Parse takes any bytes, and finds nothing in those of others but what the IPTC's
//     words say.
//
// It is not for where a packet stands: see package container.
//
//	packet := provenance.Of(record, version).Packet()
//	facts, ours := provenance.Parse(packet)
package provenance
