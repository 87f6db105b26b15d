package sandbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/picture"
	"gesso/runner/sandbox/internal/rules"
)

func TestGenerate(t *testing.T) {
	b := newBench(t, Options{})
	result := b.post("/flux/images", object{"action": "generate", "prompt": "a fox", "size": "512x256", "count": 3})
	if result["success"] != true {
		t.Errorf("success is %v", result["success"])
	}
	all := pictures(t, result)
	if len(all) != 3 {
		t.Fatalf("%d pictures, want 3", len(all))
	}
	seen := map[string]bool{}
	for _, p := range all {
		url := p["image_url"].(string)
		if !strings.HasPrefix(url, "http://sandbox.test/sandbox/pictures/") || !strings.HasSuffix(url, ".png") {
			t.Errorf("the picture is at %s", url)
		}
		data, info := b.download(url)
		if info.Width != 512 || info.Height != 256 || seen[string(data)] {
			t.Errorf("%s is %v, seen before: %v", url, info, seen[string(data)])
		}
		seen[string(data)] = true
	}
}

func TestSizesComeOutAsAskedFor(t *testing.T) {
	b := newBench(t, Options{})
	want := map[string][2]int{"": {1024, 1024}, "288x1440": {288, 1440}, "1024x1792": {1024, 1792}}
	for _, d := range rules.Ratios() {
		want[d.Name] = [2]int{d.Width, d.Height}
		var w, h float64
		fmt.Sscanf(d.Name, "%f:%f", &w, &h)
		if off := float64(d.Width) / float64(d.Height) * h / w; off < 0.98 || off > 1.02 || d.Width%32+d.Height%32 != 0 {
			t.Errorf("%s is drawn at %dx%d", d.Name, d.Width, d.Height)
		}
		if n := d.Width * d.Height; n < 950_000 || n > 1_100_000 {
			t.Errorf("%s is drawn with %d pixels", d.Name, n)
		}
	}
	for size, dims := range want {
		_, info := b.download(b.generate("a fox", object{"model": "flux-dev", "size": size}))
		if info.Width != dims[0] || info.Height != dims[1] {
			t.Errorf("size %q gives %v", size, info)
		}
	}
}

func TestAsyncTaskRunsUntilItsLatencyIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Latency: 9 * time.Second})
		b := &bench{t, s}
		defer s.Close()
		accepted := b.post("/flux/images", object{"action": "generate", "prompt": "a fox", "async": true})
		if len(accepted) != 1 {
			t.Errorf("an async call answers %v, want its task_id alone", accepted)
		}
		retrieve := object{"action": "retrieve", "id": accepted["task_id"]}
		time.Sleep(9*time.Second - time.Nanosecond)
		if task := b.post("/flux/tasks", retrieve); task["finished_at"] != nil || hasData(task) {
			t.Errorf("before its latency is over it is finished: %v", task)
		}
		time.Sleep(time.Nanosecond)
		task := b.post("/flux/tasks", retrieve)
		if !hasData(task) {
			t.Errorf("after its latency it is not finished: %v", task)
		}
		if task["id"] != accepted["task_id"] || task["request"].(object)["prompt"] != "a fox" {
			t.Errorf("the task does not say what it is: %v", task)
		}
	})
}

func hasData(task object) bool {
	response, _ := task["response"].(object)
	data := response["data"]
	list, isList := data.([]any)
	return data != nil && !(isList && len(list) == 0)
}

func TestSynchronousCallWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Latency: 40 * time.Second})
		defer s.Close()
		b := &bench{t, s}
		start := time.Now()
		b.generate("a fox")
		if took := time.Since(start); took != 40*time.Second {
			t.Errorf("it took %v", took)
		}
		start = time.Now()
		b.generate("a fox [sandbox:slow=2s]")
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("with its own latency it took %v", took)
		}
	})
}

func TestStreamSendsLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Latency: time.Minute})
		defer s.Close()
		server := &bench{t, s}
		w := server.send("POST", "/flux/images", object{"action": "generate", "prompt": "a fox"}, "Accept", "application/x-ndjson")
		if got := w.Header().Get("Content-Type"); w.Code != 200 || got != "application/x-ndjson" {
			t.Errorf("%d %s", w.Code, got)
		}
		var last object
		lines := 0
		for scanner := bufio.NewScanner(w.Body); scanner.Scan(); lines++ {
			last = nil
			if err := json.Unmarshal(scanner.Bytes(), &last); err != nil {
				t.Fatal(err)
			}
		}
		if lines < 2 || last["success"] != true || len(pictures(t, last)) != 1 {
			t.Errorf("%d lines, the last is %v", lines, last)
		}
	})
}

func TestCallback(t *testing.T) {
	got := make(chan object, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var o object
		if err := json.NewDecoder(r.Body).Decode(&o); err != nil || r.Method != "POST" {
			t.Errorf("%s: %v", r.Method, err)
		}
		got <- o
	}))
	defer receiver.Close()
	b := newBench(t, Options{Latency: time.Millisecond})
	accepted := b.post("/flux/images", object{"action": "generate", "prompt": "a fox", "callback_url": receiver.URL})
	result := <-got
	if result["task_id"] != accepted["task_id"] || len(pictures(t, result)) != 1 {
		t.Errorf("accepted as %v, called back with %v", accepted, result)
	}
	if n := b.Books().Callbacks; n != 1 {
		t.Errorf("%d callbacks in the books", n)
	}
}

