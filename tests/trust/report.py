"""Makes `docs/trust.md`: runs what tries the promises and writes what came of it, promise by promise.

`python3 dev.py trust` in the short form, `--long` with the full counts. Every figure comes from the runs.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.trust.promise import PROMISES, Promise

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "docs" / "trust.md"
MET, PART, UNMET, SKIPPED, MISSING = "达到", "部分", "未达到", "本机没有试成", "未做"


@dataclass(frozen=True)
class Ran:
    """One test with one set of parameters. `outcome`: passed, failed or skipped; `tries` within it, 0 untold."""

    outcome: str
    tries: int = 0


Runs = Mapping[str, Sequence[Ran]]  # file::name → every set of parameters


def read(report: Path) -> dict[str, list[Ran]]:
    """A JUnit report of pytest."""
    found: dict[str, list[Ran]] = {}
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        file = case.get("classname", "").removeprefix("tests.").replace(".", "/") + ".py"
        name = case.get("name", "").partition("[")[0]
        told = {each.get("name"): each.get("value", "") for each in case.iter("property")}
        bad = case.find("failure") is not None or case.find("error") is not None
        outcome = "failed" if bad else "skipped" if case.find("skipped") is not None else "passed"
        found.setdefault(f"{file}::{name}", []).append(Ran(outcome, int(told.get("tries", "0"))))
    return found


def merged(reports: Iterable[Runs]) -> dict[str, list[Ran]]:
    """All that any of the reports tells of a test counts."""
    told: dict[str, list[Ran]] = {}
    for one in reports:
        for test, ran in one.items():
            told.setdefault(test, []).extend(ran)
    return told


def state(promise: Promise, ran: Sequence[Ran]) -> str:
    if not promise.tests:
        return MISSING
    outcomes = {one.outcome for one in ran}
    if "failed" in outcomes or not ran:
        return UNMET
    if outcomes == {"skipped"}:
        return SKIPPED
    return PART if promise.left or "skipped" in outcomes else MET


def figure(ran: Sequence[Ran]) -> str:
    """How many tests, how often they tried, how many went wrong."""
    done = [one for one in ran if one.outcome != "skipped"]
    if not done:
        return "—"
    tries = sum(max(one.tries, 1) for one in done)
    bad = sum(one.outcome == "failed" for one in done)
    skipped = len(ran) - len(done)
    told = f"{len(done)} 项检查，{tries} 次尝试，{bad} 项不符"
    return told + (f"，{skipped} 项本机不能试" if skipped else "")


def text(runs: Runs, *, long: bool, earlier: bool = False, others: Sequence[Path] = ()) -> str:
    """The whole report in Markdown."""
    lines, counts = [], dict.fromkeys((MET, PART, UNMET, SKIPPED, MISSING), 0)
    for promise in PROMISES:
        ran = [one for test in promise.tests for one in runs.get(test, ())]
        found = state(promise, ran)
        counts[found] += 1
        tried = "<br>".join(_words(test) for test in promise.tests) or "—"
        rest = "；".join(
            filter(
                None, (promise.left and f"没有试：{promise.left}", promise.beyond and f"本机不能试：{promise.beyond}")
            )
        )
        lines.append(
            f"| {promise.id} | {promise.text} | {tried} | {figure(ran)} | {promise.bound} | {found} | {rest} |"
        )
    total = "，".join(f"{name} {count}" for name, count in counts.items() if count)
    forms = (
        "简短次数；完整次数用 `--long`",
        "完整次数（`--long`）",
        "简短次数，加上先前另行运行的完整次数（尝试数多的那些）",
    )
    form = forms[1 if long else 2 if earlier else 0]
    head = (
        "# 承诺与证据", "",
        "由 `python3 dev.py trust` 运行测试后写出，数字都来自这一次运行，不手工填写。", "",
        f"次数：{form}。结果：{total}，共 {len(PROMISES)} 条。", "",
        "“部分”是已有的检查都符合，但承诺里还有没试的内容；“未做”是还没有检查或还没有做。"
        "简短次数下的“达到”只说明这几次都符合，不能代替完整次数。", "",
        "| 编号 | 承诺 | 怎样试 | 数字 | 必须 | 结果 | 没有试的 |", "|---|---|---|---|---|---|---|",
    )  # fmt: skip
    return "\n".join((*head, *lines, "", *_told_by(others), *_beyond())) + "\n"


def _words(test: str) -> str:
    file, name = test.split("::")
    return f"`{file}` {name.removeprefix('test_').replace('_', ' ')}"


def _told_by(others: Sequence[Path]) -> Iterable[str]:
    """What tools that are no part of the tests found out, in their own words."""
    if not others:
        return
    yield from ("## 别的工具怎样说", "", "它们从外面试命令：运行、结束、断电、写满、损坏，再核对。", "")
    for path in others:
        last = [line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()][-1]
        yield f"- {path.stem}：{last}"
    yield ""


def _beyond() -> Iterable[str]:
    yield "## 这台机器不能证明的"
    yield ""
    yield (
        "Windows 的文件占用和写满时的行为、杀毒软件、真实的网络共享、DPAPI、剪贴板历史、真实的打印机、未放开长路径时的限制、"
        "Excel 和 WPS 本身（用 LibreOffice 代替）、谎报已写入的 U 盘。需要在一台 Windows 电脑上照清单试一小时。"
    )


def run(arguments: Sequence[str]) -> int:
    """Runs every named test once; 1 when a promise is broken. Other arguments are JUnit reports (.xml) of runs made
    before, whose tests are not run again, and what other tools printed (.out), whose last line is quoted.
    """
    long = "--long" in arguments
    earlier = merged(read(Path(name)) for name in arguments if name.endswith(".xml"))
    others = [Path(name) for name in arguments if name.endswith(".out")]
    runs = merged(
        (earlier, _tried({test for promise in PROMISES for test in promise.tests} - earlier.keys(), long=long))
    )
    OUT.write_text(text(runs, long=long, earlier=bool(earlier), others=others), encoding="utf-8")
    broken = [p.id for p in PROMISES if state(p, [r for t in p.tests for r in runs.get(t, ())]) == UNMET]
    sys.stderr.write(f"已写出 {OUT.relative_to(ROOT)}。" + (f"未达到：{'、'.join(broken)}\n" if broken else "\n"))
    return int(bool(broken))


def _tried(tests: Collection[str], *, long: bool) -> Runs:
    if not tests:
        return {}
    env = {**os.environ, **({"TRUST": "1"} if long else {})}
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:randomly", f"--junitxml={report}"]
        command += sorted(f"tests/{test}" for test in tests)
        subprocess.run(command, cwd=ROOT, env=env, check=False)
        return read(report)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
