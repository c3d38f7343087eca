"""Succeeds while the application beside it is well."""

import sys
import urllib.request

try:
    urllib.request.urlopen("http://127.0.0.1:8000/health", timeout=1)
except OSError as error:
    sys.exit(str(error))
