"""The screen's end of the bus: a socket on Qt's event loop that never makes the screen wait."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QHostAddress, QNetworkProxy, QTcpSocket

from sync.node.address import NodeAddress
from sync.node.frames import LONGEST_TO_SCREEN, Frame, FrameReader, Topic, encode_frame

SILENCE = 1500  # milliseconds without a word after which a node counts as lost; it beats twice a second


class NodeLink(QObject):
    """One connection at a time. `heard` gives every frame of a node that answers; `lost` comes once, with why."""

    heard = Signal(object)
    lost = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._socket: QTcpSocket | None = None
        self._reader = FrameReader(LONGEST_TO_SCREEN)
        self._token = ""
        self._silence = QTimer(self, singleShot=True, interval=SILENCE)
        self._silence.timeout.connect(self._on_silence)

    @property
    def is_busy(self) -> bool:
        """Whether there is a connection, or one is being made."""
        return self._socket is not None

    def connect_to(self, address: NodeAddress) -> None:
        """Begin a connection; the one there was is dropped without a word."""
        self.close()
        self._token = address.token
        self._reader = FrameReader(LONGEST_TO_SCREEN)
        self._socket = QTcpSocket(self)
        self._socket.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self._socket.connected.connect(self._on_connected)
        self._socket.readyRead.connect(self._on_ready)
        self._socket.disconnected.connect(self._on_ended)
        self._socket.errorOccurred.connect(self._on_ended)
        self._silence.start()
        self._socket.connectToHost(QHostAddress(QHostAddress.SpecialAddress.LocalHost), address.port)

    def say(self, topic: Topic, payload: str = "") -> None:
        """Send a topic to the node; without a node it is forgotten, since the store says the same."""
        if self._socket is not None and self._socket.state() is QTcpSocket.SocketState.ConnectedState:
            self._socket.write(encode_frame(Frame(topic, payload)))
            self._socket.flush()

    def close(self) -> None:
        """End the connection, if any, without a `lost`."""
        self._silence.stop()
        socket, self._socket = self._socket, None
        if socket is not None:
            socket.disconnect(self)
            socket.abort()
            socket.deleteLater()

    @Slot()
    def _on_connected(self) -> None:
        if self._socket is not None:
            self._socket.write(encode_frame(Frame(Topic.TOKEN, self._token)))

    @Slot()
    def _on_ready(self) -> None:
        if self._socket is None:
            return
        frames = self._reader.feed(bytes(self._socket.readAll().data()))
        if frames:
            self._silence.start()
        for frame in frames:
            self.heard.emit(frame)
        if self._reader.broken:
            self._lose(f"the node speaks garbage: {self._reader.broken}")

    @Slot()
    def _on_ended(self) -> None:
        if self._socket is not None:
            self._lose(self._socket.errorString())

    @Slot()
    def _on_silence(self) -> None:
        if not self._has_word_waiting():
            self._lose(f"the node has been silent for {SILENCE} ms")

    def _has_word_waiting(self) -> bool:
        """Whether the node did speak and this thread was too busy to listen; reads it then. Never waits."""
        socket = self._socket
        is_connected = socket is not None and socket.state() is QTcpSocket.SocketState.ConnectedState
        return socket is not None and is_connected and socket.waitForReadyRead(0)

    def _lose(self, why: str) -> None:
        if self._socket is not None:
            self.close()
            self.lost.emit(why)
