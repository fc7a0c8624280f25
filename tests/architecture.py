"""What do the modules below a folder import, and where does that break the rules of the house?

Every check takes the modules that were read and gives sentences, one per break: an empty tuple is a house in order.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

# From the bottom to the top; a module imports from its own layer or from layers above it in this list.
# Names in one inner tuple know each other; a second inner tuple beside it is a stranger.
LAYERS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("errors", "progress", "clock", "paths", "files", "passing", "loading", "collecting"),),
    (("codes",),),
    (("kinds",),),
    (("table",), ("chart",), ("settings",)),
    (("models",),),
    (("db",),),
    (("ledgers",), ("rules",)),
    (("operations",),),
    (("exchange",), ("printing",)),
    (("pack",),),
    (("ui",), ("parts",)),
    (("main", "cli", "commands", "__main__"),),
)

# Who may import what does not belong to Python or to us.
CONFINED = {
    "PySide6": ("app.ui", "app.main"),
    "sqlalchemy": ("app.models.tables", "app.db.schema"),
    "alembic": ("app.db.schema",),
    "sqlcipher3": ("app.db",),
    "openpyxl": ("app.exchange",),
    "xlsxwriter": ("app.exchange",),
    "python_calamine": ("app.exchange",),
    "reportlab": ("app.printing",),
    "pypdf": ("app.pack",),
}

# Screens read through queries and hand the store on; what changes something goes through operations.
SCREENS_MAY_READ = ("app.db.queries", "app.db.store", "app.db.search")

FORBIDDEN_NAMES = frozenset({"utils", "helpers", "common", "misc", "manager", "service", "base"})
FILE_LINES, CLASS_LINES, CLASS_METHODS, FUNCTION_LINES = 400, 250, 25, 50
_LATE_NAME = re.compile(r"app(\.\w+)+(:\w+)?")


@dataclass(frozen=True, eq=False)
class Module:
    """One file: its dotted name, its text, its tree. The same only as itself, so that what was found of it is kept."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))


@dataclass(frozen=True)
class Import:
    """`importer` asks for the dotted name `target` in `line`; `late` when it is a name for `app.loading`."""

    importer: str
    target: str
    line: int
    late: bool = False


def read(root: Path, package: str = "app") -> tuple[Module, ...]:
    """Every Python file of `root / package`, in the order of their paths."""
    files = sorted((root / package).rglob("*.py"))
    return tuple(_module(root, path) for path in files)


def _module(root: Path, path: Path) -> Module:
    parts = path.relative_to(root).with_suffix("").parts
    text = path.read_text(encoding="utf-8")
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, path, text, ast.parse(text, str(path)))


def imports(module: Module, known: frozenset[str]) -> Iterator[Import]:
    """All that a module asks for, `from package import module` as the module where `known` has one by that name."""
    for node in module.nodes:
        for target, late in _targets(module, node, known):
            yield Import(module.name, target, getattr(node, "lineno", 0), late)


