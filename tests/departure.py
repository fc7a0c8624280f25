"""By which functions can a file leave the program without a note of it (`app.operations.outgoing.leaving`)?"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.architecture import Module

# Made-up data of samples and self-tests do not leave anybody's office; the report of an import is of what came in; a
# recovery code is nobody's record.
AT_HOME = ("app.commands.sample.", "app.ui.shots.", "app.commands.importing.write_json", "app.ui.screens.access.")
FIRST = frozenset({"app.files.replace_file"})
# The preview notes what is saved or printed; pages that are only looked at do not leave.
NOTING = frozenset({"app.operations.outgoing.leaving", "app.ui.screens.preview.preview"})
INNER = ("app.exchange", "app.printing")
OUTER = ("app.pack", "app.commands", "app.ui")


@dataclass(frozen=True)
class Function:
    """A function or method by its dotted name (methods without their class), and what it speaks of by theirs."""

    name: str
    line: int
    mentions: frozenset[str]


def unnoted(modules: Iterable[Module]) -> tuple[str, ...]:
    """Whoever replaces a file, or calls who does, is a writer unless it notes what it writes.

    A writer of commands or screens that nobody calls is where a clerk gets a file of which nothing is known afterwards.
    """
    functions = [function for module in modules for function in _functions(module)]
    writers = _writers(functions)
    called = {name for function in functions for name in function.mentions if name != function.name}
    return tuple(
        f"{function.name}:{function.line} lets a file out without a note of it"
        for function in functions
        if function.name in writers and function.name not in called and function.name.startswith(OUTER)
    )


def _writers(functions: Iterable[Function]) -> frozenset[str]:
    writers = FIRST
    while True:
        more = frozenset(
            function.name
            for function in functions
            if function.mentions & writers and not function.mentions & NOTING and not function.name.startswith(AT_HOME)
        )
        if more <= writers:
            return writers
        writers |= more


def _functions(module: Module) -> Iterator[Function]:
    """What is defined inside a function belongs to it."""
    if not module.name.startswith((*INNER, *OUTER)):
        return
    parts = [part for node in module.tree.body for part in (node.body if isinstance(node, ast.ClassDef) else [node])]
    known = _imported(module)
    own = {part.name: f"{module.name}.{part.name}" for part in parts if isinstance(part, ast.FunctionDef)}
    for part in parts:
        if isinstance(part, ast.FunctionDef):
            yield Function(own[part.name], part.lineno, frozenset(_mentions(part, {**own, **known}, own)))


def _imported(module: Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _mentions(function: ast.FunctionDef, known: Mapping[str, str], own: Mapping[str, str]) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in known:
            yield known[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "self" and node.attr in own:
                yield own[node.attr]
            elif node.value.id in known:
                yield f"{known[node.value.id]}.{node.attr}"
