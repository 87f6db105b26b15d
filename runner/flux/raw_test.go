package flux

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"gesso/runner/provider"
)

const testToken = "secret-token-of-the-test"

// heard is one request that a raw server read in full.
type heard struct {
	*http.Request
	body string
}

// rawServer plays raw answers, one a request, and writes down what it was asked.
// It keeps connections open between answers unless an answer ends them.
type rawServer struct {
	url     string
	mu      sync.Mutex
	heard   []heard
	answers []string
}

// play starts a server; the last answer is played again for further requests.
func play(t *testing.T, answers ...string) *rawServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &rawServer{url: "http://" + listener.Addr().String(), answers: answers}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { s.serve(conn) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		wg.Wait()
	})
	return s
}

func (s *rawServer) serve(conn net.Conn) {
	defer conn.Close()
	// A client that keeps an idle connection would keep the test from ending.
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	in := bufio.NewReader(conn)
	for {
		req, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return
		}
		answer := s.next(heard{req, string(body)})
		kept, ok := strings.CutSuffix(answer, "[keep]\n")
		if !ok {
			finish(conn, answer)
			return
		}
		_, _ = io.WriteString(conn, wire(kept))
	}
}

// finish plays the last answer of a connection.
func finish(conn net.Conn, answer string) {
	if raw, ok := strings.CutSuffix(answer, "[raw]\n"); ok {
		raw = strings.TrimSuffix(raw, "\n")
		_, _ = io.WriteString(conn, strings.ReplaceAll(raw, "\n", "\r\n"))
		return
	}
	cut, reset := strings.CutSuffix(answer, "[reset]\n")
	cut = strings.TrimSuffix(cut, "[close]\n")
	_, _ = io.WriteString(conn, wire(cut))
	if reset {
		// Given time to be read, since an RST throws away what is not; then no
		// linger means RST.
		_ = conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
		_, _ = conn.Read(make([]byte, 1))
		_ = conn.(*net.TCPConn).SetLinger(0)
	}
}

// wire gives an answer the line ends of HTTP in its header.
func wire(answer string) string {
	header, body, found := strings.Cut(answer, "\n\n")
	if !found {
		return strings.ReplaceAll(answer, "\n", "\r\n")
	}
	return strings.ReplaceAll(header, "\n", "\r\n") + "\r\n\r\n" + body
}

func (s *rawServer) next(h heard) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = append(s.heard, h)
	return s.answers[min(len(s.heard), len(s.answers))-1]
}

// requests is what the server was asked so far.
func (s *rawServer) requests() []heard {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]heard(nil), s.heard...)
}

// calls asserts how many requests arrived.
func (s *rawServer) calls(t *testing.T, want int) {
	t.Helper()
	if got := len(s.requests()); got != want {
		t.Errorf("the server got %d requests, want %d", got, want)
	}
}

// jsonAnswer is an answer that keeps the connection.
func jsonAnswer(status, body string) string {
	return "HTTP/1.1 " + status + "\nContent-Type: application/json\nConnection: close\n\n" + body
}

// client makes a client of the endpoint that retries without waiting.
func client(t *testing.T, endpoint string, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{Endpoint: endpoint, Token: testToken, UserAgent: "gesso/test"}
	for _, f := range change {
		f(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.retries = retries{tries: 3, first: time.Millisecond, most: time.Millisecond}
	if own, ok := c.api.(*http.Transport); ok {
		t.Cleanup(own.CloseIdleConnections)
	}
	return c
}

// aCat is the request of most tests.
var aCat = provider.Request{Action: provider.Generate, Prompt: "a cat", Model: DefaultModel, Size: "1024x1024", Count: 1}

// roundTripper is a transport that is a function.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// answered is a transport's answer, made by hand.
func answered(req *http.Request, status int, body string, header ...string) *http.Response {
	h := http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{
		StatusCode: status, Header: h, Request: req, ContentLength: int64(len(body)),
		Body: io.NopCloser(bytes.NewReader([]byte(body))),
	}
}
