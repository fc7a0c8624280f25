"""The one entry for those who work on the program: `python3 dev.py run|test|app|bench|build|lint`.

Makes the environment `.venv` first (only when the lock file or the Python changed); needs nothing but Python itself.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "township-ledger.stamp"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
PROGRAM = "township-ledger"

# Installed only when the command that needs them is asked for.
BUILD_TOOLS = ("pyinstaller==6.22.3", "pyinstaller-hooks-contrib==2026.9")
BENCH_TOOLS = ("rustpy-xlsxwriter==0.8.0",)  # numpy and scipy stand in the lock file: tests need them too

# What Qt loads on a Debian system, and the package that brings it.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONTS = "fonts-noto-cjk"


class Stop(Exception):
    """It cannot go on: the sentence says why and what to do."""


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def call(command: Sequence[str | Path], env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> int:
    return subprocess.run([str(part) for part in command], env=env, cwd=cwd, check=False).returncode


# The environment


def check_version() -> None:
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        found = ".".join(map(str, sys.version_info[:3]))
        raise Stop(f"本程序需要 Python 3.11 至 3.13，现在运行的是 {found}。请安装其中一个版本，再用它运行 dev.py。")


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_installed(package: str) -> bool:
    query = ["dpkg-query", "-W", "-f=${Status}", package]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    return answer.stdout.endswith("ok installed")


def missing_packages() -> tuple[str, ...]:
    """Debian packages to install: for a virtual environment, for Qt, and a Chinese font for the screen."""
    packages = [] if importlib.util.find_spec("ensurepip") else ["python3-venv", python_venv()]
    packages += [package for library, package in LIBRARIES.items() if not loads(library)]
    if not is_installed(FONTS):
        packages.append(FONTS)
    return tuple(packages)


def python_venv() -> str:
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def install_system() -> None:
    """On Debian and its kin: what is missing, or the line that would bring it."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        return
    packages = missing_packages()
    if not packages:
        return
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if os.geteuid() != 0:
        say(f"系统缺少 {len(packages)} 个软件包，请用管理员身份运行：\n    sudo {line}\n现在先继续。")
        return
    say(f"正在安装系统软件包：{' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    call(["apt-get", "update", "-qq"], env)
    # One name this Debian does not know must not keep the others away.
    if call([*install, *packages], env) and sum(call([*install, one], env) for one in packages):
        say(f"有的系统软件包没有装上，先继续；如果后面打不开窗口，请手工运行：\n    {line}")


def fingerprint() -> str:
    """Changes when the lock file, the Python or the place of the checkout changes."""
    facts = (LOCK.read_bytes(), sys.version.encode(), sys.base_prefix.encode(), str(VENV).encode())
    return hashlib.sha256(b"\0".join(facts)).hexdigest()


def venv_version() -> tuple[int, ...]:
    """(3, 11) of the environment that is there, () when there is none or it is broken."""
    if not PYTHON.exists():
        return ()
    question = "import pip, sys; print(*sys.version_info[:2])"
    answer = subprocess.run([str(PYTHON), "-c", question], capture_output=True, text=True, check=False)
    return tuple(map(int, answer.stdout.split()))


def make_venv() -> None:
    if venv_version() == sys.version_info[:2]:
        return
    say("正在建立运行环境 .venv")
    if call([sys.executable, "-m", "venv", "--clear", VENV]):
        raise Stop(f"没有建成运行环境。在 Debian 上请先安装 {python_venv()}，再运行一次。")


def pip_install(*arguments: str | Path) -> None:
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    if call(command):
        raise Stop("没有装好所需的软件包。请检查网络或软件源的设置，再运行一次。")


def set_up() -> None:
    """The environment as the lock file says; a second call only compares the stamp."""
    check_version()
    if STAMP.exists() and PYTHON.exists() and STAMP.read_text(encoding="utf-8") == fingerprint():
        return
    install_system()
    make_venv()
    say("正在安装所需的软件包，第一次大约需要几分钟")
    pip_install("--requirement", LOCK)
    STAMP.write_text(fingerprint(), encoding="utf-8")


# The commands


def has_display() -> bool:
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def run(arguments: Sequence[str]) -> int:
    """The window; without a display, the main job on made-up data, written to the folder `out`."""
    if has_display():
        return app(arguments)
    say("没有显示器：改为在示例数据上走一遍主要工作，结果写入 out 文件夹。")
    return call([PYTHON, "-m", "app", "sample", "out", *arguments], offscreen())


def app(arguments: Sequence[str]) -> int:
    return call([PYTHON, "-m", "app", *arguments], os.environ if has_display() else offscreen(), Path.cwd())


def test(arguments: Sequence[str]) -> int:
    # Tests start the program some hundred times, and a program that is compiled starts in half the time.
    call([PYTHON, "-m", "compileall", "-q", "app", "migrations"])
    workers = () if any(argument.startswith("-n") for argument in arguments) else ("-n", "2")
    return call([PYTHON, "-m", "pytest", "-q", *workers, *arguments], offscreen())


def lint(arguments: Sequence[str]) -> int:
    """Ruff, mypy and the architecture: all three speak, the worst decides."""
    checks = (
        ["ruff", "check", "--output-format=concise", *(arguments or ["."])],
        ["mypy"],
        ["pytest", "-q", "tests/test_architecture.py"],
    )
    return max(abs(call([PYTHON, "-m", *check], offscreen())) for check in checks)


def bench(arguments: Sequence[str]) -> int:
    pip_install(*BENCH_TOOLS)
    return call([PYTHON, "-m", "benchmarks", *arguments], offscreen())


def trust(arguments: Sequence[str]) -> int:
    """Runs what tries the promises and writes docs/trust.md from it."""
    return call([PYTHON, "-m", "tests.trust.report", *arguments], offscreen())


def build(arguments: Sequence[str]) -> int:
    """One folder in `dist/`, then its own check in another place, with nothing of this checkout in reach."""
    pip_install(*BUILD_TOOLS)
    failed = call([PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", *arguments, "build.spec"])
    return failed or check_build(ROOT / "dist" / PROGRAM)


def check_build(folder: Path) -> int:
    with tempfile.TemporaryDirectory(prefix="台账 ") as place:
        copy = Path(place) / "乡镇党建台账"
        shutil.copytree(folder, copy, symlinks=True)
        say(f"已复制到 {copy}，正在自检")
        name = f"{PROGRAM}-cli.exe" if WINDOWS else PROGRAM
        failed = call([copy / name, "selftest"], bare_environment(Path(place)), Path(place))
    say("自检没有通过，程序不能交付。" if failed else f"打包完成，自检通过：{folder}")
    return failed


def bare_environment(home: Path) -> dict[str, str]:
    """What a freshly installed PC would offer: no Python, no settings of this checkout."""
    kept = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP") if WINDOWS else ()
    path = os.environ.get("SYSTEMROOT", "") if WINDOWS else "/usr/bin:/bin"
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PATH": path,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "LOCALAPPDATA": str(home),
        "TOWNSHIP_LEDGER_HOME": str(home / "data"),
        "QT_QPA_PLATFORM": "offscreen",
    }


COMMANDS = {"run": run, "test": test, "app": app, "bench": bench, "trust": trust, "build": build, "lint": lint}
HELP = """用法：python3 dev.py 命令 …
  run    打开窗口；没有显示器时在示例数据上走一遍，结果写入 out
  test   运行全部测试（后面可以跟 pytest 的参数）
  app    运行程序的命令，例如 app warnings --json
  bench  测速（例如 --scale county）
  trust  逐条试验各项承诺，结果写入 docs/trust.md（--long 用完整次数；后面可写先前运行的 JUnit 报告，其中有的不再重试）
  build  打包成不需要 Python 的文件夹 dist/township-ledger，并自检
  lint   检查写法、类型和分层"""


def main(arguments: Sequence[str]) -> int:
    name, *rest = arguments or ["help"]
    if name not in COMMANDS:
        say(HELP)
        return 0 if name in ("help", "-h", "--help") else 2
    try:
        set_up()
        return COMMANDS[name](rest)
    except Stop as stop:
        say(str(stop))
        return 3
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
