"""A fifteenth lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "流动党员双向管理登记台账",
        ("序号 姓名 性别 学历 身份证号码 入党时间 组织关系所在支部 外出时间 外出流向 失联情况 联系方式",),
        ". name sex education id_number join_date branch flow_since flow_to -|lost|lost_reason phone",
    ),
    Fresh(
        "党员档案核查登记表",
        (
            "序号 党员基本信息 < < < < 档案信息 < 备注",
            "^ 姓名 性别 出生年月 入党时间 所在支部 档案所在单位 档案是否齐全 ^",
        ),
        ". name sex birth_date join_date branch archive_unit - remark",
    ),
    Fresh(
        "党课授课情况登记表",
        ("序号 支部 授课日期 党课题目 授课人 授课人职务 听课人数 地点 学时",),
        ". branch day name speaker - attended place hours",
        record="meeting",
    ),
    Fresh(
        "××村党总支会议记录汇总",
        ("会议时间 会议名称 参会人数 应到人数 主持 记录 会议决定 未到人员",),
        "day name attended expected host recorder decision away",
        record="meeting",
    ),
    Fresh(
        "市派驻村工作队人员基本信息",
        ("序号 姓名 工作单位 派驻村 任职 起始日期 电话 工作队",),
        ". name work_unit unit role since phone team|squad",
        record="posting",
    ),
    Fresh(
        "驻村日记检查汇总表",
        ("序号 日期 驻村干部 工作内容 走访地点 发现问题 处理办法 备注",),
        ". day posting content place problem solution remark",
        record="work_log",
    ),
    Fresh(
        "离退休党员党费收缴表",
        ("序号 姓名 离退休费（元） 缴纳标准 月缴党费（元） 应缴月数 全年应缴（元） 全年实缴（元）",),
        ". name - rate|amount amount|- - due paid",
    ),
    Fresh(
        "志愿服务岗位需求清单",
        ("社区 岗位 岗位内容 需求数 联系人 电话",),
        "community name need places contact phone",
        record="duty",
    ),
    Fresh(
        "街道党员先锋志愿活动一览表",
        ("序号 活动主题 活动时间 活动地点 组织社区 志愿者人数 活动内容",),
        ". name held_on place community people recorded",
        record="activity",
    ),
    Fresh(
        "党员结对帮扶困难户台账",
        (
            "序号 结对党员 < < 困难户 < < < 结对情况 <",
            "^ 姓名 所在支部 电话 户主 村组 人口 困难原因 结对时间 帮扶措施",
        ),
        ". helper_name branch|helper_unit helper_phone|phone head_name village+group_name household_size poverty_cause|need since measures",
        record="pairing",
    ),
    Fresh(
        "驻镇县直单位包村联系表",
        ("序号 包联单位 包联干部 联系方式 包联村",),
        ". helper_unit helper_name helper_phone village",
        record="pairing",
    ),
    Fresh(
        "监测户基本情况排查表",
        ("序号 村 户主 身份证号 人口数 人均收入 致贫风险原因 收入来源 帮扶联系人 联系电话",),
        ". village head_name head_id size income poverty_cause income_source cadre|helper cadre_phone|helper_phone",
        record="household",
    ),
    Fresh(
        "全村常住居民信息登记表",
        ("序号 户主 姓名 与户主关系 性别 民族 出生年月 身份证号 文化程度 手机号 健康",),
        ". head_name name relation sex ethnic birth_date id_number education phone health",
        record="resident",
    ),
    Fresh(
        "网格员基本信息台账",
        ("序号 社区（村） 网格员姓名 性别 出生年月 学历 政治面貌 身份证号 联系电话",),
        ". unit name sex birth_date education politics id_number phone",
        record="cadre",
    ),
    Fresh(
        "各支部班子配备情况表",
        ("序号 支部名称 支部书记 副书记 委员人数 正式党员 预备党员 选举时间 任期截止时间",),
        ". name secretary deputy committee_size full probationary elected_on term_until",
        record="branch",
        shape="table|stat",
    ),
    Fresh(
        "夜访农家谈心记录簿",
        ("时间 走访人员 走访农户 家庭住址 谈心内容 困难诉求 打算",),
        "day who whom address content heard|difficulty follow_up",
        record="visit",
    ),
    Fresh(
        "接诉即办工作台账",
        ("序号 接诉时间 诉求人姓名 联系方式 诉求类型 诉求内容 承办人 办结期限 办结日期 解决结果 回访情况",),
        ". received_on informant phone kind content handler due closed_on result -",
        record="request",
    ),
    Fresh(
        "“圆梦行动”心愿收集表",
        ("序号 村 姓名 困难类别 心愿内容 所需金额 联系电话 收集人",),
        ". village name need content cost phone collector",
        record="wish",
    ),
    Fresh(
        "县直机关党员报到登记汇总",
        ("序号 党员姓名 所属单位 联系方式 居住小区 报到社区 报到日期 志愿服务意向 特长",),
        ". name work_unit phone address community reported_on interest skills",
        record="report_in",
    ),
    Fresh(
        "干部基本情况登记表",
        (
            "姓名 □ 性别 □ 民族 □",
            "出生年月 □ 学历 □ 政治面貌 □",
            "工作单位 □ < 职务 □ <",
            "职级 □ < 联系电话 □ <",
            "身份证号码 □ < < < <",
            "特长 □ < 包联村 □ <",
            "奖惩情况 □ < < < <",
        ),
        "name sex ethnic birth_date education politics unit duty rank phone id_number skills villages -",
        record="cadre",
        shape="form",
    ),
)