// An edit takes a result, an edit, an upload, and a picture on another server of
// this machine.
func TestEditOfEverySource(t *testing.T) {
	b := newBench(t, Options{})
	made := b.generate("a fox")
	photo, _ := b.download(made)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write(photo) }))
	defer elsewhere.Close()

	results := map[string]bool{}
	for name, source := range map[string]string{
		"result": made, "upload": b.upload("cat.PNG", photo), "other server": elsewhere.URL + "/x.png",
		"edit": b.edit("at night", made),
	} {
		data, info := b.download(b.edit("in the snow", source))
		if info.Width != 128 || info.Height != 128 {
			t.Errorf("the edit of the %s is %v", name, info)
		}
		results[string(data)] = true
	}
	if len(results) != 4 {
		t.Errorf("four edits are %d pictures", len(results))
	}
}

func TestEditWithoutASizeKeepsItsSources(t *testing.T) {
	b := newBench(t, Options{})
	made := b.generate("a fox", object{"size": "256x96"})
	data, _ := b.download(made)
	first := b.generate("at night", object{"action": "edit", "image_url": made, "size": "", "model": "flux-kontext-pro"})
	for name, url := range map[string]string{
		"a result": first,
		"an edit":  b.generate("at dawn", object{"action": "edit", "image_url": first, "size": "", "model": "flux-kontext-pro"}),
		"a file":   b.generate("at noon", object{"action": "edit", "image_url": b.upload("x.png", data), "size": "", "model": "flux-kontext-pro"}),
	} {
		if _, info := b.download(url); info.Width != 256 || info.Height != 96 {
			t.Errorf("the edit of %s of 256x96 is %v", name, info)
		}
	}
}

func (b *bench) upload(name string, content []byte) string {
	b.t.Helper()
	body, contentType := form(b.t, "file", name, content)
	w := b.send("POST", "/api/v1/files/", body, "Content-Type", contentType)
	if w.Code != http.StatusOK {
		b.t.Fatalf("upload: %d %s", w.Code, w.Body)
	}
	return b.decode(w.Body)["file_url"].(string)
}

func TestUploadsCanBeFetched(t *testing.T) {
	b := newBench(t, Options{BaseURL: "https://cdn.test/base/"})
	photo := pngBytes(t)
	url := b.upload("holiday photo.PNG", photo)
	path, ok := strings.CutPrefix(url, "https://cdn.test/base")
	if !ok || !strings.HasSuffix(path, ".png") {
		t.Fatalf("the upload is at %s", url)
	}
	if got, _ := b.download(path); !bytes.Equal(got, photo) {
		t.Error("the upload came back changed")
	}
	b.edit("at night", url) // a link below BaseURL is the sandbox's own
	page := strings.TrimPrefix(b.upload("x.html", []byte("<script>alert(1)</script>")), "https://cdn.test/base")
	if w := b.send("GET", page, nil); w.Header().Get("Content-Type") != "application/octet-stream" {
		t.Errorf("an uploaded page is served as %s", w.Header().Get("Content-Type"))
	}
}

func TestDownloads(t *testing.T) {
	b := newBench(t, Options{})
	url := b.generate("a fox")
	data, _ := b.download(url)
	head := b.send("HEAD", url, nil)
	if head.Code != 200 || head.Header().Get("Content-Length") != fmt.Sprint(len(data)) {
		t.Errorf("HEAD: %d, %s bytes of %d", head.Code, head.Header().Get("Content-Length"), len(data))
	}
	part := b.send("GET", url, nil, "Range", "bytes=10-19")
	if part.Code != 206 || !bytes.Equal(part.Body.Bytes(), data[10:20]) {
		t.Errorf("a range: %d", part.Code)
	}
	for _, path := range []string{picturesPath + "0.png", filesPath + "0.png"} {
		if w := b.send("GET", path, nil); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestAPictureIsJPEGNowAndThenWhateverItsName(t *testing.T) {
	b := newBench(t, Options{})
	formats := map[string]int{}
	for i := range 70 {
		_, info := b.download(b.generate(fmt.Sprint("picture ", i)))
		formats[info.Format]++
	}
	if n := formats[picture.JPEG]; n < 3 || n > 20 || formats[picture.PNG] == 0 {
		t.Errorf("formats: %v", formats)
	}
}

// Two takes of one request differ, and a fresh server gives both again: bytes,
// ids and books.
func TestFreshServersAgree(t *testing.T) {
	run := func() ([]string, Books) {
		b := newBench(t, Options{})
		b.refusal("POST", "/flux/images", object{"action": "generate"})
		var made []string
		for _, url := range []string{b.generate("a fox"), b.generate("a fox"), b.edit("at night", b.generate("a cat"))} {
			data, _ := b.download(url)
			made = append(made, url, string(data))
		}
		return made, b.Books()
	}
	first, firstBooks := run()
	second, secondBooks := run()
	for i := range first {
		if first[i] != second[i] {
			t.Errorf("answer %d differs between two fresh servers", i)
		}
	}
	if diff := cmp.Diff(firstBooks, secondBooks); diff != "" {
		t.Error(diff)
	}
	if first[1] == first[3] {
		t.Error("two takes of one request are the same picture")
	}
}

func form(t *testing.T, field, name string, content []byte) (body []byte, contentType string) {
	t.Helper()
	var buffer bytes.Buffer
	const boundary = "frontier"
	fmt.Fprintf(&buffer, "--%s\r\nContent-Disposition: form-data; name=%q; filename=%q\r\n\r\n", boundary, field, name)
	buffer.Write(content)
	io.WriteString(&buffer, "\r\n--"+boundary+"--\r\n")
	return buffer.Bytes(), "multipart/form-data; boundary=" + boundary
}

// pngBytes is a small picture that no sandbox drew.
func pngBytes(t *testing.T) []byte {
	t.Helper()
	b := newBench(t, Options{})
	data, _ := b.download(b.generate("a photo"))
	var out bytes.Buffer
	if err := picture.Convert(&out, bytes.NewReader(data), picture.PNG); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
