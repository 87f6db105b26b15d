package studio

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// Recode returns a picture with the same pixels in other bytes: with a comment that
// tells the link that it was fetched at. What the studio draws is PNG or JPEG.
func Recode(data []byte, comment string) []byte {
	const pngHeader = 33 // the signature, and the chunk IHDR with its 13 bytes
	if bytes.HasPrefix(data, []byte("\xff\xd8")) {
		text := append([]byte("link "), comment...)
		segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xfe}, uint16(len(text)+2))
		return splice(data, 2, append(segment, text...))
	}
	named := append([]byte("tEXtComment\x00link "), comment...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(named)-4)) // the name is not counted
	chunk = append(chunk, named...)
	return splice(data, pngHeader, binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(named)))
}

// splice returns data with more inserted: the cache's own bytes stay what they are.
func splice(data []byte, at int, more []byte) []byte {
	return bytes.Join([][]byte{data[:at], more, data[at:]}, nil)
}