def _targets(module: Module, node: ast.AST, known: frozenset[str]) -> Iterator[tuple[str, bool]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, False) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        source = _source(module, node)
        for alias in node.names:
            whole = f"{source}.{alias.name}"
            yield (whole if whole in known else source), False
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _LATE_NAME.fullmatch(node.value):
        yield node.value.partition(":")[0], True
    elif isinstance(node, ast.Call) and _calls(node, "late"):
        names = [part.value for part in node.args[:1] if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        yield from ((name.partition(":")[0], True) for name in names if not _LATE_NAME.fullmatch(name))


def _source(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    above = parts[: len(parts) - node.level + module.is_package]
    return ".".join((*above, node.module) if node.module else above)


def _calls(node: ast.Call, name: str) -> bool:
    called = node.func
    return (isinstance(called, ast.Name) and called.id == name) or (
        isinstance(called, ast.Attribute) and called.attr == name
    )


def all_imports(modules: Iterable[Module]) -> tuple[Import, ...]:
    return _all_imports(tuple(modules))


@cache
def _all_imports(modules: tuple[Module, ...]) -> tuple[Import, ...]:
    known = frozenset(module.name for module in modules)
    return tuple(found for module in modules for found in imports(module, known))


def _place(name: str) -> tuple[int, int] | None:
    """Layer and side of a module of ours, None for what is not ours or has no place yet."""
    parts = name.split(".")
    if parts[0] != "app" or len(parts) == 1:
        return None
    for height, sides in enumerate(LAYERS):
        for side, names in enumerate(sides):
            if parts[1] in names:
                return height, side
    return None


def unplaced(modules: Iterable[Module]) -> tuple[str, ...]:
    homeless = sorted({m.name.split(".")[1] for m in modules if m.name != "app" and _place(m.name) is None})
    return tuple(f"app.{name} has no place in the order of layers" for name in homeless)


def upward(modules: Iterable[Module]) -> tuple[str, ...]:
    """Imports that climb, or that reach for a stranger of the same height."""
    return tuple(filter(None, map(_climb, all_imports(modules))))


def _climb(found: Import) -> str:
    own, other = _place(found.importer), _place(found.target)
    if own is None or other is None or other == own or other[0] < own[0]:
        return ""
    how = "stands beside" if other[0] == own[0] else "stands above"
    return f"{found.importer}:{found.line} imports {found.target}, which {how} it"


def cycles(modules: Iterable[Module]) -> tuple[str, ...]:
    """Circles of modules that need each other when they are loaded (late names load after)."""
    modules = tuple(modules)
    graph: dict[str, set[str]] = {module.name: set() for module in modules}
    for found in all_imports(modules):
        if not found.late and found.target in graph and found.target != found.importer:
            graph[found.importer].add(found.target)
    circles = (_way_back(graph, name) for name in sorted(graph, reverse=True))
    unique = {frozenset(circle): circle for circle in circles if circle}
    return tuple(" → ".join((*circle, circle[0])) for circle in unique.values())


def _way_back(graph: dict[str, set[str]], start: str) -> tuple[str, ...]:
    """The shortest way from `start` back to itself, or ()."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for step in sorted(graph[way[-1]]):
            if step == start:
                return way
            if step not in seen:
                seen.add(step)
                ways.append((*way, step))
    return ()


def inner_imports(modules: Iterable[Module]) -> tuple[str, ...]:
    """Imports inside a function, or by name, anywhere but in app/loading.py."""
    return tuple(
        f"{module.name}:{line} imports where only app.loading may"
        for module in modules
        if module.name != "app.loading"
        for line in sorted(_inner_lines(module))
    )


def _inner_lines(module: Module) -> set[int]:
    lines = {node.lineno for node in module.nodes if isinstance(node, ast.Call) and _is_import_call(node)}
    inside = [
        (n.lineno, n.end_lineno or 0) for n in module.nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    asked = (node.lineno for node in module.nodes if isinstance(node, ast.Import | ast.ImportFrom))
    return lines | {line for line in asked if any(first <= line <= last for first, last in inside)}


def _is_import_call(node: ast.Call) -> bool:
    return _calls(node, "import_module") or _calls(node, "__import__")


def unconfined(modules: Iterable[Module]) -> tuple[str, ...]:
    """Libraries that are imported outside the layer that owns them."""
    return tuple(
        f"{found.importer}:{found.line} imports {found.target}, which belongs to {' and '.join(owners)}"
        for found in all_imports(modules)
        if (owners := CONFINED.get(found.target.split(".")[0])) and not _within(found.importer, owners)
    )


def _within(name: str, places: Iterable[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def screens_past_the_queries(modules: Iterable[Module]) -> tuple[str, ...]:
    return tuple(
        f"{found.importer}:{found.line} imports {found.target}: screens read through queries, change through operations"
        for found in all_imports(modules)
        if _within(found.importer, ("app.ui.screens",))
        and _within(found.target, ("app.db",))
        and not _within(found.target, SCREENS_MAY_READ)
    )


def too_large(modules: Iterable[Module]) -> tuple[str, ...]:
    return tuple(sentence for module in modules for sentence in _sizes(module))


def _sizes(module: Module) -> Iterator[str]:
    lines = module.text.count("\n") + 1
    if lines > FILE_LINES:
        yield f"{module.name} has {lines} lines, more than {FILE_LINES}"
    for node in module.nodes:
        if isinstance(node, ast.ClassDef):
            yield from _class_sizes(module, node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > FUNCTION_LINES:
            yield f"{module.name}:{node.lineno} {node.name} has {_lines(node)} lines, more than {FUNCTION_LINES}"


def _class_sizes(module: Module, node: ast.ClassDef) -> Iterator[str]:
    if _lines(node) > CLASS_LINES:
        yield f"{module.name}:{node.lineno} {node.name} has {_lines(node)} lines, more than {CLASS_LINES}"
    methods = sum(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body)
    if methods > CLASS_METHODS:
        yield f"{module.name}:{node.lineno} {node.name} has {methods} methods, more than {CLASS_METHODS}"


def _lines(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def badly_named(modules: Iterable[Module]) -> tuple[str, ...]:
    return tuple(
        f"{module.name}: a name that says nothing"
        for module in modules
        if FORBIDDEN_NAMES.intersection(module.name.split("."))
    )


def silent_openings(modules: Iterable[Module]) -> tuple[str, ...]:
    """Files that do not open with the question they answer."""
    return tuple(f"{module.name} opens without a sentence" for module in modules if not ast.get_docstring(module.tree))


def bare_folders(root: Path, package: str = "app") -> tuple[str, ...]:
    """Folders with Python in them that are no package."""
    folders = sorted({path.parent for path in (root / package).rglob("*.py")})
    bare = (folder for folder in folders if not (folder / "__init__.py").exists())
    return tuple(f"{folder.relative_to(root).as_posix()} has no __init__.py" for folder in bare)
