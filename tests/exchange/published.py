"""Ten checklists as superior units publish them: their columns, merged groups, points and words, made up but real-shaped.

`^` is a cell that the one above reaches over, `<` one that its left neighbour reaches over.
"""

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from tests.exchange import document
from tests.exchange.hostile import biff_label, biff_merge, biff_number, xls_of

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Form:
    """`head` and `body` as they lie; `above` title and facts, `below` the words under the table. `points` is the total
    of the lines, `lines` their number, `ways` how often each way of scoring is meant.
    """

    name: str
    above: tuple[str, ...]
    head: Rows
    body: Rows
    below: tuple[str, ...]
    points: str
    lines: int
    ways: dict[str, int]
    groups: tuple[tuple[str, ...], ...]


def table(text: str) -> Rows:
    return tuple(
        tuple(cell.strip().replace("\\n", "\n") for cell in line.split("|")) for line in text.strip().split("\n")
    )


VILLAGE = Form(
    "村级服务站考核表",
    ("2026年村级党组织规范化建设考核表", "考评对象：　　　　考评总分："),
    table("考核项目|考核内容|考核办法|标准分（100）|考核得分"),
    table(
        """
        村服务站（60分）|有标识牌和办公室|没有不得分|10|
        ^|桌椅设备齐全|每少一项扣1分，扣完为止|20|
        ^|党务村务公开栏，存有底稿|内容不全扣2分，没有底稿扣3分|30|
        硬件建设（40分）|活动场所100平方米以上|达不到的不得分|15|
        ^|外部公示栏齐全|缺一块扣1.5分|25|
        合计|<|<|100|
        """
    ),
    ("考核人（签字）：　　　　　　被考核单位负责人（签字）：",),
    "100",
    5,
    {"扣分": 3, "全得或不得": 2},
    (("村服务站（60分）",), ("硬件建设（40分）",)),
)
OFFICE = Form(
    "机关党建考评细则",
    ("机关党建工作考评细则",),
    table("考评项目|考评内容|分值|评分标准|考评依据|得分"),
    table(
        """
        队伍建设|机构设置|3|应建未建超过半年的扣3分|相关文件|
        ^|班子健全|3|缺一名扣1分|任职文件|
        ^|专职副书记|4|配备到位得4分，未配备的不得分|任职文件|
        运行机制|学习制度|15|无计划扣1分，缺一次学习扣0.5分|学习记录|
        ^|组织生活|75|未换届扣3分，党费未按月交纳扣2分，发展程序不规范扣1分|会议记录、党费台账|
        """
    ),
    (),
    "100",
    5,
    {"扣分": 4, "全得或不得": 1},
    (("队伍建设",), ("运行机制",)),
)
DUTIES = Form(
    "责任制考核",
    ("农村党建工作责任制考核办法",),
    table("类别|序号|分值|考核要点及分值分解|考核办法|考评得分"),
    table(
        """
        责任机制|1|8|年初有党建工作计划（2分）|查阅资料|
        ^|^|^|书记半年、年底各述职一次（3分）|查阅资料|
        ^|^|^|村委会定期汇报（3分）|查看会议记录|
        ^|2|3|结对共建有方案有活动|实地察看|
        队伍建设|3|9|每年发展党员1名、培养积极分子2名（5分）|查看台账|
        ^|^|^|流动党员有联系（4分）|查看台账|
        总分|<|20|||
        """
    ),
    ("说明：实行百分制的20%折算。",),
    "20",
    6,
    {"评分": 6},
    (("责任机制",), ("队伍建设",)),
)
DAILY = Form(
    "日常考评",
    ("机关党支部日常工作考评表", "被考评单位：　　　　　　时间："),
    table("类别|考评项目|工作要求|分值|评分要点|考评方式|得分"),
    table(
        """
        思想建设|理论学习|年度有计划|4|无计划扣1分|查资料|
        ^|^|每月集中学习一次|6|缺一次扣0.5分|查记录|
        组织建设|组织活动|按期换届|3|未换届扣3分|查文件|
        ^|^|配齐支部委员|2|未配齐扣2分|查文件|
        ^|党费管理|按月交纳党费|5|好5分，较好4分，一般2分，差0分|查台账|
        """
    ),
    (),
    "20",
    5,
    {"扣分": 4, "分档": 1},
    (("思想建设", "理论学习"), ("组织建设", "组织活动"), ("组织建设", "党费管理")),
)
COMPANY = Form(
    "国企党总支考核",
    ("基层党总支考核评分表",),
    table("目标|考核项目|考核内容|评分说明|自查分|考核分"),
    table(
        """
        好班子|班子健全|班子成员配备齐全（0.5分）|缺一人扣0.1分||
        ^|^|分工明确（0.3分）|没有分工的不得分||
        ^|团结廉洁|民主测评满意率达标（0.2分）|有违纪行为的一票否决||
        好党建室|阵地建设|有活动室（1分）|没有不得分||
        """
    ),
    (),
    "2",
    4,
    {"扣分": 1, "全得或不得": 2, "评分": 1},
    (("好班子", "班子健全"), ("好班子", "团结廉洁"), ("好党建室", "阵地建设")),
)
COMMUNITY = Form(
    "社区党建",
    ("附件2", "社区党建工作规范化检查表"),
    table("项目|标准及要求|分值|计（扣）分办法|实得分|备注"),
    table(
        """
        组织健全|党组织设置规范|2|不规范扣1分||
        ^|应建尽建|5|应建未建一个扣2分||
        管理台账|“五个清楚”上墙：党组织、党员、积极分子、流动党员、志愿者|3|不全或未及时更新扣3分，没有不得分||
        加分项目|获得县级以上表彰|加2|每项加1分，最高加2分||
        否决事项|发生严重违纪违法案件||一票否决||
        """
    ),
    (),
    "10",
    5,
    {"扣分": 3, "加分": 1, "一票否决": 1},
    (("组织健全",), ("管理台账",), ("加分项目",), ("否决事项",)),
)
PRIVATE = Form(
    "非公企业党建",
    ("非公有制企业党建工作考核表", "被考评单位："),
    table("项目|内容|要求|分值|考评方式|评分办法|扣分|备注"),
    table(
        """
        健全组织|组织网络|有组织网络图和台账|8|查资料|缺一项扣2分||
        ^|^|按期换届|3|查资料|未按期换届不得分||
        ^|群团组织|工会、共青团组织健全|4|查资料|缺一个扣2分||
        过硬队伍|书记|配强书记|5|查台账|好5分，较好3分，一般1分||
        """
    ),
    ("考评人：　　　　　　　年　　月　　日",),
    "20",
    4,
    {"扣分": 2, "全得或不得": 1, "分档": 1},
    (("健全组织", "组织网络"), ("健全组织", "群团组织"), ("过硬队伍", "书记")),
)
SIMPLE = Form(
    "年终考评",
    ("年终党建工作考评表",),
    table("项目|考评内容和标准|自评|考评得分|小计"),
    table(
        """
        党员教育|三会一课按要求开展（10分），缺一次扣1分|||
        ^|主题党日每月一次（12分），缺一次扣1分|||^
        活动阵地|有活动场所（8分），没有不得分|||
        """
    ),
    (),
    "30",
    3,
    {"扣分": 2, "全得或不得": 1},
    (("党员教育",), ("活动阵地",)),
)
GRADING = Form(
    "分类定级评定",
    ("村党组织分类定级评定表",),
    table(
        """
        项目|评定标准|分值|评分细则|得分|<
        ^|^|^|^|乡镇评分|县审核得分
        """
    ),
    table(
        """
        一、软件部分（70分）|<|<|<|<|<
        带头人|书记能带头致富、带领致富|30|好30分，较好24分，一般18分，差0分||
        工作制度|制度健全并上墙|40|缺一项扣5分||
        小计|<|70|||
        二、硬件部分（30分）|<|<|<|<|<
        活动阵地|面积达标|20|没有达标的不得分||
        群众评价|群众满意|10|满意率低于90%的，不得评为“好”“较好”||
        小计|<|30|||
        合计|<|100|||
        """
    ),
    ("注：满意率低于90%的一票否决。",),
    "100",
    4,
    {"分档": 1, "扣分": 1, "全得或不得": 1, "评分": 1},
    (
        ("一、软件部分（70分）", "带头人"),
        ("一、软件部分（70分）", "工作制度"),
        ("二、硬件部分（30分）", "活动阵地"),
        ("二、硬件部分（30分）", "群众评价"),
    ),
)
SCHOOL = Form(
    "三百分制",
    ("学校党建工作评价指标体系（总分300分）",),
    table("一级指标|二级指标|三级指标|评价标准|分值"),
    table(
        """
        领导班子|思想政治|理论学习|中心组学习有计划、有记录，每缺一次扣2分|60
        ^|^|意识形态|责任制落实，发生问题不得分|60
        ^|作风建设|联系师生|每名班子成员联系一个班级，缺一人扣2分|80
        党员队伍|发展党员|程序规范|材料齐全，缺一份扣1分|50
        ^|党员教育|学时达标|每名党员全年不少于32学时，一人不达标扣1分|50
        总计|<|<|<|300
        """
    ),
    (),
    "300",
    5,
    {"扣分": 4, "全得或不得": 1},
    (
        ("领导班子", "思想政治", "理论学习"),
        ("领导班子", "思想政治", "意识形态"),
        ("领导班子", "作风建设", "联系师生"),
        ("党员队伍", "发展党员", "程序规范"),
        ("党员队伍", "党员教育", "学时达标"),
    ),
)
PLACE = Form(
    "阵地清单",
    ("村级组织活动场所建设任务清单",),
    table("类别|项目|要求|责任单位"),
    table(
        """
        室外|国旗|按规定悬挂|村党支部
        ^|公开栏|财务、党务、村务每季度至少公开一次|村务监督委员会
        室内|便民大厅|设立窗口并公布电话|村委会
        """
    ),
    (),
    "0",
    3,
    {"不计分": 3},
    (("室外", "国旗"), ("室外", "公开栏"), ("室内", "便民大厅")),
)
FORMS = (VILLAGE, OFFICE, DUTIES, DAILY, COMPANY, COMMUNITY, PRIVATE, SIMPLE, GRADING, SCHOOL, PLACE)


