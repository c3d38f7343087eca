"""Says which of the three applications answered."""

import os
import signal
import sys
import time

# Before the slow import: as PID 1 a program gets no default action for SIGTERM, and `down` would wait ten seconds for it.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

from flask import Flask  # noqa: E402

app = Flask(__name__)
delay = float(os.environ.get("DELAY", "0"))  # seconds; makes this application the slow one


@app.get("/")
def name():
    time.sleep(delay)
    return "Web Application [2]\n"


app.run(host="0.0.0.0", port=9001)
