package provenance

import (
	"bytes"
	"encoding/xml"
	"strings"
	"time"
)

// The namespaces of XMP that a packet uses.
const (
	nsRDF   = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsXMP   = "http://ns.adobe.com/xap/1.0/"
	nsIPTC  = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
	nsGesso = "urn:gesso:picture:1#"

	sourceTypes = "http://cv.iptc.org/newscodes/digitalsourcetype/"
)

// field is a property of XMP that has a fact.
type field struct {
	prefix, space, name string
	of                  func(*Facts) *string
}

// fields are the properties of texts, in the order of a packet. The first of those that
// have one fact is what is read back.
var fields = []field{
	{"xmp", nsXMP, "CreatorTool", func(f *Facts) *string { return &f.Tool }},
	{"Iptc4xmpExt", nsIPTC, "AIPromptInformation", func(f *Facts) *string { return &f.Prompt }},
	{"Iptc4xmpExt", nsIPTC, "AISystemUsed", func(f *Facts) *string { return &f.Model }},
	{"gesso", nsGesso, "Action", func(f *Facts) *string { return &f.Action }},
	{"gesso", nsGesso, "Size", func(f *Facts) *string { return &f.Size }},
	{"gesso", nsGesso, "Seed", func(f *Facts) *string { return &f.Seed }},
	{"gesso", nsGesso, "Task", func(f *Facts) *string { return &f.Task }},
	{"gesso", nsGesso, "Key", func(f *Facts) *string { return &f.Key }},
	{"gesso", nsGesso, "Artifact", func(f *Facts) *string { return &f.Artifact }},
}

// Packet is the XMP that says the facts.
func (f Facts) Packet() []byte {
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n <rdf:RDF xmlns:rdf=\"" + nsRDF + "\">\n" +
		"  <rdf:Description rdf:about=\"\"\n    xmlns:xmp=\"" + nsXMP + "\"\n    xmlns:Iptc4xmpExt=\"" + nsIPTC + "\"\n    xmlns:gesso=\"" + nsGesso + "\"")
	say := func(prefix, name, value string) {
		if value == "" {
			return
		}
		b.WriteString("\n   " + prefix + ":" + name + "=\"")
		_ = xml.EscapeText(&b, []byte(value)) // to memory
		b.WriteString("\"")
	}
	if f.Made != "" {
		say("Iptc4xmpExt", "DigitalSourceType", sourceTypes+string(f.Made))
	}
	if !f.Created.IsZero() {
		say("xmp", "CreateDate", f.Created.Format(time.RFC3339))
	}
	for _, p := range fields {
		say(p.prefix, p.name, *p.of(&f))
	}
	b.WriteString("/>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n")
	return b.Bytes()
}

// MaxPacket is how many bytes a packet may have that is read.
const MaxPacket = 1 << 20

// maxTokens bounds what is read of a stranger's packet.
const maxTokens = 10_000

// Parse reads the facts of a packet, and tells whether gesso wrote any of them. What is
// malformed ends them.
func Parse(packet []byte) (f Facts, ours bool) {
	if len(packet) > MaxPacket {
		return f, false
	}
	d := xml.NewDecoder(bytes.NewReader(packet))
	d.Strict = true
	var inside xml.Name
	for range maxTokens {
		token, err := d.Token()
		if err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			inside = t.Name
			for _, a := range t.Attr {
				ours = f.hear(a.Name, a.Value) || ours
			}
		case xml.CharData:
			ours = f.hear(inside, strings.TrimSpace(string(t))) || ours
		case xml.EndElement:
			inside = xml.Name{}
		}
	}
	return f, ours
}

// hear takes a property, and tells whether it is one of gesso's own.
func (f *Facts) hear(name xml.Name, value string) bool {
	if value == "" {
		return false
	}
	switch {
	case name.Space == nsIPTC && name.Local == "DigitalSourceType":
		f.Made = SourceType(strings.TrimPrefix(value, sourceTypes))
	case name.Space == nsXMP && name.Local == "CreateDate":
		f.Created, _ = time.Parse(time.RFC3339, value)
	}
	for _, p := range fields {
		if at := p.of(f); name.Space == p.space && name.Local == p.name && *at == "" {
			*at = value
			return p.space == nsGesso
		}
	}
	return false
}