def shaped(rows: Rows) -> list[tuple[int, int, int, int, str]]:
    """(top, left, bottom, right, text) of every cell."""
    found = []
    for top, row in enumerate(rows):
        for left, text in enumerate(row):
            if text in ("^", "<"):
                continue
            right, bottom = left, top
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            while bottom + 1 < len(rows) and rows[bottom + 1][left] == "^":
                bottom += 1
            found.append((top, left, bottom, right, text))
    return found


def xlsx(form: Form, path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Sheet1")
    last = len(form.head[0]) - 1
    for at, text in enumerate(form.above):
        sheet.merge_range(at, 0, at, last, text)
    top = len(form.above)
    for first, left, bottom, right, text in shaped((*form.head, *form.body)):
        value = float(text) if text.replace(".", "", 1).isdigit() else text
        if (bottom, right) == (first, left):
            sheet.write(top + first, left, value)
        else:
            sheet.merge_range(top + first, left, top + bottom, right, value)
    for at, text in enumerate(form.below, start=top + len(form.head) + len(form.body)):
        sheet.write(at, 0, text)
    book.close()
    return path


def xls(form: Form, path: Path) -> Path:
    cells = b""
    for at, text in enumerate(form.above):
        cells += biff_label(at, 0, text) + biff_merge(at, at, 0, len(form.head[0]) - 1)
    top = len(form.above)
    for first, left, bottom, right, text in shaped((*form.head, *form.body)):
        number = text.replace(".", "", 1).isdigit()
        if text:
            cells += biff_number(top + first, left, float(text)) if number else biff_label(top + first, left, text)
        if (bottom, right) != (first, left):
            cells += biff_merge(top + first, top + bottom, left, right)
    for at, text in enumerate(form.below, start=top + len(form.head) + len(form.body)):
        cells += biff_label(at, 0, text)
    path.write_bytes(xls_of(cells))
    return path


def docx(form: Form, path: Path) -> Path:
    def cell(row: tuple[str, ...], at: int) -> str:
        span = 1
        while at + span < len(row) and row[at + span] == "<":
            span += 1
        wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        rows = (*form.head, *form.body)
        index = rows.index(row)
        below = index + 1 < len(rows) and rows[index + 1][at] == "^"
        down = "<w:vMerge/>" if row[at] == "^" else '<w:vMerge w:val="restart"/>' if below else ""
        text = "" if row[at] == "^" else row[at]
        said = "".join(document.paragraph(document.run(line)) for line in text.split("\n"))
        return f"<w:tc><w:tcPr>{wide}{down}</w:tcPr>{said}</w:tc>"

    rows = "".join(
        "<w:tr>" + "".join(cell(row, at) for at in range(len(row)) if row[at] != "<") + "</w:tr>"
        for row in (*form.head, *form.body)
    )
    body = "".join(document.paragraph(document.run(text)) for text in form.above)
    body += f"<w:tbl><w:tblPr/>{rows}</w:tbl>"
    body += "".join(document.paragraph(document.run(text)) for text in form.below)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", document.TYPES)
        archive.writestr("_rels/.rels", document.RELATIONS)
        space = escape(document.W)
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}<w:sectPr/></w:body></w:document>'
        )
    return path
