"""The clerks of a database by command: who they are, adding one, another role, another password, taking one away.

The 主任 says who she is with `--clerk` and `--password-file`; a password for somebody else comes by standard input.
"""

from argparse import Namespace

from app.commands import speech
from app.commands.access import asked, show_code
from app.commands.opening import database, opened, words
from app.db import lock
from app.db.clerk import ROLES
from app.errors import UserError
from app.operations import people


def run(args: Namespace) -> int:
    """One of list, add, role, passwd, remove."""
    return {"list": listed, "add": add, "role": role, "passwd": passwd, "remove": remove}[args.act](args)


def listed(args: Namespace) -> int:
    with opened(args) as parts:
        found = people.listed(parts.store)
    if args.json:
        speech.answer({"users": [{"name": one.name, "role": one.role} for one in found]})
        return 0
    for one in found:
        speech.line(f"{one.name}\t{one.role}\t{ROLES[one.role]}")
    if not found:
        speech.line("只有一个人使用，没有添加过用户。")
    return 0


def add(args: Namespace) -> int:
    name = _named(args)
    (password,) = asked(args, f"{name}的密码")
    with opened(args) as parts:
        code = people.add(parts.store, name, args.role or "录入", password, own=_own(args), own_name=args.clerk or "")
    speech.line(f"已添加用户“{name}”。")
    if code:
        speech.line("恢复码已更换，原来的那一张作废。")
        show_code(code)
    return 0


def role(args: Namespace) -> int:
    if not args.role:
        raise UserError("请用 --role 写明改成什么角色。", f"可用：{'、'.join(ROLES)}。")
    with opened(args) as parts:
        people.assign(parts.store, _named(args), args.role, own=_own(args))
    speech.line(f"用户“{args.name}”已改为{args.role}。")
    return 0


def passwd(args: Namespace) -> int:
    name = _named(args)
    (password,) = asked(args, f"{name}的新密码")
    with opened(args) as parts:
        people.reset(parts.store, name, password, own=_own(args))
    speech.line(f"用户“{name}”的密码已重设。")
    return 0


def remove(args: Namespace) -> int:
    """Names the backups that the password of the one who goes still opens."""
    name = _named(args)
    if lock.held(database(args)):
        raise UserError("程序窗口正开着这个数据库，没有停用。", "请先关闭窗口，或在窗口的“用户”里停用。")
    with opened(args) as parts:
        removed = people.remove(parts.store, name, own=_own(args), progress=speech.progress())
    speech.line(f"已停用用户“{name}”，数据库换了新的密钥。")
    if removed.backups:
        named = "、".join(path.name for path in removed.backups)
        speech.line(f"以前的备份仍按当时的密码打开，不需要的请销毁：{named}。别处的备份、U 盘上的也一样。")
    return 0


def _named(args: Namespace) -> str:
    if not args.name:
        raise UserError("请写明用户的姓名。")
    return str(args.name)


def _own(args: Namespace) -> str:
    told = words(args)
    if told is None:
        raise UserError("管用户须输入自己的密码，没有改动。", "请用 --password-file 和 --clerk 写明自己的密码和姓名。")
    return told.text
