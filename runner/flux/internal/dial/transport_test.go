package dial

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// Each paid call has a connection of its own, which is closed with its answer, and
// resumes the TLS session of the one before.
func TestPaidConnections(t *testing.T) {
	var opened, resumed atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.TLS.DidResume {
			resumed.Add(1)
		}
		if !r.Close {
			t.Error("the call does not say that its connection is to be closed")
		}
		_, _ = io.WriteString(w, "{}")
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.StartTLS()
	defer server.Close()
	till := Paid(&Guard{})
	till.TLSClientConfig.RootCAs = server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	const calls = 5
	for range calls {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := till.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(answer.Body); err != nil {
			t.Error(err)
		}
		answer.Body.Close()
	}
	if opened.Load() != calls || resumed.Load() != calls-1 {
		t.Errorf("%d connections and %d resumed sessions of %d calls", opened.Load(), resumed.Load(), calls)
	}
}
