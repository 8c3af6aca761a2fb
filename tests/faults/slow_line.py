"""A line between the bot and Slack that is slow, or swallows everything without a word."""

import asyncio
from typing import Self


class SlowLine:
    """A TCP proxy with a delay each way. Connections that are `swallowed` stay open and carry nothing more."""

    def __init__(self, port: int, delay: float) -> None:
        self._port, self._delay = port, delay
        self._swallowing: set[int] = set()
        self._pumps: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []
        self.carried = 0  #: connections so far
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for each in [*self._pumps]:
            each.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0)  # that is when they are gone

    def swallow(self) -> None:
        """Nothing more passes over the connections that are open now."""
        self._swallowing |= set(range(self.carried))

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        number, self.carried = self.carried, self.carried + 1
        far, forth = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers += [forth, back]
        for reader, writer in ((near, forth), (far, back)):
            pump = asyncio.create_task(self._pump(number, reader, writer))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Each piece arrives `delay` after it was sent, however much is on its way."""
        loop = asyncio.get_running_loop()
        try:
            while piece := await reader.read(65536):
                if number not in self._swallowing:
                    loop.call_later(self._delay, self._hand_over, number, writer, piece)
            loop.call_later(self._delay, self._hand_over, number, writer, b"")
        except (ConnectionError, asyncio.CancelledError):
            writer.close()

    def _hand_over(self, number: int, writer: asyncio.StreamWriter, piece: bytes) -> None:
        """An empty piece is the end."""
        if number in self._swallowing or writer.is_closing():
            return
        writer.write(piece) if piece else writer.close()
