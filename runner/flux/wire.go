package flux

import (
	"bytes"
	"encoding/json"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"gesso/runner/provider"
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
	Finished moment          `json:"finished_at"`
	Data     pictures        `json:"data"`
	Error    fault           `json:"error"`
	Code     text            `json:"code"`    // a gateway's error without an envelope
	Message  text            `json:"message"` // likewise
	Detail   text            `json:"detail"`  // an error of the platform that takes uploads
	Response json.RawMessage `json:"response"`
	Items    json.RawMessage `json:"items"`
	Count    text            `json:"count"`   // of a batch: the tasks that there are, also on other pages
	Elapsed  moment          `json:"elapsed"` // seconds; absent until a task is finished
	Created  moment          `json:"created_at"`
	Request  asked           `json:"request"` // what a task was asked for
	Cost     cost            `json:"cost"`

	unread bool // there is a response of which nothing is understood
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
	switch response := quoted(o.Response); {
	case slices.Contains([]string{"", "null", "false", `""`, "[]"}, string(response)):
		return o
	case response[0] != '{' || json.Unmarshal(response, &in) != nil:
		o.unread = true
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
	if in.Cost.amount > 0 {
		o.Cost = in.Cost
	}
	if in.Elapsed.said {
		o.Elapsed = in.Elapsed
	}
	return o
}

// quoted is JSON without the string that it may stand in.
func quoted(data json.RawMessage) json.RawMessage {
	var text string
	if len(data) == 0 || data[0] != '"' || json.Unmarshal(data, &text) != nil || !strings.HasPrefix(text, "{") {
		return data
	}
	return json.RawMessage(text)
}

// fault is the error that an object reports, wherever it has it.
func (o object) fault() fault {
	f := o.Error
	if !f.said {
		f = fault{Code: o.Code, Message: first(o.Message, o.Detail)}
		f.said = f.Code != "" || f.Message != ""
	}
	// Whatever shape its error has, only the API says success or a trace id.
	envelope := o.Success == no || o.TraceID != ""
	if word := strings.ToLower(string(f.Message)); f.Code == "" && envelope && isCode(word) {
		f.Code = text(word) // a bare string that is one of the API's own words
	}
	f.ours = f.said && (f.ours || envelope || isCode(strings.ToLower(string(f.Code))))
	return f
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

// whole is the number that a text says, 0 for any other text.
func (t text) whole() int {
	n, err := strconv.ParseFloat(string(t), 64)
	if err != nil || !(n >= 0 && n <= 1e6) {
		return 0
	}
	return int(n)
}

// asked is the request that a task repeats.
type asked struct {
	Action text `json:"action"`
	Prompt text `json:"prompt"`
	Model  text `json:"model"`
	Size   text `json:"size"`
	Count  text `json:"count"`
	Source text `json:"image_url"`
	said   bool
}

func (a *asked) UnmarshalJSON(data []byte) error {
	type plain asked // without this method
	*a = asked{}
	if data[0] == '{' && json.Unmarshal(data, (*plain)(a)) == nil {
		a.said = true
	}
	return nil
}

// pictures is how many a request asks for; 0 when there is none to see. The API
// ignores the count of an edit.
func (a asked) pictures() int {
	switch {
	case !a.said || a.Action == "" && a.Prompt == "":
		return 0
	case a.Action == text(provider.Edit):
		return 1
	}
	return max(1, a.Count.whole())
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
// true for any that is not nothing, legible or not; ours, that it has the form
// of the API's own and not of some page's in front of it.
type fault struct {
	Code, Message text
	said, ours    bool
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
		*f = fault{o.Code, o.Message, len(bytes.Trim(data, "{} \t\r\n")) > 0, o.Code != "" || o.Message != ""}
	case '"':
		if err := f.Message.UnmarshalJSON(data); err != nil {
			return err
		}
		f.said = f.Message != ""
	}
	return nil
}

// cost is what a call cost: an object with an amount, or the amount itself,
// as a number or quoted. What is no such number is 0, which says nothing.
type cost struct {
	amount float64
	of     string // the currency; "" is the service's credit
}

// maxCredits bounds what is believed of a price.
const maxCredits = 1e9

func (c *cost) UnmarshalJSON(data []byte) error {
	*c = cost{}
	var amount, of text
	if data[0] == '{' {
		var o struct {
			Amount   text `json:"amount"`
			Currency text `json:"currency"`
		}
		if err := json.Unmarshal(data, &o); err != nil {
			return err
		}
		amount, of = o.Amount, o.Currency
	} else if err := amount.UnmarshalJSON(data); err != nil {
		return err
	}
	if n, err := strconv.ParseFloat(string(amount), 64); err == nil && n > 0 && n <= maxCredits {
		*c = cost{n, currencyOf(string(of))}
	}
	return nil
}

// currencyOf is a currency that an answer names, "" for credits, whatever their number,
// and for what is no name of one.
func currencyOf(name string) string {
	word := strings.ToLower(name)
	if word == "credit" || word == "credits" || len(word) > 16 || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return name
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

// pictures is data: an array in practice, an object in the schema. One whose address
// cannot be fetched from is among them without it.
type pictures []picture

// held are those that can be fetched.
func (p pictures) held() pictures {
	return slices.DeleteFunc(slices.Clone(p), func(one picture) bool { return one.URL == "" })
}

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
		if json.Unmarshal(element, &one) != nil || one.URL == "" {
			continue
		}
		if !fetchable(string(one.URL)) {
			one.URL = ""
		}
		*p = append(*p, one)
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
