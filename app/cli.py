"""The command line: which commands there are, and how their success and failure are told.

To add a command: a line in COMMANDS, its function in `app.commands`. Exit codes: 0 done, 2 wrong arguments,
3 could not be done (one sentence), 70 a fault of the program (a report is written).
"""

import os
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from app.collecting import paused
from app.commands import grammar, report
from app.commands.shape import Command, option
from app.errors import Cancelled, NeedsConsent, Rejected, UserError
from app.loading import late

FAILED, FAULT = 3, 70

_JSON = option("--json", help="用一个 JSON 对象回答", action="store_true")
_WHERE = option("--where", help="查找条件，如：支部:红旗 党龄>50", default="")
_UNIT = option("--unit", help="单位名称，重名时写路径，如：青禾镇/石坪村")
_BRANCH = option("--branch", help="党组织名称，重名时写路径")
_MASK = option("--mask", help="脱敏方式：none 不脱敏，middle、last8、name", choices=("none", "middle", "last8", "name"))
_TO = option("--to", help="给谁：代码表“外发对象”里的一项，脱敏方式随它", metavar="对象")
_PURPOSE = option("--purpose", help="用途；要比外发对象通常的更完整时必须写明", metavar="用途")
_AS_OF = option("--as-of", help="截至哪一天，如：2026-06-30", metavar="日期")
_LIST = option("--list", help="列出全部可用的名称", action="store_true", dest="listed")

