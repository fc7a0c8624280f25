"""Templates written in XML by hand: what programs do that no library of ours would ever write."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.exchange.template import Sample

_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument."
_SHEET = _KINDS + "spreadsheetml."
_OVERRIDES = {
    "xl/workbook.xml": "sheet.main+xml",
    "xl/styles.xml": "styles+xml",
    "xl/sharedStrings.xml": "sharedStrings+xml",
    "xl/calcChain.xml": "calcChain+xml",
}
_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '</numFmts><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2">'
    '<border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/><right style="thin"/>'
    '<top style="thin"/><bottom style="thin"/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf xfId="0"/><xf borderId="1" xfId="0" applyBorder="1"/><xf numFmtId="164" borderId="1" xfId="0"'
    ' applyNumberFormat="1"/><xf numFmtId="49" borderId="1" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def _relations(*lines: tuple[str, str, str]) -> str:
    body = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"/>' for id_, kind, target in lines
    )
    return f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{body}</Relationships>'


def write(
    path: Path,
    sheets: Mapping[str, str],
    *,
    names: str = "",
    before: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> None:
    """A workbook of these sheets (name → content of `worksheet`, or a whole part), in the order Excel packs them."""
    listed = "".join(f'<sheet name="{name}" sheetId="{at + 3}" r:id="rId{at}"/>' for at, name in enumerate(sheets, 1))
    extra = dict(parts or {})
    own = [(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
    own.append(("rIdS", "styles", "styles.xml"))
    for name, kind in (("xl/sharedStrings.xml", "sharedStrings"), ("xl/calcChain.xml", "calcChain")):
        if name in extra:
            own.append((f"rId{kind}", kind, name.removeprefix("xl/")))
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": "",
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheets>{listed}</sheets>'
        f"{names}</workbook>",
        "xl/_rels/workbook.xml.rels": _relations(*own),
    }
    overrides = dict(_OVERRIDES)
    for at, sheet in enumerate(sheets.values(), 1):
        whole = (
            sheet
            if sheet.startswith("<?xml")
            else f'{_DECLARED}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheet}</worksheet>'
        )
        content[f"xl/worksheets/sheet{at}.xml"] = whole.encode("utf-16") if 'encoding="UTF-16"' in whole else whole
        overrides[f"xl/worksheets/sheet{at}.xml"] = "worksheet+xml"
    content |= {"xl/styles.xml": _DECLARED + _STYLES} | extra
    overridden = "".join(
        f'<Override PartName="/{name}" ContentType="{_SHEET}{kind}"/>'
        for name, kind in overrides.items()
        if name in content
    ) + "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in (kinds or {}).items())
    content["[Content_Types].xml"] = (
        f'{_DECLARED}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="vml" ContentType="{_KINDS}vmlDrawing"/>{overridden}</Types>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in content.items():
            book.writestr(name, text)


def cells(row: int, *values: str | None, style: int = 1) -> str:
    """A row of inline texts and blanks."""
    out = []
    for at, value in enumerate(values):
        place = f'r="{chr(65 + at)}{row}" s="{style}"'
        out.append(f"<c {place}/>" if value is None else f'<c {place} t="inlineStr"><is><t>{value}</t></is></c>')
    return f'<row r="{row}">{"".join(out)}</row>'


def blanks(first: int, last: int, count: int, style: int = 1) -> str:
    return "".join(cells(row, *[None] * count, style=style) for row in range(first, last + 1))


def prefixed(path: Path) -> None:
    """Every element of the sheet has a prefix, as some servers write it; results are kept."""
    head = "".join(
        f'<x:c r="{letter}1" t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c>'
        for letter, text in zip("ABCD", ("姓名", "性别", "身份证号", "入党时间"), strict=True)
    )
    rows = "".join(f'<x:row r="{row}"><x:c r="A{row}" s="1"/><x:c r="D{row}" s="2" /></x:row>' for row in range(2, 5))
    total = '<x:row r="5"><x:c r="A5" t="str"><x:f>"共"&amp;COUNTA(A2:A4)</x:f><x:v>共0</x:v></x:c>'
    total += '<x:c r="B5"><x:f>COUNTA(B2:B4)</x:f><x:v>0</x:v></x:c></x:row>'
    sheet = (
        f'<?xml version="1.0" encoding="utf-8"?><x:worksheet xmlns:x="{MAIN}"><x:dimension ref="A1:D5"/><x:sheetData>'
        f'<x:row r="1">{head}</x:row>{rows}{total}</x:sheetData><x:mergeCells count="1"><x:mergeCell ref="C5:D5"/>'
        "</x:mergeCells></x:worksheet>"
    )
    write(path, {"名册": sheet})


def shared(path: Path) -> None:
    """Formulas shared by many cells, with the order of calculation kept in a part of its own."""
    rows = [
        '<row r="2"><c r="A2" s="1"/><c r="B2" s="1"/><c r="C2" s="1">'
        '<f t="shared" ref="C2:C6" si="0">LEN(A2)+C$1*0+C$8*0</f><v>0</v></c></row>'
    ]
    rows += [
        f'<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="1"/><c r="C{row}" s="1"><f t="shared" si="0"/><v>0</v></c></row>'
        for row in range(3, 7)
    ]
    totals = '<row r="7"><c r="A7" t="inlineStr"><is><t>合计</t></is></c><c r="B7"><f>COUNTA(B2:B6)</f><v>0</v></c>'
    totals += '<c r="C7"><f>SUM(C2:C6)</f><v>0</v></c></row>'
    last = '<row r="8"><c r="A8" t="inlineStr"><is><t>说明</t></is></c><c r="C8"><v>5</v></c></row>'
    head = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>学历</t></is></c><c r="C1"><v>1</v></c></row>'
    )
    chain = f'<calcChain xmlns="{MAIN}"><c r="B7" i="4" l="1"/><c r="C7"/><c r="C2" s="1"/>'
    chain += "".join(f'<c r="C{row}" s="1"/>' for row in range(3, 7)) + '<c r="A1" i="5"/></calcChain>'
    other = '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row></sheetData>'
    write(
        path,
        {"填报": f"<sheetData>{head}{''.join(rows)}{totals}{last}</sheetData>", "其他": other},
        names='<calcPr calcId="191029" calcMode="auto"/>',
        parts={"xl/calcChain.xml": _DECLARED + chain},
    )


def placeless(path: Path) -> None:
    """Rows and cells that do not say where they stand, single quotes, comments, CDATA, readings of names."""
    sheet = (
        f"<?xml version='1.0'?><!-- 由系统生成 --><worksheet xmlns='{MAIN}'><sheetFormatPr defaultRowHeight='15'/><sheetData>"
        "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='inlineStr'><is><t><![CDATA[联系<电话>]]></t></is></c></row>"
        "<row><c s='1'/><c s='1'/><c s='3'/></row><row><c s='1'/><c s='1'/><c s='3'/></row>"
        "<row><c t='inlineStr'><is><r><t>制表</t></r><r><rPr><b/></rPr><t>人：</t></r></is></c></row></sheetData></worksheet>"
    )
    strings = (
        f'<sst xmlns="{MAIN}" count="2" uniqueCount="2"><si><t>姓名</t><rPh sb="0" eb="2"><t>xingming</t></rPh>'
        '<phoneticPr fontId="0"/></si><si><r><rPr><b/></rPr><t>身份</t></r><r><t>证号</t></r></si></sst>'
    )
    write(path, {"Sheet1": sheet}, parts={"xl/sharedStrings.xml": _DECLARED + strings})


def extended(path: Path) -> None:
    """Lists of another sheet and formats of Excel 2010 in the sheet's extension; checks, ranges open to editing."""
    x14, xm = (
        "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
        "http://schemas.microsoft.com/office/excel/2006/main",
    )
    sheet = (
        f"<sheetData>{cells(1, '姓名', '性别', '民族', '人员类别')}{blanks(2, 11, 4)}{cells(12, '审核：', None, None, None)}</sheetData>"
        '<protectedRanges><protectedRange sqref="A2:D11" name="填报区"/></protectedRanges>'
        '<conditionalFormatting sqref="A2:D11 A12"><cfRule type="expression" priority="1">'
        "<formula>LEN($A2)&gt;LEN($A$12)*9</formula></cfRule></conditionalFormatting>"
        '<ignoredErrors><ignoredError sqref="C2:C11" numberStoredAsText="1"/></ignoredErrors>'
        f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{x14}"><x14:dataValidations count="2" xmlns:xm="{xm}">'
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>'
        "选项!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>B2:B11</xm:sqref></x14:dataValidation>"
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>'
        "选项!$B$1:$B$2</xm:f></x14:formula1><xm:sqref>D2:D11 D12</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst>"
    )
    choices = f"<sheetData>{cells(1, '男', '正式党员')}{cells(2, '女', '预备党员')}</sheetData>"
    write(
        path,
        {"采集表": sheet, "选项": choices},
        names='<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">采集表!$A$1:$D$12</definedName></definedNames>',
    )


