"""An eleventh lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "××镇2026年党员信息采集情况一览表",
        ("序号 支部 姓名 性别 身份证 民族 学历 入党日期 职业 联系电话 家庭详细住址 是否流动党员 流向",),
        ". branch name sex id_number ethnic education join_date occupation phone address floating flow_to",
    ),
    Fresh(
        "党支部“三会一课”落实情况督查表",
        ("序号 支部名称 类别 召开时间 主题内容 主持人 应到 实到 学时 是否规范 督查人",),
        ". branch kinds day name|content host expected attended hours - -",
        record="meeting",
    ),
    Fresh(
        "主题党日签到及活动情况表",
        ("党支部 活动日期 活动地点 活动主题 主持人 应参加党员 实际参加党员 缺席党员 活动主要内容",),
        "branch day place name host expected attended away content",
        record="meeting",
    ),
    Fresh(
        "驻村工作队成员信息采集表",
        ("序号 乡镇 驻村 工作队名称 队员姓名 队内身份 单位名称 手机号码 派驻时间 备注",),
        ". - unit team|squad name role work_unit phone since remark",
        record="posting",
    ),
    Fresh(
        "第一书记工作日志月汇总",
        ("日期 第一书记姓名 工作地点 开展的主要工作 发现问题 解决情况 收集群众诉求 次日计划 备注",),
        "day posting place content problem solution request tomorrow remark",
        record="work_log",
    ),
    Fresh(
        "党费缴纳公示榜",
        ("序号 党支部 党员姓名 缴费标准 应缴金额 实缴金额 未缴金额 备注",),
        ". branch name amount|rate due paid owed remark",
    ),
    Fresh(
        "无职党员设岗定责岗位表",
        ("序号 村（社区） 岗位名称 岗位职责 设岗人数 上岗党员",),
        ". community name need places holders",
        record="duty",
    ),
    Fresh(
        "新时代文明实践志愿服务活动统计表",
        ("序号 活动日期 活动主题 所在社区 活动类型 参加人数 活动地点 活动简介",),
        ". held_on name community kind people place recorded",
        record="activity",
    ),
    Fresh(
        "党员联系农户台账",
        ("序号 村民小组 党员 联系方式 户主 家庭人口 户主电话 困难类型 联系起始时间 备注",),
        ". group_name helper_name phone|helper_phone head_name household_size phone need since remark",
        record="pairing",
    ),
    Fresh(
        "脱贫人口帮扶责任人一览表",
        ("序号 村 户主 人口数 联系电话 帮扶责任人 单位 职务 联系方式 帮扶措施",),
        ". village head_name household_size|size phone helper_name|cadre helper_unit|cadre_unit duty helper_phone|cadre_phone "
        "measures",
        record="pairing",
    ),
    Fresh(
        "五保户及特困人员基本情况表",
        ("序号 村名 组名 户主 身份证号 人口 住址 电话 致困原因 享受待遇",),
        ". village group_name head_name head_id size address phone poverty_cause subsidy",
        record="household",
    ),
    Fresh(
        "留守妇女儿童信息台账",
        ("序号 村 组 姓名 性别 出生日期 身份证号码 与户主关系 户主姓名 健康状况 联系人电话",),
        ". village group_name name sex birth_date id_number relation head_name health -|phone",
        record="resident",
    ),
    Fresh(
        "村干部任职信息登记表",
        ("序号 所在村 姓名 性别 民族 出生日期 文化程度 现任职务 身份证号 联系电话 特长",),
        ". unit name sex ethnic birth_date education duty id_number phone skills",
        record="cadre",
    ),
    Fresh(
        "党组织信息台账",
        (
            "序号 党组织代码 党组织名称 组织类别 隶属党组织 建立时间 支部书记 支部副书记 支委人数 党员人数 届满时间 所在单位",
        ),
        ". code_no name kind parent founded_on secretary deputy committee_size members term_until unit",
        record="branch",
    ),
    Fresh(
        "干部夜访日记汇总",
        ("序号 走访时间 走访干部 农户姓名 村组 谈话内容 反映诉求 下步措施",),
        ". day who whom village+group_name content heard follow_up",
        record="visit",
    ),
    Fresh(
        "民生诉求闭环办理清单",
        ("序号 来源 登记日期 诉求群众 联系方式 诉求事项 承办单位 责任人 完成时限 办理情况 完成日期 群众评价",),
        ". source received_on informant phone content handler_unit handler due result closed_on satisfaction",
        record="request",
    ),
    Fresh(
        "“微心愿”圆梦行动登记簿",
        ("序号 征集日期 心愿人 类别 联系电话 心愿内容 预计费用 认领党支部 认领人 圆梦时间 反馈情况",),
        ". collected_on name need|kind phone content cost claimer_unit claimer fulfilled_on feedback",
        record="wish",
    ),
    Fresh(
        "在职党员社区报到服务表现鉴定汇总",
        ("序号 党员姓名 工作单位及职务 报到社区 报到日期 认领岗位 参加服务次数 社区评价意见",),
        ". name work_unit|work_unit+duty community reported_on posts times review",
        record="report_in",
    ),
    Fresh(
        "预备党员转正申请信息表",
        (
            "姓名 □ 性别 □ 民族 □",
            "出生年月 □ 文化程度 □ 籍贯 □",
            "身份证号码 □ < 联系电话 □ <",
            "所在党支部 □ < 入党时间 □ <",
            "工作单位 □ < 家庭住址 □ <",
            "入党介绍人 □ < 预备期满日期 □ <",
            "本人申请 □ < < < <",
        ),
        "name sex ethnic birth_date education native_place id_number phone branch join_date work_unit address - - -",
        shape="form",
    ),
    Fresh(
        "全县各乡镇党员发展及结构统计表",
        (
            "单位名称 党员总数 民族 < 年龄 < < 学历 < 本年发展党员数",
            "^ ^ 汉族 少数民族 35岁以下 36-60岁 60岁以上 大专及以上 高中及以下 ^",
        ),
        "name members|count han minority age<=35|age<35 age=36-60 age>=60 education=大专及以上 education=高中及以下 "
        "joined|joined_this_year|developed",
        record="unit",
        shape="stat",
        below=("合计",),
    ),
)
