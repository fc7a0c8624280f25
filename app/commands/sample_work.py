"""What stands on the screens of the sample run: a sheet sent to every village and partly returned, doubles, a template to fill."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from app import clock
from app.db.queries import standing
from app.db.store import Store
from app.exchange.grid import Value
from app.exchange.read import read
from app.exchange.returned import collect
from app.exchange.sending import Asked, plan_sending, send
from app.exchange.write import write_xlsx
from app.models.member import Member
from app.table import Column, Table

_SENT = ("姓名", "性别", "公民身份号码", "出生日期", "学历", "所在党支部", "联系电话", "家庭住址")
_TEMPLATE = ("序号", "党员姓名", "性别", "民族", "出生年月", "身份证号码", "文化程度", "入党时间", "所在支部及职务", "所在村组", "手机",
             "签字")  # fmt: skip
_RETURNED = 4  # villages that have answered
_DOUBLES = 3


def work(store: Store, folder: Path) -> Mapping[str, Path]:
    """Makes all that; which file the screens of 模板填报, 对账 and 导入 show (by the code of the screen)."""
    folder.mkdir(parents=True, exist_ok=True)
    template = folder / "农村党员花名册（上级模板）.xlsx"
    write_xlsx(Table("农村党员花名册", tuple(Column(said, said) for said in _TEMPLATE), [], unit="", date=""), template)
    back = _returns(store, folder)
    _doubled(store)
    return {"filling": template, "comparing": back[0], "importing": back[-1]}


def _returns(store: Store, folder: Path) -> list[Path]:
    due = (clock.today() + timedelta(days=3)).isoformat()
    with store.read() as reader:
        sending = plan_sending(reader, Asked("member", columns=_SENT, due=due, title="党员信息核对表"))
    sent = send(store, sending, folder / "下发").files[:_RETURNED]
    (folder / "交回").mkdir(exist_ok=True)
    back = [_filled_in(path, folder / "交回" / path.name) for path in sent]
    collect(store, back)
    return back


def _filled_in(sent: Path, back: Path) -> Path:
    """As a village returns it: telephones and schooling corrected, somebody new, one number damaged, one row gone."""
    rows = [list(row) for row in read(sent).grids[0].rows]
    head = next(n for n, row in enumerate(rows) if _SENT[0] in row)
    labels = [str(label or "") for label in rows[head]]
    people = [row for row in rows[head + 1 :] if row[labels.index("公民身份号码")]]
    for row, (label, value) in zip(people, _CHANGES, strict=False):
        row[labels.index(label)] = value
    new: dict[str, Value] = {
        "姓名": "单新来",
        "性别": "女",
        "出生日期": "1999-05-06",
        "学历": "大专",
        "联系电话": "19900000099",
    }
    told = [*people[:-1], [new.get(label, "") for label in labels]]
    columns = tuple(Column(f"c{n}", label) for n, label in enumerate(labels))
    write_xlsx(Table("党员信息核对表", columns, [tuple(map(_plain, row)) for row in told]), back)
    return back


_CHANGES = (
    ("联系电话", "19900000011"), ("学历", "大专"), ("公民身份号码", "9901011987061500"), ("家庭住址", "3组18号"), ("联系电话", "清空"),
)  # fmt: skip


def _plain(value: Value) -> str | None:
    return None if value in ("", None) else str(value)


def _doubled(store: Store) -> None:
    """The same people written once more, a little differently."""
    names = ("name", "sex", "birth_date", "branch", "phone", "village")
    with store.read() as reader:
        people = [row for row in standing.columns(reader, "member", names) if None not in row][:_DOUBLES]
    with store.work("新增党员") as done:
        done.add_many(Member, names, [row[1:] for row in people])
