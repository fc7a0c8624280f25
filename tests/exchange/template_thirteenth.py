"""A thirteenth lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "在册党员信息比对表",
        (
            "序号 党员姓名 身份证号码 性别 出生年月日 民族 学历 党员类别 入党年月 所属支部名称 联系手机 户籍地址 比对结果",
        ),
        ". name id_number sex birth_date ethnic education member_kind join_date branch phone residence -",
    ),
    Fresh(
        "年度“三会一课”落实台账（党小组会）",
        ("序号 开会时间 开会地点 会议名称 主持者 记录者 应参会人数 实参会人数 会议主要内容 议决事项",),
        ". day place name host recorder expected attended content decision",
        record="meeting",
    ),
    Fresh(
        "党员冬训学习培训登记册",
        ("日期 学习内容 授课人 培训地点 参训人数 学时数 组织单位",),
        "day name|content speaker place attended hours branch|-",
        record="meeting",
    ),
    Fresh(
        "乡村振兴驻村工作队人员名册",
        ("序号 姓名 性别 派出单位 单位职务 驻村职务 驻点村名称 驻村时间 联系方式",),
        ". name - work_unit - role unit since phone",
        record="posting",
    ),
    Fresh(
        "工作队员驻村纪实台账",
        ("序号 时间 队员姓名 在岗情况 工作地点 主要工作内容 工作类别 存在问题 备注",),
        ". day posting spent place content kind problem remark",
        record="work_log",
    ),
    Fresh(
        "××党支部党员党费缴纳登记表",
        ("序号 党员姓名 党费基数（元） 缴纳比例 月应缴（元） 第一季度 第二季度 第三季度 第四季度 全年合计（元） 签名",),
        ". name base rate amount paid_1 paid_2 paid_3 paid_4 paid -",
    ),
    Fresh(
        "社区志愿服务岗位认领公示",
        ("序号 所在社区 服务岗位名称 岗位类型 所需人数 认领党员 岗位要求",),
        ". community name kind places holders need",
        record="duty",
    ),
    Fresh(
        "双报到党员参加社区活动记录表",
        ("序号 活动名称 活动社区 活动地点 活动日期 参加人数 活动记录 群众反馈",),
        ". name community place held_on people recorded feedback",
        record="activity",
    ),
    Fresh(
        "机关干部结对帮扶农户花名册",
        ("序号 干部姓名 单位 职务 联系电话 结对户主 所在村 组 家庭人口 结对日期",),
        ". helper_name helper_unit duty helper_phone head_name village group_name household_size since",
        record="pairing",
    ),
    Fresh(
        "无劳动能力家庭摸底表",
        ("序号 乡镇 行政村 户主姓名 户主证件号码 家庭人口数 困难类别 主要困难原因 家庭地址 联系手机 备注",),
        ". town village head_name head_id size need poverty_cause address phone remark",
        record="household",
    ),
    Fresh(
        "居民家庭成员登记台账",
        ("序号 小区 户主姓名 成员姓名 与户主关系 性别 身份证号码 学历 身体状况 联系方式",),
        ". -|address|village head_name name relation sex id_number education health phone",
        record="resident",
    ),
    Fresh(
        "村（社区）后备干部信息登记表",
        ("序号 村（社区） 姓名 性别 年龄 学历 政治面貌 现任岗位 联系电话 培养方向",),
        ". unit name sex age education politics duty phone -",
        record="cadre",
    ),
    Fresh(
        "全县基层党支部基础信息台账",
        ("序号 所属党（工）委 党支部名称 党支部类别 组建日期 书记 书记联系方式 副书记 委员数 党员数 届满日期 备注",),
        ". parent name kind founded_on secretary secretary_phone deputy committee_size members term_until remark",
        record="branch",
    ),
    Fresh(
        "党员领导干部走访慰问登记表",
        ("序号 慰问日期 慰问领导 慰问对象 家庭住址 困难情况 慰问金（元） 收集诉求",),
        ". day who whom address difficulty - heard",
        record="visit",
    ),
    Fresh(
        "群众急难愁盼问题台账",
        (
            "序号 村（社区） 反映人 联系电话 问题内容 问题类型 受理时间 责任单位 责任人 办结时限 解决情况 办结时间 群众满意度",
        ),
        ". village informant phone content kind received_on handler_unit handler due result closed_on satisfaction",
        record="request",
    ),
    Fresh(
        "“点亮微心愿”活动统计表",
        ("序号 许愿人 许愿时间 微心愿内容 心愿类型 圆梦人 圆梦单位 圆梦人电话 实现时间 完成情况",),
        ". name collected_on content kind claimer claimer_unit claimer_phone fulfilled_on result",
        record="wish",
    ),
    Fresh(
        "党员到居住地社区报到登记册",
        ("序号 党员 工作单位 联系电话 居住地 报到社区 报到日期 服务特长 意向岗位 评价情况",),
        ". name work_unit phone address community reported_on skills interest review",
        record="report_in",
    ),
    Fresh(
        "党员好事实事登记簿",
        ("序号 日期 党员姓名 受益群众 实事内容 折合资金（元） 成效",),
        ". day who whom what money result",
        record="deed",
    ),
    Fresh(
        "流动党员联系卡",
        (
            "党员姓名 □ 性别 □ 学历 □",
            "身份证号码 □ < 入党时间 □ <",
            "所在党支部 □ < 外出时间 □ <",
            "外出地点 □ < 联系电话 □ <",
            "家庭住址 □ < < < <",
            "支部联系人 □ < 支部书记 □ <",
        ),
        "name sex education id_number join_date branch flow_since flow_to phone address -|branch.contact secretary|branch.secretary",
        shape="form",
    ),
    Fresh(
        "村级党员信息统计月报表",
        ("村（社区） 党员总数 正式党员 预备党员 女党员 60岁以上 35岁以下 大专以上 少数民族 流动党员 备注",),
        "name members|count full probationary women age>=60 age<=35 education=大专及以上|education=大专以上 minority floating remark|-",
        record="unit",
        shape="stat",
        below=("合计",),
    ),
)
