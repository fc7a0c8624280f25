"""An eighth lot of templates: scored as it was written; meetings, teams, dues and services stand among them for the first time."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "××街道2026年“三会一课”开展情况登记簿",
        ("序号 支部名称 会议时间 会议类别 会议议题 主持人 记录人 应到党员 实到党员 缺席人员 会议决议 备注",),
        ". branch day kinds name host recorder expected attended away decision remark",
        record="meeting",
        above=("填报单位：｜填报时间：",),
    ),
    Fresh(
        "主题党日活动统计台账",
        ("序号 活动开展时间 活动地点 活动主题 所属支部 参加人数（人） 活动内容简述",),
        ". day place name branch attended content",
        record="meeting",
    ),
    Fresh(
        "驻村工作队员基本情况一览表",
        (
            "序号 驻点村 队员情况 < < < < 到岗时间 备注",
            "^ ^ 姓名 选派单位 队内职务 联系电话 工作队名称 ^ ^",
        ),
        ". unit name work_unit role phone team|squad since remark",
        record="posting",
    ),
    Fresh(
        "驻村工作队工作日志汇总",
        ("序号 日期 驻村队员 工作地点 当日工作内容 发现的问题 解决情况 明日工作打算",),
        ". day posting place content problem solution tomorrow",
        record="work_log",
    ),
    Fresh(
        "党员缴纳党费公示表（2026年度）",
        (
            "序号 姓名 所在支部 月缴纳标准（元） 各月缴纳情况（元） < < < < < < < < < < < 全年合计",
            "^ ^ ^ ^ 1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月 ^",
        ),
        ". name branch amount month_01 month_02 month_03 month_04 month_05 month_06 month_07 month_08 month_09 month_10 "
        "month_11 month_12 paid",
        record="member",
    ),
    Fresh(
        "社区志愿服务活动登记表",
        ("序号 活动时间 活动名称 活动地点 活动类别 参加人数 服务社区 活动小结",),
        ". held_on name place kind people community summary",
        record="activity",
    ),
    Fresh(
        "优秀共产党员推荐对象基本情况登记表",
        (
            "姓名 □ 性别 □ 出生年月 □",
            "民族 □ 籍贯 □ 文化程度 □",
            "入党时间 □ 党内职务 □ 联系方式 □",
            "身份证号 □ < 所在党组织 □ <",
            "工作单位及职务 □ < < < <",
            "主要事迹 □ < < < <",
            "党支部意见 □ < < < <",
        ),
        "name sex birth_date ethnic native_place education join_date duty phone id_number branch work_unit|work_unit+duty - -",
        shape="form",
    ),
    Fresh(
        "农村老党员信息台账（党龄50年以上）",
        ("编号 村名 老党员姓名 性别 出生日期 年龄 入党日期 党龄（年） 身体状况 家庭地址 联系人电话",),
        ". village name sex birth_date age join_date party_years - address -|phone",
    ),
    Fresh(
        "村民小组长和党小组长信息采集表",
        ("序号 村（社区） 姓名 性别 民族 出生年月 政治面貌 学历 职务 身份证号码 手机号码",),
        ". unit name sex ethnic birth_date politics education duty id_number phone",
        record="cadre",
    ),
    Fresh(
        "防返贫监测户“明白卡”信息汇总表",
        (
            "序号 乡镇 村 组 户主 证件号码 家庭人数 耕地（亩） 人均纯收入（元） 主要收入来源 致贫返贫原因 享受政策 帮扶责任人 联系方式",
        ),
        ". town village group_name head_name head_id|id_number size|household_size farmland income income_source "
        "poverty_cause subsidy|- cadre|helper_name cadre_phone|helper_phone",
        record="household",
    ),
    Fresh(
        "80岁以上高龄老人花名册",
        ("序号 所在村 村民组 老人姓名 性别 身份证号码 年龄 与户主关系 户主姓名 联系电话 身体健康状况",),
        ". village group_name name sex id_number age relation head_name phone health",
        record="resident",
    ),
    Fresh(
        "机关单位党组织基本信息采集表",
        (
            "序号 党组织全称 党组织简称 组织类别 上级党组织名称 成立时间 书记 联系电话 党员总数（名） 最近换届时间 任期届满时间",
        ),
        ". name short_name kind parent founded_on secretary secretary_phone|phone members elected_on term_until",
        record="branch",
    ),
    Fresh(
        "领导干部包村联户安排表",
        ("序号 领导姓名 职务 联系电话 包联村 联系户户主 住址 户主电话 结对时间",),
        ". helper_name duty helper_phone village head_name address phone since",
        record="pairing",
    ),
    Fresh(
        "入户走访排查登记台账",
        ("序号 走访时间 村组 户主姓名 联系电话 走访人员 存在的主要问题 意见建议 下一步措施",),
        ". day village+group_name whom whom_phone who difficulty heard follow_up",
        record="visit",
    ),
    Fresh(
        "群众来信来访及诉求登记表",
        (
            "编号 来访日期 来访人姓名 联系方式 所在村 反映的主要问题 问题类别 接访人 承办单位 办理期限 办理结果 办结日期 群众满意度",
        ),
        ".|request_no received_on informant phone village content kind receiver handler_unit due result closed_on satisfaction",
        record="request",
    ),
    Fresh(
        "微心愿征集表",
        ("序号 社区 心愿人姓名 困难类型 微心愿内容 预计金额 征集人 征集日期",),
        ". village name need content cost collector collected_on",
        record="wish",
    ),
    Fresh(
        "在职党员进社区报到回执汇总表",
        ("序号 姓名 单位 单位职务 手机号码 居住地址 报到社区 报到日期 个人特长 认领岗位",),
        ". name work_unit duty phone address community reported_on skills posts",
        record="report_in",
    ),
    Fresh(
        "各村（社区）户数人口及党员情况一览表",
        ("序号 村（社区）名称 村书记 书记电话 总户数 总人口 党员人数 包村领导 包村领导电话 村部地址",),
        ". name secretary secretary_phone household_count population members helper helper_phone address",
        record="unit",
        shape="table|stat",
    ),
    Fresh(
        "各党支部党员年龄学历结构统计表",
        (
            "党支部 党员数 性别 < 年龄结构 < < 学历结构 <",
            "^ ^ 男 女 35岁以下 36-59岁 60岁以上 大专及以上 高中及以下",
        ),
        "name members|count men|sex=男 women age<=35|age<35 age=36-59 age>=60|age>60 education=大专及以上 education=高中及以下",
        record="branch",
        shape="stat",
        firsts=("第一支部", "第二支部"),
        below=("合计",),
    ),
    Fresh(
        "预备党员名册",
        ("序号 姓名 性别 民族 出生年月 学历 身份证号 接收为预备党员时间 预备期满时间 入党介绍人 所在单位 联系电话",),
        ". name sex ethnic birth_date education id_number join_date - - work_unit|village phone",
    ),
)
