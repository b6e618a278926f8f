"""A TCP relay between a process under test and the real PostgreSQL or Redis, which can be interrupted."""

import contextlib
import select
import socket
import threading


class Relay:
    """Relays 127.0.0.1:`port` to `target`; `interrupt()` drops connections and refuses new ones until `resume()`."""

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.open: set[socket.socket] = set()
        self.listener = self._listen(0)
        self.port = self.listener.getsockname()[1]

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), reuse_port=False)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = socket.create_connection(self.target)
                self.open |= {near, far}
                threading.Thread(target=self._relay, args=(near, far), daemon=True).start()

    def _relay(self, near: socket.socket, far: socket.socket) -> None:
        other = {near: far, far: near}
        with contextlib.suppress(OSError, ValueError):
            while True:
                for source in select.select([near, far], [], [])[0]:
                    content = source.recv(65536)
                    if not content:
                        return self._close(near, far)
                    other[source].sendall(content)
        return self._close(near, far)

    def _close(self, *ends: socket.socket) -> None:
        for end in ends:
            self.open.discard(end)
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def interrupt(self) -> None:
        """Drop all connections, as if the server had stopped."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self._close(*list(self.open))

    def resume(self) -> None:
        """Accept connections again at the same address."""
        self.listener = self._listen(self.port)