COMMANDS = (
    Command("demo", "装入示例数据", "app.commands.sample:demo", (
        option("--scale", help="规模", choices=("township", "county", "x10"), default="township"),
        option("--seed", help="随机种子", type=int, default=1),
    )),
    Command("sample", "生成一整套示例：数据库、台账、打印件和截图", "app.commands.sample:sample", (
        option("folder", help="放到哪个文件夹", type=Path),
    )),
    Command("import", "读入一张表", "app.commands.importing:run", (
        option("file", help="要读入的文件，或 export-all 导出的文件夹", type=Path),
        option("--as", help="按哪种记录读入", dest="record"),
        _BRANCH, _UNIT,
        option("--report", help="把每一行的去向写成 JSON", type=Path),
        option("--dry-run", help="只看结果，不写入", action="store_true"),
        option("--return", help="把有问题的行按原样退回", type=Path, dest="returned"),
        option("--known-only", help="不新建党组织、单位和联系人", action="store_true"),
        option("--large", help="允许读特别大的文件", action="store_true"),
    )),
    Command("export", "导出台账或一种记录", "app.commands.exporting:export", (
        option("name", help="台账或记录的名称", nargs="?"), option("out", help="导出为 .xlsx 或 .csv", type=Path, nargs="?"),
        _LIST, _WHERE, _MASK, _TO, _PURPOSE, _UNIT, _BRANCH, _AS_OF,
        option("--charset", help="CSV 的编码", choices=("utf-8-sig", "gb18030"), default="utf-8-sig"),
    )),
    Command("export-all", "导出全部数据和数据字典", "app.commands.exporting:export_all", (
        option("folder", help="放到哪个文件夹", type=Path),
    )),
    Command("fill", "按上级模板填表", "app.commands.filling:run", (
        option("template", help="上级发来的模板", type=Path), option("out", help="填好后存成", type=Path),
        _WHERE, _MASK, _TO, _PURPOSE, _UNIT, _BRANCH, _AS_OF,
        option("--report", help="把各列填了什么写成 JSON", type=Path),
        option("--record", help="按哪种记录填，如：member"), option("--sheet", help="填哪张工作表"),
        option("--shape", help="样式：table 一行一条，form 一条一份，stat 统计表", choices=("table", "form", "stat")),
        option("--header", help="表头在第几行，如：3 或 3-4", metavar="行"),
        option("--sort", help="按哪个栏目排序", metavar="栏目"), option("--down", help="倒序", action="store_true"),
        option("--dates", help="日期写法的样子，如：1987.06", metavar="样子"),
        option("--map", help="指定一格填什么，可写多次，如：F5=公民身份号码，不填写 F5=空", action="append", metavar="格=栏目"),
        option("--each", help="一人一表时，每条记录存一个文件还是一张工作表", choices=("file", "sheet"), default="file"),
        option("--lines", help="同时填写“填报单位”“填报时间”", action="store_true"),
        option("--truncate", help="百分比舍去尾数，不四舍五入", action="store_true"),
        option("--remember", help="记住这份模板的填法", action="store_true"),
        option("--look", help="只看怎么填，不写文件", action="store_true"), _JSON,
        option("--large", help="允许读特别大的文件", action="store_true"),
    )),
    Command("print", "打印成 PDF", "app.commands.paper:run", (
        option("name", help="台账、清单或卡片的名称", nargs="?"), option("out", help="PDF 文件", type=Path, nargs="?"),
        _LIST, _WHERE, _MASK, _TO, _PURPOSE, _UNIT, _BRANCH, _AS_OF,
        option("--period", help="统计表、活动图的时段，如：2026、2026-Q3、2026-11"),
    )),
    Command("compare", "对账：交回的表和库里逐格核对", "app.commands.comparing:compare", (
        option("file", help="交回的文件", type=Path),
        option("--batch", help="收表批次的标记或标题，last 是最近一批"),
        option("--alone", help="不管下发的内容，只和库里比", action="store_true"),
        option("--as", help="按哪种记录读", dest="record"),
        option("--apply", help="all 全部采纳，sure 不含两边都改的，none 不采纳，或一个行键清单", default="none"),
        option("--return", help="把有问题的行按原样退回", type=Path, dest="returned"),
        option("--large", help="允许读特别大的文件", action="store_true"),
        _JSON,
    )),
    Command("send", "下发：每个村或党支部一张表", "app.commands.sending:send", (
        option("name", help="台账或记录的名称，或上级模板文件"), option("folder", help="放到哪个文件夹", type=Path),
        option("--by", help="village 按村，branch 按党支部", choices=("village", "branch"), default="village"),
        option("--columns", help="放哪些栏目，用逗号隔开"), option("--due", help="交回期限，如：2026-12-01", metavar="日期"),
        option("--title", help="表的标题"), _WHERE, _UNIT, _BRANCH,
        option("--map", help="模板里的一格填什么，可写多次，如：F5=公民身份号码", action="append", metavar="格=栏目"),
        option("--sheet", help="用模板的哪张工作表"), option("--record", help="按哪种记录填模板，如：member"),
        option("--large", help="允许读特别大的模板", action="store_true"),
    )),
    Command("collect", "收表：认领交回的文件", "app.commands.sending:collect", (
        option("files", help="文件或文件夹", type=Path, nargs="+"),
        option("--batch", help="收表批次的标记或标题"), _JSON,
    )),
    Command("batches", "收表批次和各单位的情况", "app.commands.sending:batches", (
        option("--all", help="包括已结束的", action="store_true"),
        option("--remind", help="连同催交的话", action="store_true"), _JSON,
    )),
    Command("missing", "未交表单位名单", "app.commands.sending:missing", (
        option("out", help="导出为 .xlsx", type=Path), option("--batch", help="收表批次的标记或标题"),
    )),
    Command("coverage", "覆盖率", "app.commands.figure:coverage", (_UNIT, _AS_OF, _JSON)),
    Command("suggest", "推荐结对：谁联系谁，为什么", "app.commands.suggesting:suggest", (
        _UNIT, option("--kind", help="结对种类的代号或名称，如：cadre_village；不写是党员→户", metavar="种类"),
        option("--cap", help="每个联系方至多联系几个，代替设置里的数", type=int), _JSON,
        option("--campaign", help="和 --apply 同用：计入这个专项，已有的结对也计入", metavar="专项"),
        option("--apply", help="写入推荐的结对，一步可以撤销", action="store_true"),
    )),
    Command("dues", "党费：核算应缴，登记缴纳", "app.commands.due:dues", (
        option("act", help="assess 核算，pay 登记缴纳", choices=("assess", "pay")),
        option("period", help="时段，如：2026、2026-Q3、2026-11"), _BRANCH,
        option("--member", help="只登记一名党员：姓名或公民身份号码"), option("--on", help="缴纳日期，不写是今天", metavar="日期"),
        option("--receipt", help="收据号"), option("--amount", help="一名党员一个月按金额登记，单位元"),
        option("--yes", help="金额多于应缴时也登记", action="store_true"), _JSON,
    )),
    Command("do", "办理一件事：登记、修改，发展党员的步骤、介绍信、换届、会议等", "app.commands.doing:do", (
        option("record", help="哪种记录，如：发展党员", nargs="?"), option("deed", help="动作，如：政治审查", nargs="?"),
        option("--set", help="可写几个，如：日期=2026-11-03", nargs="+", action="extend", default=[], dest="told", metavar="栏目=内容"),
        option("--name", help="哪一条：姓名、证号或名称"), option("--uid", help="哪一条：系统标识"),
        option("--list", help="列出全部动作和要写的栏目", action="store_true", dest="listed"),
        option("--yes", help="要再确认的也办理", action="store_true"), _JSON,
    )),
    Command("assess", "考核：按登记自动核对一个清单的每一条，有问题的指出原因", "app.commands.assessing:assess", (
        option("checklist", help="清单名称，或领域，如：农村"), _BRANCH, _UNIT,
        option("--year", help="考核年度，不写是今年", type=int), option("--turn", help="考核批次，如：上半年", metavar="批次"),
        option("--apply", help="写入自评：没有得分的条目采用自动核对的得分", action="store_true"), _JSON,
    )),
    Command("checklist", "考核清单：列出、导入上级的表、打印、复制", "app.commands.checklist:run", (
        option("act", help="list 列出，import 导入，print 打印，copy 复制为新版本", choices=("list", "import", "print", "copy")),
        option("name", help="清单的名称或领域；导入时是上级的文件", nargs="?"),
        option("out", help="打印时：存成 .pdf，或从上级的表导入的存成 .xlsx", type=Path, nargs="?"),
        option("--title", help="导入或复制后的清单叫什么"), option("--domain", help="适用领域，如：农村"),
        option("--version", help="版本，如：2026 年版"), option("--year", help="适用年度", type=int),
        option("--issuer", help="制发单位"), option("--dry-run", help="只看读出了什么，不写入", action="store_true"),
        _BRANCH, _JSON,
    )),
    Command("evidence", "佐证材料：存入、列出、另存", "app.commands.checklist:proof", (
        option("act", help="add 存入文件，list 列出，save 另存一份", choices=("add", "list", "save")),
        option("files", help="要存入的文件，或另存成的文件", type=Path, nargs="*"),
        option("--assessment", help="考核的名称", required=True), option("--line", help="条目编号"),
        option("--stage", help="痕迹环节：有谋划、有安排、有落实、有考核、有应用"),
        option("--title", help="另存时：材料名称"), _JSON,
    )),
    Command("pack", "迎检：清单、台账和佐证材料装订成一册和一个文件夹", "app.commands.packing:pack", (
        option("folder", help="放到哪个文件夹", type=Path), _BRANCH, _UNIT,
        option("--year", help="考核年度，不写是最近有考核的一年", type=int),
        option("--checklist", help="只要这个清单，可写多次", action="append", metavar="清单"),
        option("--index-only", help="纸质材料和台账只列入佐证目录，不另占一页", action="store_true"),
        _MASK, _TO, _PURPOSE, _JSON,
    )),
    Command("package", "报送包：封好一部分记录给别的电脑，合并别处发来的", "app.commands.package:run", (
        option("act", help="create 做一份，merge 合并，code 本库的接收码", choices=("create", "merge", "code")),
        option("files", help="报送包文件；合并时可写多个，或一个文件夹；code 时是要存成的文件", type=Path, nargs="*"),
        _UNIT, option("--campaign", help="只做这个专项的", metavar="专项"),
        option("--sender", help="报送单位，不写是所选范围", metavar="名称"),
        option("--to", help="封给谁：对方的接收码，或存着它的文件", metavar="接收码"),
        option("--password-stdin", help="从标准输入读报送包的密码", action="store_true", dest="stdin"),
        option("--decide", help="两边都改过的：here 用本库的，there 用包里的，或一个取舍清单；不写就先不动", metavar="取舍"),
        option("--dry-run", help="只看会怎样，不合并", action="store_true"), _JSON,
    )),
    Command("warnings", "提醒", "app.commands.figure:warnings", (_JSON,)),
    Command("stats", "统计数", "app.commands.statistic:stats", (
        option("--period", help="时段，如：2026、2026-Q3、2026-11"), _UNIT, _JSON,
        option("--by-unit", action="store_true", help="下级单位分列：每项指标一行，每个单位一栏"),
    )),
    Command("duplicates", "查重：可能是同一人或同一户的记录", "app.commands.duplicate:duplicates", (
        option("--record", help="哪种记录：党员、干部、农户、家庭成员"), _JSON,
    )),
    Command("clinic", "检查姓名和证号，给出建议，不改动", "app.commands.duplicate:clinic", (_JSON,)),
    Command("check", "核对数据库", "app.commands.keeping:check", (_JSON,)),
    Command("backup", "备份并核对", "app.commands.keeping:backup", (
        option("--out", help="备份文件", type=Path, required=True),
    )),
    Command("restore", "从备份恢复", "app.commands.keeping:restore", (
        option("--from", help="备份文件", type=Path, required=True, dest="source"),
    )),
    Command("history", "修改记录", "app.commands.history:history", (
        option("--record", help="哪种记录"), option("--uid", help="哪一条"),
        option("--limit", help="最多几条", type=int, default=200), _JSON,
    )),
    Command("handups", "外发记录：给过谁什么；两次上报对比", "app.commands.outgoing:handups", (
        option("--name", help="哪本台账或哪种记录"), option("--to", help="只看给谁的", metavar="对象"),
        option("--compare", help="对比两次，写两个编号", nargs=2, metavar=("编号", "编号")),
        option("--limit", help="最多几条", type=int, default=200), _JSON,
    )),
    Command("undo", "撤销", "app.commands.history:undo", (
        option("--work", help="逐条撤销较早的一步：它的编号；先列出每条会怎样", type=int),
        option("--yes", help="确认逐条撤销", action="store_true"), _JSON,
    )),
    Command("erase", "彻底删除一个人：登记、修改记录和外发内容里都不留，不能撤销", "app.commands.erasing:erase", (
        option("--record", help="哪种记录：党员、干部、农户、家庭成员、发展党员", required=True),
        option("--uid", help="哪一条的编号", required=True),
        option("--reason", help="原因，会留在修改记录里，不要写姓名和号码", default=""),
        option("--dry-run", help="只看会删除什么，不改动", action="store_true"), _JSON,
    )),
    Command("redo", "重做", "app.commands.history:redo", (_JSON,)),
    Command("enter", "逐条录入虚构党员（验收用）", "app.commands.entry:enter", (
        option("--n", help="几名", type=int, required=True), option("--start", help="从第几名起", type=int, default=1),
    )),
    Command("list", "每行一个证号（验收用）", "app.commands.entry:numbers"),
    Command("dump", "全部内容的规范文本（验收用）", "app.commands.entry:dump", (
        option("--by-key", help="不用编号，用自然键", action="store_true"),
    )),
    Command("open", "像窗口一样打开并等待（验收用）", "app.commands.entry:hold", (
        option("--hold", help="等待几秒", type=float, default=0.0),
        option("--break-lock", help="不理会别的电脑留下的占用标记", action="store_true"),
    )),
    Command("unlock", "看密码对不对（验收用）", "app.commands.access:unlock", (
        option("--password-stdin", help="从标准输入读密码", action="store_true", dest="stdin"),
    )),
    Command("passwd", "设置或更换密码；第一次设置时给出恢复码", "app.commands.access:passwd", (
        option("--old-stdin", help="从标准输入读：第一行原密码（没有时空着），第二行新密码", action="store_true", dest="stdin"),
        option("--off", help="取消密码：标准输入只有一行，现在的密码", action="store_true"),
        option("--new-code", help="换一个恢复码：标准输入只有一行，现在的密码", action="store_true"),
    )),
    Command("recover", "用恢复码打开，并设新密码", "app.commands.access:recover", (
        option("--code-stdin", help="从标准输入读：第一行恢复码，第二行新密码", action="store_true", dest="stdin"),
    )),
    Command("users", "用户：几个人各用各的密码和角色；只有主任能改", "app.commands.people:run", (
        option("act", help="list 列出，add 添加，role 改角色，passwd 重设密码，remove 停用并换密钥",
               choices=("list", "add", "role", "passwd", "remove")),
        option("name", help="用户的姓名", nargs="?"), option("--role", help="角色", choices=("主任", "录入", "查阅")),
        option("--new-stdin", help="添加、重设密码时从标准输入读新密码", action="store_true", dest="stdin"), _JSON,
    )),
    Command("migrate", "升级数据库结构", "app.commands.entry:migrate"),
    Command("ops", "按脚本操作（验收用）", "app.commands.ops:run", (
        option("--script", help="JSON 脚本", type=Path, required=True), option("--seed", help="随机种子", type=int, default=1),
    )),
    Command("selftest", "自检：建库、导入、导出、打印、核对", "app.commands.sample:selftest"),
    Command("revision", "按记录的定义写出新的升级脚本（开发用）", "app.commands.entry:revision", (
        option("message", help="升级说明"),
    )),
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command, or opens the window when none is named; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = _parser().parse_args(argv)
    try:
        if args.pretend_drive:
            late("app.db.drive:pretend")(args.pretend_drive)
        code = int(late(args.run)(args) or 0)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # who reads has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _failed("已停止，没有完成的部分没有保存。")
    except (Exception, RecursionError) as error:  # noqa: BLE001 - the one hook of the command line
        return _told(error)


def window(args: Namespace) -> int:
    """The bare call."""
    if args.password_file is not None:
        late("app.commands.opening:database")(args)
    with paused():
        run = late("app.main:run")
    return int(run(args.db))


def _told(error: Exception) -> int:
    if isinstance(error, UserError | Rejected):
        return _failed(str(error))
    if isinstance(error, NeedsConsent):
        return _failed(error.text)
    if isinstance(error, Cancelled):
        return _failed("已取消，没有保存。")
    translated = late("app.db.failure:translate")(error)
    if translated is not None:
        return _failed(str(translated))
    path = report.write(error)
    where = f"情况已记在 {path}（不含个人信息），请交给维护人员。" if path else "情况没能记下来，请告知维护人员。"
    return _failed(f"程序出了故障，这次没有完成。{where}", FAULT)


def _failed(sentence: str, code: int = FAILED) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


def _parser() -> ArgumentParser:
    top = grammar.Parser("township-ledger", "乡镇党建台账：不写命令时打开窗口。")
    _common(top)
    top.set_defaults(run="app.cli:window", db=None, password_file=None, clerk=None, pretend_drive="")
    commands = top.commands()
    for command in COMMANDS:
        made = grammar.add(commands, command)
        _common(made)
    return top


def _common(parser: grammar.Parser) -> None:
    parser.take(option("--db", help="数据库文件，没有时新建", type=Path, default=SUPPRESS, metavar="文件"))
    parser.take(option("--password-file", help="密码文件", type=Path, default=SUPPRESS, metavar="文件"))
    parser.take(option(
        "--pretend-drive", help="当作数据库在这种盘上（验收用）：network 网络共享，sync 同步盘，removable U 盘",
        choices=("network", "sync", "removable"), default=SUPPRESS, metavar="种类",
    ))  # fmt: skip
    parser.take(option("--clerk", help="几个人各有密码时，是谁", default=SUPPRESS, metavar="姓名"))
