"""The page that counts its visits, in Redis so that the count outlives this container."""

import signal
import sys

# Before the slow imports: as PID 1 a program gets no default action for SIGTERM, and `down` would wait ten seconds for it.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

import redis  # noqa: E402
from flask import Flask  # noqa: E402

app = Flask(__name__)
# The name of the service is the name of the host: the project's network resolves it.
store = redis.Redis(host="redis", port=6379)


@app.get("/")
def visit():
    try:
        count = store.incr("hits")
    except redis.ConnectionError:
        return "<p>Redis is not there yet; try again in a moment</p>\n", 503
    return f"<p>Web Access Count: {count} times</p>\n"


app.run(host="0.0.0.0", port=9000)
