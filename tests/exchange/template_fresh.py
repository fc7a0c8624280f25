"""Templates written down as offices ask, before looking at the words that the program knows; what is true of each column.

To add one: a `Fresh` with its heading rows (`<` belongs to the cell at the left, `^` to the one above) and one word per
column saying what fills it: a field, several that are equally right (`|`), `-` where nothing kept can stand, `.` where
it does not matter. A form pairs each label with what fills the blank beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

_FRAME = Border(*(Side("thin") for _ in range(4)))


@dataclass(frozen=True)
class Fresh:
    """A template in words: lines above, heading rows, what fills each column, rows ready, first cells, lines below."""

    title: str
    heads: tuple[str, ...]
    truth: str
    record: str = "member"
    shape: str = "table"
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    ready: int = 6
    firsts: tuple[str, ...] = ()
    side: str = ""
    merged_title: bool = True

    def __str__(self) -> str:
        return self.title

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(head.split()) for head in self.heads)

    @property
    def fields(self) -> Iterator[tuple[str, str]]:
        """Cell and what fills it: of a table that under the heading, of a form the blank."""
        top = len(self.above) + 2
        if self.shape == "form":
            words = iter(self.truth.split())
            for number, row in enumerate(self.rows, top):
                for column, word in enumerate(row, 1):
                    if word == "□":
                        yield f"{letter(column)}{number}", next(words)
            return
        for column, word in enumerate(self.truth.split(), 1):
            yield f"{letter(column)}{top + len(self.heads)}", word

    def make(self, path: Path) -> None:
        """Write it as an office would: merged title, notes, frame, heights, lines below."""
        book = Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        sheet.title = "Sheet1"
        width = max(map(len, self.rows))
        _title(sheet, self.title, width if self.merged_title else 1)
        for number, text in enumerate(self.above, 2):
            _note(sheet, number, text, width)
        top = len(self.above) + 2
        _heads(sheet, top, self.rows)
        first = top + len(self.heads)
        last = first - 1 + (0 if self.shape == "form" else max(self.ready, len(self.firsts)))
        for number, word in enumerate(self.firsts, first):
            sheet.cell(number, 1, word)
        _draw(sheet, top, last, width)
        if self.side:
            sheet.cell(top + 1, width + 2, self.side)
        for number, text in enumerate(self.below, last + 1):
            _note(sheet, number, text, width)
        book.save(path)


def _title(sheet: Worksheet, title: str, width: int) -> None:
    sheet["A1"] = title
    sheet["A1"].font = Font(size=18, bold=True)
    sheet["A1"].alignment = Alignment("center", "center")
    if width > 1:
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)


def _note(sheet: Worksheet, row: int, text: str, width: int) -> None:
    parts = text.split("｜")
    if len(parts) == 1:
        sheet.cell(row, 1, text)
        if width > 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
        return
    for place, part in zip((1, max(2, width // 2), max(3, width - 1)), parts, strict=False):
        sheet.cell(row, place, part)


def _heads(sheet: Worksheet, top: int, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, top):
        for column, word in enumerate(row, 1):
            if word not in {"<", "^", "□", "."}:
                cell = sheet.cell(number, column, word.replace("\\n", "\n").replace("_", " "))
                cell.alignment = Alignment("center", "center", wrap_text=True)
    for area in _areas(rows):
        sheet.merge_cells(
            start_row=top + area[0], end_row=top + area[1], start_column=area[2] + 1, end_column=area[3] + 1
        )


def _areas(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int, int]]:
    for r, row in enumerate(rows):
        for c, word in enumerate(row):
            if word in {"<", "^"}:
                continue
            right, down = c, r
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            while down + 1 < len(rows) and c < len(rows[down + 1]) and rows[down + 1][c] == "^":
                down += 1
            if (right, down) != (c, r):
                yield r, down, c, right


def _draw(sheet: Worksheet, first: int, last: int, width: int) -> None:
    for row in range(first, last + 1):
        sheet.row_dimensions[row].height = 24
        for column in range(1, width + 1):
            sheet.cell(row, column).border = _FRAME


TABLES = (
    Fresh(
        "××镇农村党员基本信息核对表",
        (
            "序号 党员姓名 性别 民族 出生年月 身份证件号码 文化程度 组织关系所在支部 入党年月 转正年月 手机 现住址 核对情况 本人签名",
        ),
        ". name sex ethnic birth_date id_number education branch join_date full_date phone address - -",
        above=("填报单位（盖章）：        ｜填报日期：   年  月  日",),
        below=("审核人：｜填表人：｜联系电话：", "注：1.身份证件号码须为18位；2.现住址填写到组。"),
    ),
    Fresh(
        "2026年度党费收缴花名册",
        (
            "序号 姓名 党员类别 所在党支部 月应缴党费 第一季度 < < 第二季度 < < 备注",
            "^ ^ ^ ^ ^ 1月 2月 3月 4月 5月 6月 ^",
        ),
        ". name member_kind branch amount month_01 month_02 month_03 month_04 month_05 month_06 -|remark",
        above=("单位：元",),
        below=("合  计", "党支部书记（签字）：｜党费管理员：｜年  月  日"),
    ),
    Fresh(
        "外出流动党员摸底台账",
        (
            "序号 姓名 性别 年龄 学历 入党时间 流出党支部 流向 < 外出时间 联系方式 是否办理流动党员活动证",
            "^ ^ ^ ^ ^ ^ ^ 外出地点 流动类型 ^ ^ ^",
        ),
        ". name sex age education join_date branch flow_to flow_direction flow_since phone -",
        above=("填报单位：",),
    ),
    Fresh(
        "失联党员排查处置情况表",
        ("序号 姓名 性别 身份证号 失联前所在支部 失联时间 失联原因 联系电话 查找经过 处置意见 备注",),
        ". name sex id_number branch lost_date lost_reason phone - - remark",
        ready=10,
        side="此表每季度末月25日前报送",
    ),
    Fresh(
        "预备党员转正工作台账",
        (
            "序号 姓名 性别 出生年月 文化程度 接收为预备党员时间 转正时间 延长预备期 所在支部 入党介绍人 公示时间 电话号码",
        ),
        ". name sex birth_date education join_date full_date probation_until branch - - phone",
    ),
    Fresh(
        "基层党组织基本情况一览表",
        ("序号 党组织全称 隶属党委 组织类型 成立时间 书记姓名 副书记 支委人数 党员人数 办公电话 所在单位 备注",),
        ". name parent kind founded_on secretary deputy committee_size members|member_count phone unit remark",
        record="branch",
        above=("附件1",),
    ),
    Fresh(
        "2026年党支部换届工作台账",
        ("序号 支部名称 上届换届时间 本届任期届满时间 委员职数 支部书记 联系电话 是否按期换届 换届批复文号",),
        ". name elected_on term_until committee_size secretary secretary_phone - -",
        record="branch",
        below=("填表说明：本表由乡镇党委组织委员填写。",),
    ),
    Fresh(
        "“光荣在党50年”纪念章颁发对象名册",
        ("序号 姓名 性别 民族 籍贯 出生年月 身份证号码 入党时间 党龄（年） 所在党组织 居住地址 领取方式 签字",),
        ". name sex ethnic native_place birth_date id_number join_date party_years branch address - -",
        above=("填报单位：××镇党委｜2026年6月",),
    ),
    Fresh(
        "生活困难党员走访慰问名册",
        ("序号 姓名 性别 年龄 身份证号 困难类别 家庭住址 联系方式 慰问金额（元） 领款人签字",),
        ". name sex age id_number difficulty address phone - -",
        below=("合计", "经办人：｜审核人：｜主要领导："),
    ),
    Fresh(
        "党员联系服务群众一览表",
        ("序号 党员 < < 联系农户 < < < 联系时间 备注", "^ 姓名 职务 电话 户主 人口 住址 电话 ^ ^"),
        ". helper_name duty helper_phone head_name household_size address phone since remark",
        record="pairing",
        above=("××村党支部（盖章）",),
    ),
    Fresh(
        "脱贫户监测户结对帮扶情况表",
        ("序号 村名 户主姓名 身份证号码 家庭人口数 致贫原因 帮扶责任人 帮扶人单位 帮扶人联系电话 帮扶措施 帮扶成效",),
        ". village head_name head_id household_size poverty_cause helper_name helper_unit helper_phone measures result",
        record="pairing",
    ),
    Fresh(
        "农户家庭成员信息采集表",
        ("户主姓名 家庭成员姓名 与户主关系 性别 证件号码 民族 文化程度 健康状况 劳动技能 联系电话 备注",),
        "head_name|household name relation sex id_number ethnic education health labour phone remark",
        record="resident",
        above=("行政村：         自然村（组）：",),
    ),
    Fresh(
        "各村（社区）基本情况统计台账",
        ("编号 村（社区）名称 总户数 总人口 村主要负责人 联系电话 村部地址 办公经费（万元） 服务群众经费（万元）",),
        ". name household_count population head phone address work_fund service_fund",
        record="unit",
    ),
    Fresh(
        "镇机关干部花名册",
        ("序号 姓名 性别 出生年月 民族 学历 现工作单位 现任职务 职级 手机号 身份证号",),
        ". name sex birth_date ethnic education unit duty rank phone id_number",
        record="cadre",
        above=("填报单位：中共××镇委员会",),
        merged_title=False,
    ),
    Fresh(
        "在职党员到社区报到信息登记表",
        (
            "序号 党员基本情况 < < < < 工作情况 < 联系方式 < 报到社区 认领岗位",
            "^ 姓名 性别 出生年月 政治面貌 学历 工作单位 单位职务 手机 居住地址 ^ ^",
        ),
        ". name sex birth_date .|member_kind education work_unit -|duty|occupation phone address - -",
    ),
    Fresh(
        "农户信息台账",
        (
            "户号 户主 身份证号 所在行政村 村民小组 家庭地址 联系电话 家庭人口 户类型 人均纯收入（元） 主要收入来源 耕地面积（亩） 备注",
        ),
        "household_no head_name head_id village group_name address phone size need income income_source farmland remark",
        record="household",
        above=("填报村：｜填报时间：",),
    ),
    Fresh(
        "中共××县委组织部党员信息采集汇总表",
        (
            "序号 基本信息 < < < < 党籍信息 < < < < 联系信息 < 流动情况 < <",
            "^ 姓名 性别 民族 出生日期 公民身份证号 人员类别 加入党组织日期 转为正式党员日期 党籍状态 "
            "所在党支部 手机号 家庭住址 是否流动 外出流向 是否失联",
            "^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^",
        ),
        ". name sex ethnic birth_date id_number member_kind join_date full_date standing branch phone address floating flow_to lost",
        above=("附件3", "填报单位（公章）：            单位：人"),
        side="填报人不得更改表样",
    ),
    Fresh(
        "驻村干部（第一书记）信息表",
        ("序号 姓名 性别 民族 出生年月 派出单位 单位职务 驻村职务 联系电话",),
        ". name sex ethnic birth_date unit duty role phone",
        record="cadre",
    ),
)

FORMS = (
    Fresh(
        "党员基本信息采集卡",
        (
            "姓名 □ 性别 □ 照片 <",
            "民族 □ 出生日期 □ ^ ^",
            "公民身份证号 □ < < ^ ^",
            "学历 □ 人员类别 □ 工作岗位 □",
            "所在党支部 □ < < < <",
            "加入党组织日期 □ < 转为正式党员日期 □ <",
            "手机号 □ < 固定电话 □ <",
            "家庭住址 □ < < < <",
            "党员签字 □ 采集员签字 □ 书记签字 □",
        ),
        "name sex ethnic birth_date id_number education member_kind occupation branch join_date full_date phone landline address "
        "- - -",
        shape="form",
    ),
    Fresh(
        "流动党员登记表",
        (
            "姓名 □ 性别 □ 年龄 □",
            "入党时间 □ 文化程度 □ 联系电话 □",
            "户籍地址 □ < < < <",
            "流出党组织 □ < < < <",
            "流入地 □ < < 外出时间 □",
            "从事职业 □ < < 活动证号 □",
            "流出地党组织意见 □ < < < <",
        ),
        "name sex age join_date education phone residence branch flow_to flow_since .|occupation - -",
        shape="form",
    ),
    Fresh(
        "困难群众走访登记表",
        (
            "户主姓名 □ 身份证号 □ <",
            "家庭人口 □ 联系电话 □ <",
            "住址 □ < < <",
            "困难类型 □ 致贫原因 □ <",
            "主要收入来源 □ 年人均纯收入 □ <",
            "帮扶需求 □ < < <",
            "走访人意见 □ < < <",
        ),
        "head_name head_id size phone address need poverty_cause income_source income needs -",
        record="household",
        shape="form",
    ),
    Fresh(
        "党支部基本情况登记表",
        (
            "党支部名称 □ < <",
            "上级党组织 □ 成立时间 □",
            "支部书记 □ 联系电话 □",
            "支委人数 □ 党员人数 □",
            "换届时间 □ 任期届满时间 □",
            "所在单位 □ < <",
            "主要做法 □ < <",
        ),
        "name parent founded_on secretary secretary_phone committee_size members|member_count elected_on term_until unit -",
        record="branch",
        shape="form",
    ),
)

STATS = (
    Fresh(
        "各支部党员队伍结构统计表",
        (
            "支部名称 党员总数 发展情况 < 性别 < 少数民族 年龄结构 < < < 文化程度 < 流动党员",
            "^ ^ 正式党员 预备党员 男 女 ^ 35岁及以下 36至45岁 46至60岁 61岁及以上 大专及以上 高中及以下 ^",
        ),
        "name members full probationary men women minority age<=35 age=36-45 age=46-60 age>=61 education=大专及以上 "
        "education=高中及以下 floating",
        record="branch",
        shape="stat",
        above=("单位：人",),
    ),
    Fresh(
        "党员基本情况半年统计表",
        ("指标名称 计量单位 数量 备注",),
        "- - count -",
        record="unit",
        shape="stat",
        firsts=(
            "党员总数",
            "其中：女党员",
            "少数民族党员",
            "预备党员",
            "大专及以上学历",
            "35岁以下党员",
            "60岁以上党员",
            "流动党员",
            "失联党员",
        ),
    ),
    Fresh(
        "各村党员情况汇总表",
        ("村（社区） 党员数 女党员 少数民族 60岁以上 50年以上党龄 流动党员 困难党员 失联党员",),
        "name members women minority age>=60 party_years>=50 floating difficult lost",
        record="unit",
        shape="stat",
        ready=8,
        below=("合计", "填表人：｜审核人："),
    ),
)

SAMPLES = (*TABLES, *FORMS, *STATS)