def controlled(path: Path) -> None:
    """A tick box below the block, twice: for old programs and, in a choice of alternatives, for new ones."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    corner = (
        "<{0}><xdr:col>{1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{2}</xdr:row><xdr:rowOff>0</xdr:rowOff></{0}>"
    )
    anchor = corner.format("from", 0, 7) + corner.format("to", 1, 8)
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}" xmlns:xdr="{drawing}" xmlns:mc="{mc}" '
        'mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
        '<sheetFormatPr defaultRowHeight="14" x14ac:dyDescent="0.2"/>'
        f"<sheetData>{cells(1, '姓名', '身份证号', '党支部')}"
        + "".join(
            f'<row r="{row}" spans="1:3" x14ac:dyDescent="0.2"><c r="A{row}" s="1"/><c r="B{row}" s="3"/></row>'
            for row in range(2, 6)
        )
        + f'{cells(7, "以上属实")}</sheetData><legacyDrawing r:id="rId1"/>'
        f'<mc:AlternateContent><mc:Choice Requires="x14"><controls><mc:AlternateContent><mc:Choice Requires="x14">'
        f'<control shapeId="1025" r:id="rId2" name="勾选"><controlPr defaultSize="0">'
        f'<anchor moveWithCells="1">{anchor}</anchor></controlPr></control>'
        "</mc:Choice></mc:AlternateContent></controls></mc:Choice></mc:AlternateContent></worksheet>"
    )
    box = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1025">'
        '<x:ClientData ObjectType="Checkbox"><x:Anchor>'
        "0, 0, 7, 0, 1, 0, 8, 0</x:Anchor><x:FmlaLink>$C$7</x:FmlaLink></x:ClientData></v:shape></xml>"
    )
    control = (
        ""
        '<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="CheckBox"'
        ' fmlaLink="$C$7" lockText="1"/>'
    )
    write(
        path,
        {"承诺": sheet},
        parts={
            "xl/worksheets/_rels/sheet1.xml.rels": _relations(
                ("rId1", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
                ("rId2", "ctrlProp", "../ctrlProps/ctrlProp1.xml"),
            ),
            "xl/drawings/vmlDrawing1.vml": box,
            "xl/ctrlProps/ctrlProp1.xml": _DECLARED + control,
        },
        kinds={"xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml"},
    )


def macintosh(path: Path) -> None:
    """Days counted from 1904, columns with a look of their own, rows with a look of their own, in UTF-16."""
    sheet = (
        f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}"><cols><col min="1" max="1" width="12" style="1"/>'
        '<col min="2" max="2" width="20" style="2"/></cols><sheetData>'
        f"{cells(1, '姓名', '出生年月', '籍贯')}"
        '<row r="2" s="3" customFormat="1" ht="30" customHeight="1"/><row r="3" s="3" customFormat="1" ht="30" customHeight="1"/>'
        f"{cells(4, '完')}</sheetData></worksheet>"
    )
    write(path, {"旧表": sheet}, before='<workbookPr date1904="1"/>')


SAMPLES = (
    Sample(
        "带前缀", prefixed, "名册",
        {"A": "name", "B": "sex", "C": "id_number", "D": "join_date"},
        first=2, last=4, totals={"B5": float},
    ),
    Sample(
        "共用公式", shared, "填报", {"A": "name", "B": "education"}, first=2, last=6,
        below={"A7": "合计", "A8": "说明"}, totals={"B7": float, "C7": lambda count: 3 * count},
        follows=frozenset({"xl/calcchain.xml"}),
    ),
    Sample(
        "不写位置", placeless, "Sheet1", {"A": "name", "B": "id_number", "C": "phone"}, first=2, last=3,
        below={"A4": "制表人："},
    ),
    Sample(
        "扩展校验", extended, "采集表",
        {"A": "name", "B": "sex", "C": "ethnic", "D": "member_kind"},
        first=2, last=11, below={"A12": "审核："},
    ),
    Sample(
        "有勾选框", controlled, "承诺", {"A": "name", "B": "id_number", "C": "branch"}, first=2, last=5,
        below={"A7": "以上属实"},
        follows=frozenset({"xl/drawings/vmldrawing1.vml", "xl/ctrlprops/ctrlprop1.xml"}),
    ),
    Sample(
        "旧苹果机", macintosh, "旧表", {"A": "name", "B": "birth_date", "C": "native_place"}, first=2, last=3,
        below={"A4": "完"},
    ),
)  # fmt: skip
