"""A second start on the same database brings the window that is open forward, instead of a refusal.

The two meet at a local socket named by the path of the database; all that is ever said there is one word and its answer.
"""

import getpass
import hashlib
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

if sys.platform == "win32":
    import ctypes

WORD, ANSWER = b"raise\n", b"raised\n"
_PATIENCE_MS = 1500


def name(db: Path) -> str:
    """The same for every way to write the path; tells nothing of it."""
    whose = ""
    with suppress(OSError, KeyError, ImportError):
        whose = getpass.getuser()
    told = f"{whose}|{db.resolve()}"
    return f"township-ledger-{hashlib.sha256(told.encode(errors='surrogateescape')).hexdigest()[:24]}"


def listen(db: Path, answer: Callable[[], None], parent: QObject | None = None) -> QLocalServer | None:
    """Calls `answer` whenever a second start says the word; None where no such socket can be made. The caller holds the lock
    of `db`: what stands at the name already was left by a dead window.
    """
    server = QLocalServer(parent)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    QLocalServer.removeServer(name(db))
    if not server.listen(name(db)):
        server.deleteLater()
        return None
    server.newConnection.connect(lambda: _welcome(server, answer))
    return server


def call(db: Path) -> bool:
    """Asks the window that has `db` open to come forward; False when nobody answered in time."""
    socket = QLocalSocket()
    socket.connectToServer(name(db))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    if sys.platform == "win32":  # only the program that was started last may hand the foreground on
        ctypes.windll.user32.AllowSetForegroundWindow(-1)
    socket.write(WORD)
    socket.flush()
    answered = socket.waitForReadyRead(_PATIENCE_MS) and socket.read(len(ANSWER)).data() == ANSWER
    socket.abort()
    return bool(answered)


def forward(window: Any) -> None:
    """Before all other windows of the screen, a question that waits above it included."""
    if window.isMinimized():
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    for top in (window, QApplication.activeModalWidget()):
        if top is not None:
            top.raise_()
            top.activateWindow()
    QApplication.alert(window)


def _welcome(server: QLocalServer, answer: Callable[[], None]) -> None:
    while server.hasPendingConnections():
        caller = server.nextPendingConnection()
        caller.disconnected.connect(caller.deleteLater)
        caller.readyRead.connect(lambda caller=caller: _heard(caller, answer))


def _heard(caller: QLocalSocket, answer: Callable[[], None]) -> None:
    if caller.bytesAvailable() < len(WORD):
        return
    if caller.read(len(WORD)).data() != WORD:
        caller.abort()
        return
    caller.write(ANSWER)
    caller.flush()
    answer()
