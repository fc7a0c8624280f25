"""Passwords by command: what is typed comes by standard input, so that it stands in no list of processes."""

import getpass
import sys
from argparse import Namespace

from app.commands import speech
from app.commands.opening import database
from app.db import key
from app.db.slot import PASSWORD, Words
from app.errors import UserError
from app.operations import access, keeping


def unlock(args: Namespace) -> int:
    """Exit code 0 when the password opens the database, 3 (after a wait that grows) when it does not."""
    path = database(args)
    (typed,) = asked(args, "密码")
    access.unlock(path, Words(PASSWORD, typed, args.clerk or ""))
    speech.line("密码正确，数据库可以打开。")
    return 0


def passwd(args: Namespace) -> int:
    """Sets the first password (and prints the recovery code, once), changes it, takes it off, renews the code."""
    path = database(args)
    locked = keeping.is_locked(path)
    one = args.off or args.new_code
    if one:
        _needs_password(locked)
        (old,) = asked(args, "现在的密码")
        new = ""
    else:
        old, new = _old_and_new(args, locked)
    data_key = (
        access.unlock(path, Words(PASSWORD, old, args.clerk or "")) if locked else key.unlock(key.read_key(path), path)
    )
    if args.off:
        access.take_off(path, data_key, old)
        speech.line("已取消密码：拿到这些文件的人都能打开。")
    elif args.new_code:
        show_code(access.new_code(path, data_key, old, who=args.clerk or ""))
    else:
        code = access.set_password(path, data_key, new, old=old, who=args.clerk or "" if locked else "")
        speech.line("密码已更换，恢复码不变。" if locked else "密码已设置。")
        if code:
            show_code(code)
    return 0


def recover(args: Namespace) -> int:
    """A lost password: the code opens, the new password is set in the same step."""
    path = database(args)
    _needs_password(keeping.is_locked(path))
    code, new = asked(args, "恢复码", "新密码")
    access.recover(path, code, new, who=args.clerk or "")
    speech.line("已用恢复码打开，新密码已设置。恢复码继续有效，请放回原处。")
    return 0


def show_code(code: str) -> None:
    speech.line(f"恢复码（只显示这一次，请抄写或打印后另放一处）：{code}")


def _needs_password(locked: bool) -> None:
    if not locked:
        raise UserError("这个数据库没有设密码。", "需要时用 passwd 设置。")


def _old_and_new(args: Namespace, locked: bool) -> tuple[str, str]:
    if locked:
        old, new = asked(args, "现在的密码", "新密码")
        return old, new
    if not args.stdin:
        return "", asked(args, "新密码")[0]
    lines = _lines()
    return "", lines[-1] if lines else ""


def asked(args: Namespace, *questions: str) -> tuple[str, ...]:
    if not args.stdin and sys.stdin.isatty():
        return tuple(getpass.getpass(f"{question}：") for question in questions)
    lines = _lines()
    if len(lines) < len(questions):
        raise UserError(f"标准输入应有 {len(questions)} 行：{'、'.join(questions)}。", "请补全后再做一次。")
    return tuple(lines[: len(questions)])


def _lines() -> list[str]:
    return sys.stdin.buffer.read().decode("utf-8-sig", errors="replace").splitlines()
