"""A fifth lot of templates, the last measure: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "离退休党员和年老体弱党员登记册",
        (
            "编号 姓名 性 民族 出生 入党 学历 原工作单位 退休前职务 现住地址 家庭电话 手机 身体健康状况 是否送学上门 所在党支部",
            "^ ^ 别 ^ 年月 时间 ^ ^ ^ ^ ^ ^ ^ ^ ^",
        ),
        ". name sex ethnic birth_date join_date education - - address landline phone - - branch",
    ),
    Fresh(
        "2026年度预备党员转正情况一览表",
        (
            "序号 党（总）支部名称 姓名 性别 出生年月 学历/学位 "
            "参加工作时间 列为积极分子时间 吸收为预备党员时间 预备期满时间 转正时间 介绍人 联系手机号 备注",
        ),
        ". branch name sex birth_date .|education - - join_date - full_date - phone remark",
        above=("填报党委（盖章）：",),
    ),
    Fresh(
        "党员外出务工经商情况登记表",
        (
            "序号 党员姓名 性别 文化程度 户籍地 外出务工经商地点 务工单位 外出时间 预计返乡时间 本地联系人 本人联系电话 流入地党组织名称",
        ),
        ". name sex education residence flow_to work_unit flow_since - - phone -",
    ),
    Fresh(
        "县级领导及县直部门包联乡镇村（社区）一览表",
        ("序号 包联领导姓名 职务 包联部门 所包村（社区） 联络员 联系电话 备注",),
        ". helper_name duty .|helper_unit village - .|helper_phone remark",
        record="pairing",
    ),
    Fresh(
        "农村低保对象家庭情况台账",
        (
            "序号 户主基本情况 < < < 家庭情况 < < < 保障情况 < 结对党员 <",
            "^ 姓名 身份证号码 住址 联系方式 总人口 困难类别 致困原因 主要收入来源 月保障金额 起始时间 姓名 电话",
        ),
        ". head_name head_id address phone size need poverty_cause income_source - - helper helper_phone",
        record="household",
    ),
    Fresh(
        "为民办实事项目清单",
        ("序号 村（社区） 实事名称 实事类别 责任人 受益群众 投入资金（元） 完成时间 成效",),
        ". village what kind who whom money day result",
        record="deed",
    ),
    Fresh(
        "党支部标准化规范化建设基本信息表",
        (
            "支部全称 □ < <",
            "隶属党委 □ 成立日期 □",
            "支部类型 □ 所属领域 □",
            "书记姓名 □ 书记手机号 □",
            "副书记 □ 支委人数 □",
            "党员总数 □ 其中预备党员 □",
            "最近一次换届时间 □ 下次换届时间 □",
            "支部联系人 □ 办公电话 □",
            "党员活动室面积 □ < <",
        ),
        "name parent founded_on kind domain secretary secretary_phone deputy committee_size members probationary elected_on term_until "
        "contact phone -",
        record="branch",
        shape="form",
    ),
    Fresh(
        "乡镇干部（含事业人员）基本信息采集表",
        ("序号 姓_名 性别 民族 出生年月 最高学历 政治面貌 所在单位 现任职务 职务级别 包村情况 手机号码 公民身份号码",),
        ". name sex ethnic birth_date education politics unit duty rank .|villages phone id_number",
        record="cadre",
    ),
    Fresh(
        "社情民意收集反馈台账",
        (
            "序号 收集时间 收集渠道 反映人 联系方式 反映问题 问题类别 责任单位 责任人 办理时限 办理情况 是否办结 反馈时间 群众是否满意",
        ),
        ". received_on source informant phone content kind handler_unit handler due result - fed_on satisfaction",
        record="request",
    ),
    Fresh(
        "各支部流动党员、失联党员情况统计表",
        (
            "党组织 党员总数 流动党员 < < 失联党员数 困难党员数 备注",
            "^ ^ 小计 男 女 ^ ^ ^",
        ),
        "name members floating floating+men|men+floating floating+women|women+floating lost difficult .",
        record="branch",
        shape="stat",
        below=("合计",),
    ),
    Fresh(
        "常住人口信息登记表",
        ("门牌号 户主 姓名 与户主关系 性别 民族 公民身份号码 出生年月 文化程度 婚姻状况 政治面貌 联系电话 工作单位",),
        ". head_name name relation sex ethnic id_number birth_date education - - phone -",
        record="resident",
    ),
    Fresh(
        "困难党员帮扶台账",
        (
            "序号 所在支部 困难党员姓名 性别 年龄 党龄 困难类型 主要困难 联系电话 帮扶责任人 帮扶责任人电话 帮扶措施 帮扶成效",
        ),
        ". branch name sex age party_years difficulty - phone helper helper_phone - -",
    ),
)
