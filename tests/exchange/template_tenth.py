"""A tenth lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "全镇党员花名册（2026版）",
        (
            "序号 基本信息 < < < < < 党内信息 < < < 联系信息 < 备注",
            "^ 姓名 性别 民族 出生日期 身份证号码 文化程度 入党时间 转正时间 党内职务 所在党支部 手机号码 现居住地 ^",
        ),
        ". name sex ethnic birth_date id_number education join_date full_date duty branch phone address remark",
    ),
    Fresh(
        "支部党员大会记录统计表",
        ("次数 召开日期 会议地点 主持人 记录员 会议议题 应到会人数 实到会人数 请假人员 形成的决议",),
        "- day place host recorder name expected attended away decision",
        record="meeting",
    ),
    Fresh(
        "党员集中学习登记台账",
        ("序号 学习时间 学习地点 学习主题 学习内容 主讲人 参加人数 学习学时",),
        ". day place name content speaker attended hours",
        record="meeting",
    ),
    Fresh(
        "工作队员选派花名册",
        ("序号 工作队 姓名 职务 原单位 派驻村 联系电话 到村时间",),
        ". team|squad name role work_unit unit phone since",
        record="posting",
    ),
    Fresh(
        "帮扶工作队2026年度重点工作计划表",
        ("序号 工作队 计划时段 工作内容 责任人 完成时限 实际完成时间 完成情况 备注",),
        ". team period name owner|owner_name due done_on result remark",
        record="plan_item",
    ),
    Fresh(
        "××社区党员志愿服务活动台账",
        ("序号 服务日期 服务项目名称 服务地点 参与人数 服务总时长（分钟） 活动记录 备注",),
        ". held_on name place people minutes recorded remark",
        record="activity",
    ),
    Fresh(
        "党员党费核定表",
        ("序号 姓名 身份证号 所在支部 党费类别 月工资收入（元） 缴纳比例 月应缴党费（元）",),
        ". name id_number branch payer base rate amount",
    ),
    Fresh(
        "流出党员信息登记台账",
        ("序号 姓名 性别 身份证号 学历 流出时间 流出原因 流出地点 流入地党组织 手机号 所属支部",),
        ". name sex id_number education flow_since - flow_to - phone branch",
    ),
    Fresh(
        "低保户信息核查表",
        ("序号 村 村民小组 户主姓名 户主身份证号 家庭人口 低保类别 致困原因 联系电话 包户干部 核查结果",),
        ". village group_name head_name head_id size .|- poverty_cause phone cadre -",
        record="household",
    ),
    Fresh(
        "重点人群走访记录表",
        ("序号 走访日期 走访人 职务 走访对象 家庭住址 走访方式 了解到的情况 存在困难 处理意见 备注",),
        ". day who - whom address - content difficulty - remark",
        record="visit",
    ),
    Fresh(
        "意见建议办理台账",
        ("序号 收集时间 建议人 联系电话 意见建议内容 收集人 承办部门 办理时限 办理结果 反馈时间 是否满意",),
        ". received_on informant phone content receiver handler_unit due result fed_on satisfaction",
        record="request",
    ),
    Fresh(
        "困难群众微心愿清单",
        ("序号 村（社区） 心愿人姓名 年龄 困难情况 联系电话 微心愿 所需资金 认领人 认领单位",),
        ". village name - need|- phone content cost claimer claimer_unit",
        record="wish",
    ),
    Fresh(
        "“两委”干部信息一览表",
        ("序号 村（社区） 姓名 性别 出生年月 学历 政治面貌 职务 分工 联系方式",),
        ". unit name sex birth_date education politics duty - phone",
        record="cadre",
    ),
    Fresh(
        "独居老人关爱帮扶登记表",
        ("序号 社区 老人姓名 性别 年龄 身份证号 住址 健康状况 联系电话 帮扶人 帮扶人电话",),
        ". village name sex age id_number address health phone helper|cadre helper_phone|cadre_phone",
        record="resident",
    ),
    Fresh(
        "基层党组织书记通讯录",
        ("序号 党组织名称 书记姓名 手机 副书记 上级党委 党员人数 备注",),
        ". name secretary secretary_phone deputy parent members remark",
        record="branch",
    ),
    Fresh(
        "党支部换届情况统计表",
        ("序号 支部名称 上届换届日期 届满日期 本次换届日期 应选委员数 书记 备注",),
        ". name - term_until elected_on - secretary remark",
        record="branch",
    ),
    Fresh(
        "镇干部包村联系表",
        ("序号 包联干部 职务 联系电话 所包村 包联开始时间",),
        ". helper_name duty helper_phone village since",
        record="pairing",
    ),
    Fresh(
        "党员信息登记表",
        (
            "姓名 □ 曾用名 □ 性别 □",
            "民族 □ 出生日期 □ 籍贯 □",
            "学历 □ 学位 □ 婚姻状况 □",
            "公民身份证号码 □ < 手机号码 □ <",
            "入党日期 □ < 转正日期 □ <",
            "工作单位 □ < 工作岗位 □ <",
            "技能特长 □ < 户籍所在地 □ <",
            "现住址 □ < < < <",
            "个人简历 □ < < < <",
        ),
        "name - sex ethnic birth_date native_place education degree marriage id_number phone join_date full_date "
        "work_unit occupation skills residence address -",
        shape="form",
    ),
    Fresh(
        "农户帮扶明白卡",
        (
            "户主姓名 □ 家庭人口 □ 联系电话 □",
            "身份证号 □ < 所在村 □ <",
            "致贫原因 □ < 主要收入来源 □ <",
            "享受补助 □ < < < <",
            "帮扶责任人 □ 帮扶单位 □ 责任人电话 □",
            "户主签字 □ < < < <",
        ),
        "head_name size|household_size phone head_id|id_number village poverty_cause income_source subsidy cadre|helper_name "
        "cadre_unit|helper_unit cadre_phone|helper_phone -",
        record="household",
        shape="form",
    ),
    Fresh(
        "各村党员基本情况统计表",
        (
            "村名 党员总数 性别 < 政治面貌 < 学历 < 流动党员数",
            "^ ^ 男 女 正式党员 预备党员 大专及以上 高中及以下 ^",
        ),
        "name members|count sex=男|men women full probationary education=大专及以上 education=高中及以下 floating",
        record="unit",
        shape="stat",
        firsts=("石坪村", "青山村"),
        below=("合计",),
    ),
)
