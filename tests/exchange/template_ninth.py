"""A ninth lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "××县党员信息库数据校核表",
        (
            "校核项目 < < < < < < < 校核结果 <",
            "序号 党员姓名 公民身份证号 民族 学历 入党日期 转正日期 所属党支部 是否有误 更正内容",
        ),
        ". name id_number ethnic education join_date full_date branch - -",
        below=("校核人（签字）：｜校核时间：",),
    ),
    Fresh(
        "党支部书记、副书记、委员信息采集表",
        ("序号 姓名 性别 民族 出生年月 学历 入党时间 党内职务 任职时间 所在党支部 手机号码 备注",),
        ". name sex ethnic birth_date education join_date duty - branch phone remark",
    ),
    Fresh(
        "党课开展情况汇总表（上半年）",
        ("序号 党支部 授课时间 授课地点 授课主题 授课人 参学人数 学时",),
        ". branch day place name speaker attended hours",
        record="meeting",
    ),
    Fresh(
        "各支部组织生活会情况登记表",
        ("序号 党支部名称 召开时间 召开地点 会议主题 主持人 应到人数 实到人数 主要内容 列席人员 备注",),
        ". branch day place name host expected attended content guests remark",
        record="meeting",
    ),
    Fresh(
        "下派干部驻村情况备案表",
        ("序号 姓名 派出单位 驻村名称 担任队内职务 联系电话 驻村起始时间 所在工作队",),
        ". name work_unit unit role phone since team|squad",
        record="posting",
    ),
    Fresh(
        "驻村第一书记民情日志统计表",
        ("日期 姓名 工作类别 主要工作内容 群众反映的诉求 存在问题 解决办法 下步打算",),
        "day posting kind content request problem solution tomorrow",
        record="work_log",
    ),
    Fresh(
        "党费收缴情况季度报表",
        ("序号 姓名 党支部 月应缴党费 一季度 二季度 三季度 四季度 全年实缴 备注",),
        ". name branch amount paid_1 paid_2 paid_3 paid_4 paid remark",
    ),
    Fresh(
        "社区服务岗位设置及认领情况表",
        ("序号 社区名称 岗位名称 岗位类别 需求人数 已认领人数 认领人 岗位职责 联系人 联系电话",),
        ". community name kind places taken holders need contact phone",
        record="duty",
    ),
    Fresh(
        "走访慰问困难群众花名册",
        ("序号 村（社区） 组别 户主姓名 身份证号码 家庭人口 困难类别 致困原因 慰问金额 领取人签字 联系电话",),
        ". village group_name head_name head_id|id_number size need poverty_cause - - phone",
        record="household",
    ),
    Fresh(
        "结对帮扶责任人与帮扶对象对照表",
        (
            "序号 帮扶责任人信息 < < < 帮扶对象信息 < < < 帮扶起始时间",
            "^ 姓名 单位 职务 手机 户主 所在村组 家庭人口 致贫原因 ^",
        ),
        ". helper_name helper_unit duty helper_phone head_name village+group_name household_size poverty_cause since",
        record="pairing",
    ),
    Fresh(
        "党员联系群众“连心卡”发放登记表",
        ("序号 支部 党员姓名 党员电话 联系户主 户主电话 家庭住址 家庭人口 结对时间",),
        ". helper_unit|branch helper_name helper_phone|phone head_name phone address household_size since",
        record="pairing",
    ),
    Fresh(
        "村级组织换届人选信息库",
        ("编号 村 姓名 性别 年龄 文化程度 政治面貌 现任职务 拟任职务 联系电话",),
        ". unit name sex age education politics duty - phone",
        record="cadre",
    ),
    Fresh(
        "残疾人家庭基本情况登记册",
        ("序号 行政村 户主姓名 残疾人姓名 与户主关系 性别 出生年月 身份证号码 残疾证号 健康状况 劳动能力 联系方式",),
        ". village head_name name relation sex birth_date id_number -|disability_no health labour phone",
        record="resident",
    ),
    Fresh(
        "“民有所呼”诉求办理进度表",
        ("编号 诉求时间 诉求人 电话 诉求内容 诉求类别 责任单位 承办人 限办时间 办结时间 办理结果 回访时间 满意程度",),
        ".|request_no received_on informant phone content kind handler_unit handler due closed_on result called_on "
        "satisfaction",
        record="request",
    ),
    Fresh(
        "党员认领微心愿完成情况统计表",
        ("序号 心愿人 联系电话 心愿内容 认领党员 认领党员电话 认领日期 完成日期 完成情况",),
        ". name phone content claimer claimer_phone claimed_on fulfilled_on result",
        record="wish",
    ),
    Fresh(
        "机关在职党员“双报到”登记卡汇总",
        ("序号 姓名 所在单位 职务 联系电话 家庭住址 报到社区名称 报到日期 服务意向 参加活动次数 社区评价",),
        ". name work_unit duty phone address community reported_on interest|posts times review",
        record="report_in",
    ),
    Fresh(
        "村（社区）基本信息采集表",
        (
            "村（社区）名称 □ < <",
            "所属乡镇 □ 行政区划代码 □",
            "总户数 □ 总人口 □",
            "党组织书记 □ 联系电话 □",
            "党员总数 □ 服务群众专项经费 □",
            "办公地址 □ < <",
            "村集体收入 □ < <",
        ),
        "name parent|town area_code household_count population secretary secretary_phone|phone members service_fund address -",
        record="unit",
        shape="form",
    ),
    Fresh(
        "各党支部党员队伍基本情况统计表",
        (
            "党支部名称 党员总数 其中 < < < < 党龄50年以上",
            "^ ^ 女党员 少数民族 预备党员 60岁以上 大专及以上 ^",
        ),
        "name members|count women minority probationary age>=60|age>60 education=大专及以上 -|party_years>=50|seniority>=50|party_years>50",
        record="branch",
        shape="stat",
        firsts=("第一支部", "第二支部"),
        below=("合计",),
    ),
    Fresh(
        "困难党员关怀帮扶申报表",
        (
            "姓名 □ 性别 □ 民族 □",
            "身份证号 □ < < 出生年月 □",
            "入党时间 □ 党龄 □ 联系电话 □",
            "所在党支部 □ < < 困难类型 □",
            "家庭住址 □ < < < <",
            "困难情况说明 □ < < < <",
            "党支部意见 □ < < < <",
        ),
        "name sex ethnic id_number birth_date join_date party_years phone branch difficulty|need address - -",
        shape="form",
    ),
    Fresh(
        "为民办实事登记表",
        ("序号 办理时间 办理人 实事类别 实事内容 受益群众 投入资金（元） 办理成效",),
        ". day who kind what whom money result",
        record="deed",
    ),
)
