"""A project's data on a server, which is a real one on the loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pandas as pd

#: Reads the project's data from the server at ``@URL@``.
LOAD_DATA = """\
from urllib.request import urlopen

import pandas as pd


def load_data(split="train", input_dir=None):
    with urlopen("@URL@/homes.csv", timeout=10) as answer:
        table = pd.read_csv(answer)
    return table[list("abcd")], table[["y"]]
"""


def table() -> bytes:
    """The data as CSV; ``a`` and ``b`` tell of ``y``."""
    random = np.random.RandomState(1)
    made = pd.DataFrame(random.normal(size=(120, 4)), columns=list("abcd"))
    made["y"] = np.exp(made["a"] + 0.5 * made["b"] + 0.1 * random.normal(size=120))
    return str(made.to_csv(index=False)).encode()


@dataclass
class Homes:
    """The server: its address, and the paths that were asked for."""

    url: str
    asked: list[str] = field(default_factory=list)

    @property
    def load_data(self) -> str:
        """The project's module that reads from here."""
        return LOAD_DATA.replace("@URL@", self.url)


@contextmanager
def serving() -> Iterator[Homes]:
    """Serve the data until the block ends."""
    data = table()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            homes.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    homes = Homes(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield homes
    finally:
        server.shutdown()
        server.server_close()
