"""A second start brings the window that is open forward."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from app import paths
from app.db import lock
from app.ui import raising
from app.ui.window import Window

_CALL = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.ui import raising
qt = QCoreApplication([])
sys.exit(0 if raising.call(Path(sys.argv[1])) else 1)
"""


def test_the_word_of_a_second_process_brings_the_window_forward(qtbot: QtBot, window: Window) -> None:
    window.showMinimized()
    server = raising.listen(window.store.path, lambda: raising.forward(window), window)
    assert server is not None
    process = QProcess()
    process.setWorkingDirectory(str(paths.root()))
    with qtbot.waitSignal(process.finished, timeout=30_000) as ended:
        process.start(sys.executable, ["-c", _CALL, str(window.store.path)])
    assert ended.args[0] == 0
    assert window.isVisible()
    assert not window.isMinimized()
    server.close()


def test_any_other_word_moves_nothing(qtbot: QtBot, window: Window) -> None:
    heard: list[int] = []
    server = raising.listen(window.store.path, lambda: heard.append(1), window)
    assert server is not None
    socket = QLocalSocket()
    socket.connectToServer(raising.name(window.store.path))
    assert socket.waitForConnected(2000)
    with qtbot.waitSignal(socket.disconnected, timeout=5000):
        socket.write(b"delete everything\n")
    assert heard == []
    server.close()


def test_nobody_answers_where_no_window_is_open(tmp_path: Path) -> None:
    assert not raising.call(tmp_path / "x.db")


def test_what_a_killed_window_left_is_in_nobodys_way(qtbot: QtBot, window: Window) -> None:
    assert qtbot
    first = raising.listen(window.store.path, lambda: None, window)
    second = raising.listen(window.store.path, lambda: None, window)
    assert first is not None
    assert second is not None
    first.close()
    second.close()


def test_the_name_is_the_same_however_the_path_is_written_and_tells_nothing(tmp_path: Path) -> None:
    assert raising.name(tmp_path / "台账.db") == raising.name(tmp_path / "a" / ".." / "台账.db")
    assert raising.name(tmp_path / "台账.db") != raising.name(tmp_path / "台账2.db")
    assert "台账" not in raising.name(tmp_path / "台账.db")


def test_the_second_start_of_the_program_ends_at_once_and_well(qtbot: QtBot, window: Window) -> None:
    raised: list[int] = []
    server = raising.listen(window.store.path, lambda: raised.append(1), window)
    assert server is not None
    with lock.acquire(window.store.path):
        process = QProcess()
        process.setWorkingDirectory(str(paths.root()))
        with qtbot.waitSignal(process.finished, timeout=60_000) as ended:
            process.start(sys.executable, ["-m", "app", "--db", str(window.store.path)])
    assert ended.args[0] == 0
    assert raised == [1]
    server.close()
