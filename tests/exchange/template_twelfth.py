"""A twelfth lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "农村党员“一人一档”基础信息表",
        ("序号 姓名 性别 出生时间 民族 籍贯 学历 学位 身份证号码 入党时间 转正时间 手机 所在支部 职业 备注",),
        ". name sex birth_date ethnic native_place education degree id_number join_date full_date phone branch occupation remark",
    ),
    Fresh(
        "支委会会议情况记录台账",
        ("序号 会议日期 支部 主持人 记录人 应到支委 实到支委 会议议题 研究事项 表决结果",),
        ". day branch host recorder expected attended name content decision",
        record="meeting",
    ),
    Fresh(
        "党小组会召开情况登记表",
        ("党小组 时间 地点 主持人 参加党员数 缺席党员 会议内容 备注",),
        "branch day place host attended away content remark",
        record="meeting",
    ),
    Fresh(
        "省市县选派驻村干部台账",
        ("序号 姓名 选派单位 驻点村 所任职务 联系手机 开始驻村日期 结束日期",),
        ". name work_unit unit role phone since until",
        record="posting",
    ),
    Fresh(
        "驻村干部每日工作登记簿",
        ("工作日期 驻村干部 地点 工作事项 事项类别 遇到困难 处理结果 明日安排",),
        "day posting place content kind problem solution tomorrow",
        record="work_log",
    ),
    Fresh(
        "××支部党费收缴公示",
        ("序号 姓名 月交纳金额 1月份 2月份 3月份 4月份 5月份 6月份 上半年合计",),
        ". name amount month_01 month_02 month_03 month_04 month_05 month_06 -",
    ),
    Fresh(
        "志愿服务项目开展情况汇总",
        ("序号 项目名称 开展社区 开展时间 服务类别 参与人次 活动成效",),
        ". name community held_on kind people summary",
        record="activity",
    ),
    Fresh(
        "党员中心户联系群众登记表",
        ("序号 党员姓名 所在支部 联系电话 联系群众户主 联系群众住址 群众电话 家庭困难类型",),
        ". helper_name helper_unit|branch phone|helper_phone head_name address phone need",
        record="pairing",
    ),
    Fresh(
        "县直单位帮扶责任清单",
        ("序号 帮扶单位 帮扶责任人 职务 电话 帮扶村 帮扶户主 帮扶措施 帮扶成效 起止时间",),
        ". helper_unit helper_name duty helper_phone village head_name measures result period|since",
        record="pairing",
    ),
    Fresh(
        "农户产业发展情况调查表",
        ("序号 户主姓名 联系电话 家庭人口 耕地面积（亩） 主导产业 年人均收入（元） 主要经济来源 帮扶需求",),
        ". head_name phone size farmland trade income income_source needs",
        record="household",
    ),
    Fresh(
        "户籍人口信息登记表",
        ("户号 户主 姓名 关系 性别 民族 身份证号码 出生日期 文化程度 联系电话 备注",),
        "household_no head_name name relation sex ethnic id_number birth_date education phone remark",
        record="resident",
    ),
    Fresh(
        "镇机关工作人员信息表",
        ("序号 姓名 性别 民族 出生年月 学历 工作部门 职务 职级 政治面貌 身份证号码 联系电话",),
        ". name sex ethnic birth_date education unit duty rank politics id_number phone",
        record="cadre",
    ),
    Fresh(
        "党支部规范化建设情况摸排表",
        (
            "序号 支部全称 所属党委 书记姓名 书记电话 党员人数 正式党员数 预备党员数 成立日期 换届日期 任期届满日期 达标情况",
        ),
        ". name parent secretary secretary_phone members full probationary founded_on elected_on term_until -|standard_kind",
        record="branch",
    ),
    Fresh(
        "入户大走访问题收集台账",
        ("序号 走访时间 走访人员 走访户主 所在村 联系方式 收集问题 主要困难 下一步计划",),
        ". day who whom village whom_phone heard difficulty follow_up",
        record="visit",
    ),
    Fresh(
        "12345转办及村级上报事项登记表",
        ("序号 受理日期 反映人姓名 联系电话 反映内容 事项类别 办理单位 承办人员 办理结果 反馈日期 满意度评价",),
        ". received_on informant phone content kind handler_unit handler result fed_on satisfaction",
        record="request",
    ),
    Fresh(
        "困境儿童微心愿认领表",
        ("序号 心愿申请人 所属村 困难类别 心愿名称 物品价值（元） 认领人姓名 认领人电话 认领时间 实现情况",),
        ". name village need content cost claimer claimer_phone claimed_on result",
        record="wish",
    ),
    Fresh(
        "党员干部为群众办实事清单",
        ("序号 实事内容 责任人 服务对象 办理时间 投入资金（元） 完成情况",),
        ". what who whom day money result",
        record="deed",
    ),
    Fresh(
        "机关党员到社区报到情况登记表",
        ("序号 党员姓名 所在单位 职务 手机号码 居住小区 报到社区 报到时间 认领服务岗位 服务次数",),
        ". name work_unit duty phone address community reported_on posts times",
        record="report_in",
    ),
    Fresh(
        "家庭基本情况登记表",
        (
            "户主 □ 身份证号码 □ 联系电话 □",
            "所在村 □ 村民小组 □ 家庭人口 □",
            "家庭住址 □ < < 困难类型 □",
            "主要收入来源 □ < < 耕地面积 □",
            "致困原因 □ < < 享受政策 □",
            "需求意愿 □ < < < <",
        ),
        "head_name head_id phone village group_name size address need income_source farmland poverty_cause subsidy needs",
        record="household",
        shape="form",
    ),
    Fresh(
        "全镇各村党员结构情况汇总表",
        (
            "序号 村名称 党员总数 按性别分 < 按年龄分 < < 少数民族 预备党员 流动党员 失联党员",
            "^ ^ ^ 男 女 35岁及以下 36-59岁 60岁及以上 ^ ^ ^ ^",
        ),
        ". name members|count men women age<=35 age=36-59 age>=60 minority probationary floating lost",
        record="unit",
        shape="stat",
        below=("合计",),
    ),
)
