"""常用: lists that were saved under a name – shown again, saved, renamed and deleted from one menu."""

from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton

from app.db.queries import view as queries
from app.db.queries.listing import Query
from app.db.queries.view import Saved
from app.db.store import Store
from app.operations import view as acts
from app.ui import dialogs
from app.ui.style import button, plain_caption


def named(store: Store, query: Query) -> Saved | None:
    """The saved list that is just what is shown, None when it was changed since or never saved."""
    with store.read() as reader:
        found = queries.views(reader, query.record)
    return next((saved for saved in found if queries.packed(saved.query) == queries.packed(query)), None)


def opener(screen: Any) -> QPushButton:
    """The button with the menu; `screen` has `store`, `query`, `ask(query)` and the window."""
    made = button("常用", look="menu", tip="把现在的栏目、筛选和排序存成常用列表，或者打开存过的")
    menu = QMenu(made)
    menu.aboutToShow.connect(lambda: fill(screen, menu))
    made.setMenu(menu)
    return made


def fill(screen: Any, menu: QMenu) -> None:
    """The saved lists of this record, then what can be done with the one that is shown."""
    menu.clear()
    with screen.store.read() as reader:
        found = queries.views(reader, screen.query.record)
    shown = named(screen.store, screen.query)
    for saved in found:
        action = menu.addAction(plain_caption(saved.name), lambda of=saved: screen.ask(of.query))
        action.setCheckable(True)
        action.setChecked(saved == shown)
    if not found:
        menu.addAction("还没有常用列表").setEnabled(False)
    menu.addSeparator()
    menu.addAction("存为常用列表…", lambda: save(screen))
    if shown is not None:
        menu.addAction(plain_caption(f"“{shown.name}”改名…"), lambda: rename(screen, shown))
        menu.addAction(plain_caption(f"删除“{shown.name}”"), lambda: acts.delete(screen.store, shown.row))


def save(screen: Any) -> None:
    shown = named(screen.store, screen.query)
    name = dialogs.ask_text(screen, "存为常用列表", "名称，例如：失联党员、三组空巢户", shown.name if shown else "")
    if not name:
        return
    with screen.store.read() as reader:
        taken = queries.named(reader, name)
    another = taken is not None and not (shown and shown.row == taken[0])
    if another and not dialogs.ask(screen, "存为常用列表", f"已经有“{name}”，要换成现在的样子吗？", yes="换成现在的"):
        return
    if dialogs.tried(screen, lambda: acts.save(screen.store, name, screen.query)):
        screen.window_.notice(f"已存为常用列表“{name}”。")


def rename(screen: Any, saved: Saved) -> None:
    name = dialogs.ask_text(screen, "改名", "新名称", saved.name)
    if name and name != saved.name:
        dialogs.tried(screen, lambda: acts.rename(screen.store, saved.row, name))
