"""Says which version answered, and goes on answering for a moment after it was told to stop."""

import os
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DRAIN = 2  # seconds; longer than a load balancer takes to notice that this container leaves


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/health" and os.environ.get("BROKEN"):
            return self.answer(503, "broken\n")
        self.answer(200, f"version {os.environ['VERSION']}\n")

    def answer(self, status, text):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("0.0.0.0", 8000), Page)


def leave(*_):
    def drain():
        time.sleep(DRAIN)
        server.shutdown()

    threading.Thread(target=drain).start()


signal.signal(signal.SIGTERM, leave)
server.serve_forever()
