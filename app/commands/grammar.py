"""How does the command line say in Chinese what argparse says in English?"""

import re
import sys
from argparse import ArgumentParser, HelpFormatter, _SubParsersAction
from collections.abc import Iterable
from typing import Any, NoReturn

from app.commands.shape import Command, Option

_SENTENCES = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument 命令: invalid choice: (.*?) \(choose.*", r"没有名为 \1 的命令"),
    (r"argument (\S+): invalid choice: (.*?) \(choose from (.*)\)", r"参数 \1 不能是 \2，可以是：\3"),
    (r"argument (\S+): expected .*argument.*", r"参数 \1 后面缺少内容"),
    (r"argument (\S+): invalid \w+ value: (.*)", r"参数 \1 不能是 \2"),
    (r"argument (\S+): ignored explicit argument (.*)", r"参数 \1 后面不应有内容 \2"),
    (r"ambiguous option: (\S+) .*", r"参数 \1 不够明确，请写全"),
)


class _Formatter(HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[Any], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "用法：")


class Parser(ArgumentParser):
    """Wrong arguments end with code 2 and one sentence."""

    def __init__(self, prog: str, description: str = "", **settings: Any) -> None:
        super().__init__(prog=prog, description=description, formatter_class=_Formatter, add_help=False, **settings)
        self._named = self.add_argument_group("参数")
        self.take(Option(("-h", "--help"), "显示这段说明", {"action": "help"}))

    def take(self, wanted: Option) -> None:
        self._named.add_argument(*wanted.names, help=wanted.help, **wanted.settings)

    def commands(self) -> "_SubParsersAction[Parser]":
        return self.add_subparsers(title="命令", metavar="命令", prog=self.prog)

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{sentence(message)}。用 {self.prog} --help 查看说明。\n")
        sys.exit(2)


def add(commands: "_SubParsersAction[Parser]", command: Command) -> Parser:
    made = commands.add_parser(command.name, help=command.help, description=command.help)
    made.set_defaults(run=command.run)
    for wanted in command.options:
        made.take(wanted)
    return made


def sentence(message: str) -> str:
    """The Chinese for what argparse has to say; its own words never reach the user."""
    for pattern, told in _SENTENCES:
        found = re.fullmatch(pattern, message)
        if found:
            return found.expand(told)
    return "参数不对"
