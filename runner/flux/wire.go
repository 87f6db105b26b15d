package flux

import (
	"bytes"
	"encoding/json"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The types of this file read what the API sends. Where its documents disagree
// they take both readings, and a value of a type that nobody foresaw counts as
// absent: no surprise in one field may lose the picture in another.

// object is an answer to a submission or a task: they differ in which of these
// fields they have.
type object struct {
	ID       text            `json:"id"`
	TaskID   text            `json:"task_id"`
	TraceID  text            `json:"trace_id"`
	Success  flag            `json:"success"`
	Status   text            `json:"status"`
	State    text            `json:"state"`
	Created  moment          `json:"created_at"`
	Finished moment          `json:"finished_at"`
	Elapsed  text            `json:"elapsed"` // seconds
	Data     pictures        `json:"data"`
	Error    fault           `json:"error"`
	Code     text            `json:"code"`    // a gateway's error without an envelope
	Message  text            `json:"message"` // likewise
	Response json.RawMessage `json:"response"`
	Items    json.RawMessage `json:"items"`
}

// parseObject reads one JSON object. That the answer is some other value is the
// only way to fail.
func parseObject(data []byte) (object, bool) {
	data = bare(data)
	if len(data) == 0 || data[0] != '{' {
		return object{}, false
	}
	var o object
	if json.Unmarshal(data, &o) != nil {
		return object{}, false
	}
	return o.unwrap(), true
}

// bare drops what can stand around an answer and is no JSON: a byte order mark,
// and all that counts as white space elsewhere.
func bare(data []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
}

// unwrap lifts what the field response says to the top, where it wins: it is
// about the generation, what surrounds it about the asking. Only one level is
// unwrapped, since more would let an answer cost quadratic time.
func (o object) unwrap() object {
	var in object
	if len(o.Response) == 0 || o.Response[0] != '{' || json.Unmarshal(o.Response, &in) != nil {
		return o
	}
	if in.Success != unsaid {
		o.Success = in.Success
	}
	if len(in.Data) > 0 {
		o.Data = in.Data
	}
	if in.Error.said {
		o.Error = in.Error
	}
	o.Code, o.Message = first(in.Code, o.Code), first(in.Message, o.Message)
	o.ID, o.TaskID = first(o.ID, in.ID), first(o.TaskID, in.TaskID)
	o.TraceID = first(o.TraceID, in.TraceID)
	o.Status, o.State = first(o.Status, in.Status), first(o.State, in.State)
	if in.Finished.said {
		o.Finished = in.Finished
	}
	return o
}

// fault is the error that an object reports, wherever it has it.
func (o object) fault() fault {
	if o.Error.said {
		return o.Error
	}
	return fault{Code: o.Code, Message: o.Message, said: o.Code != "" || o.Message != ""}
}

func first(a, b text) text {
	if a != "" {
		return a
	}
	return b
}

// text is a string, or a number with its digits kept as they are: a seed that
// went through a float would be another seed.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	*t = ""
	switch c := data[0]; {
	case c == '"':
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*t = text(s)
	case c == '-' || c >= '0' && c <= '9':
		*t = text(data)
	}
	return nil
}

// flag is a boolean that may be missing, or quoted.
type flag int

const (
	unsaid flag = iota
	no
	yes
)

func (f *flag) UnmarshalJSON(data []byte) error {
	switch string(data) {
	case "true", `"true"`:
		*f = yes
	case "false", `"false"`:
		*f = no
	default:
		*f = unsaid
	}
	return nil
}

// fault is an error as the API reports it: an object, or a bare string. Said is
// true for any that is not nothing, legible or not.
type fault struct {
	Code, Message text
	said          bool
}

func (f *fault) UnmarshalJSON(data []byte) error {
	*f = fault{}
	switch data[0] {
	case '{':
		var o struct {
			Code    text `json:"code"`
			Message text `json:"message"`
		}
		if err := json.Unmarshal(data, &o); err != nil {
			return err
		}
		*f = fault{o.Code, o.Message, len(bytes.Trim(data, "{} \t\r\n")) > 0}
	case '"':
		if err := f.Message.UnmarshalJSON(data); err != nil {
			return err
		}
		f.said = f.Message != ""
	}
	return nil
}

// moment is a point in time: Unix seconds with a fraction, quoted or not, or
// RFC 3339. Said is true for any value that is not nothing, legible or not.
type moment struct {
	time.Time
	said bool
}

// lastSecond is the end of the year 9999, beyond which times have no text form.
const lastSecond = 253402300799

func (m *moment) UnmarshalJSON(data []byte) error {
	*m = moment{}
	word := strings.Trim(string(data), `"`)
	switch word {
	case "", "null", "0", "0.0", "false", "{}", "[]":
		return nil
	}
	m.said = true
	if seconds, err := strconv.ParseFloat(word, 64); err == nil {
		if seconds > 0 && seconds <= lastSecond {
			whole, part := math.Modf(seconds)
			m.Time = time.Unix(int64(whole), int64(part*1e9)).UTC()
		}
		return nil
	}
	if t, err := time.Parse(time.RFC3339, word); err == nil {
		m.Time = t.UTC()
	}
	return nil
}

// picture is one element of data.
type picture struct {
	URL  text `json:"image_url"`
	Seed text `json:"seed"`
}

// pictures is data: an array in practice, an object in the schema. It holds only
// what can be fetched.
type pictures []picture

func (p *pictures) UnmarshalJSON(data []byte) error {
	*p = nil
	var elements []json.RawMessage
	switch data[0] {
	case '{':
		elements = []json.RawMessage{data}
	case '[':
		if err := json.Unmarshal(data, &elements); err != nil {
			return err
		}
	}
	for _, element := range elements {
		var one picture
		if json.Unmarshal(element, &one) == nil && fetchable(string(one.URL)) {
			*p = append(*p, one)
		}
	}
	return nil
}

// maxURL bounds a picture's address, in bytes. Signed ones have about 1 KiB;
// servers commonly refuse more than 8 KiB.
const maxURL = 8 << 10

// fetchable reports whether an address is an http or https URL with a host.
func fetchable(address string) bool {
	if len(address) > maxURL {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}
