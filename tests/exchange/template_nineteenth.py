"""A nineteenth lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "农村党员信息采集汇总（2026年）",
        (
            "序号 组别 党员姓名 性别 出生年月日 民族 公民身份证号 籍贯 学历 入党日期 转正日期 所在党支部名称 "
            "联系手机 现家庭住址 是否流动党员 "
            "技能专长 困难类型 采集人",
        ),
        ". group_name name sex birth_date ethnic id_number native_place education join_date full_date branch phone address "
        "floating skills difficulty -",
    ),
    Fresh(
        "无职党员认岗领责登记表",
        ("序号 党支部名称 姓名 性别 年龄 入党年月 文化程度 特长 联系电话 家庭住址 认领岗位 岗位职责 履职情况",),
        ". branch name sex age join_date education skills phone address - - -",
    ),
    Fresh(
        "在外务工党员联系登记台账",
        (
            "序号 姓名 性别 身份证号码 所属党支部 外出时间 务工地点 务工单位 本人联系电话 家属姓名 家属联系电话 返乡时间",
        ),
        ". name sex id_number branch flow_since flow_to work_unit phone - - -",
    ),
    Fresh(
        "党龄50年以上老党员名册",
        ("序号 姓名 性别 出生年月 年龄 入党时间 党龄（年） 所在支部 家庭详细住址 联系方式 生活状况",),
        ". name sex birth_date age join_date party_years branch address phone -",
    ),
    Fresh(
        "预备党员信息登记表",
        ("序号 姓名 性别 民族 身份证号 学历 工作单位 接收预备党员时间 预计转正时间 所在支部 电话",),
        ". name sex ethnic id_number education work_unit join_date|admitted_on - branch phone",
        record="member|applicant",
    ),
    Fresh(
        "入党申请人登记台账",
        (
            "序号 申请人姓名 性别 民族 出生年月 学历 政治面貌 工作单位及职务 递交申请书日期 派人谈话日期 "
            "确定为入党积极分子日期 培养联系人姓名 接收申请党支部",
        ),
        ". name sex ethnic birth_date education politics work applied_on talked_on active_on contact_1 branch",
        record="applicant",
    ),
    Fresh(
        "组织关系介绍信存根登记簿",
        ("编号 党员姓名 性别 民族 年龄 转往党组织 原党组织 党费交至月份 介绍信日期 有效期（天） 联系电话 回执日期",),
        ".|letter_no name sex ethnic - to_org from_org|branch dues_until issued_on valid_days phone receipt_on",
        record="transfer",
    ),
    Fresh(
        "支部民主评议结果登记册",
        ("序号 姓名 党支部 评议时间 优秀票数 合格票数 基本合格票数 不合格票数 评议等次 处置措施 备注",),
        ". member|name branch day votes_excellent votes_good votes_barely votes_poor grade handling remark",
        record="review",
    ),
    Fresh(
        "镇领导干部包联困难户一览表",
        ("序号 包联领导 领导职务 领导电话 困难户户主 所在村 家庭人口 致困原因 帮扶需求 包联起始时间 帮扶成效",),
        ". helper_name duty helper_phone|phone head_name village household_size|size poverty_cause needs since result",
        record="pairing",
    ),
    Fresh(
        "党员联系群众登记表",
        ("序号 党员姓名 所在支部 党员联系电话 联系群众户主 群众住址 群众电话 家庭人口 联系起始时间 备注",),
        ". helper_name branch|helper_branch|helper_unit helper_phone|phone head_name address phone household_size|size since remark",
        record="pairing",
    ),
    Fresh(
        "脱贫户帮扶台账",
        (
            "序号 乡镇 村 户主姓名 户主身份证号 家庭人口 帮扶责任人 < < 帮扶措施 帮扶成效 结对时间",
            "^ ^ ^ ^ ^ ^ 姓名 工作单位 联系电话 ^ ^ ^",
        ),
        ". town|helped_town village head_name head_id household_size|size helper_name helper_unit helper_phone|phone measures result since",
        record="pairing",
    ),
    Fresh(
        "特困供养户信息登记表",
        (
            "序号 村（社区） 组 户主姓名 身份证号码 家庭人口数 住址 困难类别 享受救助情况 医疗保险 养老保险 主要收入来源 联系电话",
        ),
        ". village group_name head_name head_id size address need subsidy medical pension income_source phone",
        record="household",
    ),
    Fresh(
        "村民小组农户登记册",
        ("户号 户主 身份证号码 村民小组 门牌地址 人口数 耕地亩数 林地亩数 主要产业 年人均纯收入 联系电话 联系党员",),
        "household_no head_name head_id group_name address size farmland forest trade income phone helper",
        record="household",
    ),
    Fresh(
        "家庭成员情况登记表",
        ("序号 户主 家庭成员姓名 与户主关系 性别 出生年月 身份证号 文化程度 健康状况 劳动能力 在校情况 联系电话",),
        ". head_name name relation sex birth_date id_number education health labour schooling phone",
        record="resident",
    ),
    Fresh(
        "村级干部信息登记表",
        ("序号 村名 干部姓名 性别 出生年月 民族 学历 政治面貌 职务 手机号码 身份证号码 任职日期",),
        ". unit name sex birth_date ethnic education politics duty phone id_number -",
        record="cadre",
    ),
    Fresh(
        "驻村工作队员信息统计",
        ("序号 工作队名称 姓名 派出单位 队内职务 驻村名称 进驻日期 联系电话 备注",),
        ". squad|team name work_unit role unit since phone remark",
        record="posting",
    ),
    Fresh(
        "全镇各村概况表",
        ("序号 村（社区）名称 户籍人口数 总户数 村书记 书记电话 党员总数 包村干部 包村干部联系电话 村委会地址",),
        ". name population household_count secretary secretary_phone members helper helper_phone address",
        record="unit",
        shape="table|stat",
    ),
    Fresh(
        "党（总）支部信息统计表",
        (
            "序号 党组织全称 组织类别 上级党组织 成立时间 书记姓名 书记电话 副书记姓名 委员人数 党员人数 "
            "正式党员 预备党员 换届时间 届满时间",
        ),
        ". name kind parent founded_on secretary secretary_phone deputy committee_size members full probationary elected_on "
        "term_until",
        record="branch",
        shape="table|stat",
    ),
    Fresh(
        "党支部委员会会议台账",
        ("序号 会议日期 地点 主持人 记录人 应到人数 实到人数 缺席人员 会议议题 主要内容 形成决议",),
        ". day place host recorder expected attended away name content decision",
        record="meeting",
    ),
    Fresh(
        "主题党日活动开展情况统计",
        ("序号 支部名称 活动时间 活动主题 活动地点 活动内容 应参加人数 实际参加人数 主持人",),
        ". branch day name place content expected attended host",
        record="meeting",
    ),
    Fresh(
        "党员入户走访登记本",
        ("序号 走访日期 走访党员 被走访户 联系电话 家庭住址 走访内容 群众反映问题 解决措施 备注",),
        ". day who whom whom_phone address content heard follow_up remark",
        record="visit",
    ),
    Fresh(
        "民生实事办理登记表",
        ("序号 办理日期 实事内容 受益对象 受益村 责任人 投入资金（元） 发放物资 办理结果",),
        ". day what whom village|helped_unit who money goods result",
        record="deed",
    ),
    Fresh(
        "社情民意登记处理台账",
        (
            "序号 受理日期 反映人 联系电话 所在村 反映内容 问题类别 受理人 承办单位 承办人 办理时限 办结日期 办理结果 满意度",
        ),
        ". received_on informant phone village content kind receiver handler_unit handler due closed_on result satisfaction",
        record="request",
    ),
    Fresh(
        "困难群众微心愿认领单",
        (
            "序号 征集时间 群众姓名 所在村 困难类别 联系电话 心愿内容 预计费用 认领党员 所在单位 认领时间 完成时间 完成情况",
        ),
        ". collected_on name village need phone content cost claimer claimer_unit|- claimed_on fulfilled_on result",
        record="wish",
    ),
    Fresh(
        "双报到在职党员登记表",
        ("序号 姓名 工作单位 职务 联系电话 家庭住址 报到社区 报到时间 兴趣特长 认领岗位 参加活动次数 社区评价",),
        ". name work_unit duty phone address community reported_on skills posts times review",
        record="report_in",
    ),
    Fresh(
        "驻村工作日志",
        ("日期 驻村队员 地点 工作内容 工作类别 存在问题 解决情况 群众诉求 明日工作计划",),
        "day posting place content kind problem solution request tomorrow",
        record="work_log",
    ),
    Fresh(
        "党费收缴情况登记册",
        ("序号 姓名 所在支部 月缴纳标准 1月 2月 3月 4月 5月 6月 全年应缴 全年实缴 备注",),
        ". name branch amount|rate month_01 month_02 month_03 month_04 month_05 month_06 due paid remark",
    ),
    Fresh(
        "党员信息登记卡",
        (
            "姓名 □ 性别 □ 民族 □",
            "出生年月 □ 籍贯 □ 学历 □",
            "公民身份号码 □ < < < <",
            "入党日期 □ < 转正日期 □ <",
            "所在支部 □ < 党内职务 □ <",
            "工作单位 □ < 联系电话 □ <",
            "现居住地址 □ < < < <",
            "奖惩情况 □ < < < <",
        ),
        "name sex ethnic birth_date native_place education id_number join_date full_date branch duty work_unit phone address -",
        shape="form",
    ),
    Fresh(
        "党支部信息登记卡",
        (
            "党支部全称 □ < 组织类别 □",
            "上级党组织 □ < 成立日期 □",
            "支部书记 □ < 书记电话 □",
            "党员人数 □ < 委员人数 □",
            "本届换届日期 □ < 届满日期 □",
            "特色工作 □ < < <",
        ),
        "name kind parent founded_on secretary secretary_phone members committee_size elected_on term_until -",
        record="branch",
        shape="form",
    ),
    Fresh(
        "党员年龄结构与学历统计表",
        (
            "党支部 党员人数 年龄结构 < < < 学历结构 < < 女党员 少数民族党员",
            "^ ^ 35岁以下 36至50岁 51至60岁 60岁以上 大专及以上 高中（中专） 初中及以下 ^ ^",
        ),
        "name members|count age<=35 age=36-50 age=51-60 age>=60 education=大专及以上 "
        "education=高中|education=高中、中专|education=高中（中专） "
        "education=初中及以下 women minority",
        record="branch",
        shape="stat",
    ),
)
