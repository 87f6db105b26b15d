"""Stands between gesso and a gesso sandbox, as an HTTP proxy that makes it look
like a provider of its own: without the header by which gesso knows a sandbox,
and with pictures of a few bytes. Usage: provider.py PORT SANDBOX-PORT"""
import http.client, http.server, json, random, struct, sys, urllib.parse, zlib

SANDBOX = int(sys.argv[2])


def picture(name):
    """A PNG of 16x16 that is another one for each name."""
    noise = random.Random(name)
    rows = b"".join(b"\0" + bytes(noise.randrange(256) for _ in range(16)) for _ in range(16))
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        url = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if url.path.startswith("/sandbox/pictures/"):
            return self.answer(200, {"Content-Type": "image/png"}, picture(url.path))
        if b"/sandbox/pictures/" in body and (b"source.png" in body or b"hidden.png" in body):
            # A picture of somebody else, which the sandbox could not fetch.
            order = json.loads(body)
            del order["image_url"]
            body = json.dumps(order | {"action": "generate"}).encode()
            self.headers.replace_header("Content-Length", str(len(body)))
        c = http.client.HTTPConnection("127.0.0.1", SANDBOX, timeout=60)
        try:
            c.request(self.command, url.path, body, {k: v for k, v in self.headers.items() if k.lower() not in ("connection", "proxy-connection")})
            r = c.getresponse()
            data = r.read()
        except Exception:
            self.close_connection = True  # as the sandbox's faults close it
            self.connection.close()
            return
        self.answer(r.status, {k: v for k, v in r.getheaders() if "sandbox" not in (k + v).lower() and k.lower() not in ("content-length", "transfer-encoding", "connection", "date")}, data)

    def answer(self, status, headers, data):
        self.send_response_only(status)
        for k, v in headers.items():
            self.send_header(k, v)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = forward

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
