"""A sixteenth lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "基层党员信息统计花名册",
        ("编号 党组织名称 姓名 性别 族别 生日 学历层次 证件号码 入党年份 转正年份 单位职务 电话号码 常住地址",),
        ". branch name sex ethnic birth_date education id_number join_date full_date duty phone address",
    ),
    Fresh(
        "老党员生活补贴审核表",
        ("序号 所在支部 姓名 出生年月 周岁 入党日期 党龄 身份证号 健康状况 补贴标准 银行账号 联系电话",),
        ". branch name birth_date age join_date party_years id_number - - - phone",
    ),
    Fresh(
        "支部集中学习情况登记台账",
        ("序号 学习日期 学习地点 学习内容 领学人 应到人数 实到人数 学时",),
        ". day place content|name speaker expected attended hours",
        record="meeting",
    ),
    Fresh(
        "基层党组织会议台账",
        ("会议名称 会议类别 召开日期 会议地点 主持人 记录员 参会人数 决议事项 备注",),
        "name kinds day place host recorder attended decision remark",
        record="meeting",
    ),
    Fresh(
        "驻村帮扶工作队花名册",
        ("序号 工作队 姓名 队内职务 派出单位 驻点村 联系电话 派驻日期",),
        ". team|squad name role work_unit unit phone since",
        record="posting",
    ),
    Fresh(
        "队员工作日志一览",
        ("日期 队员姓名 今日工作内容 发现的问题 群众反映诉求 解决措施 下一步工作打算",),
        "day posting content problem request solution tomorrow",
        record="work_log",
    ),
    Fresh(
        "支部党员缴纳党费情况季报",
        ("序号 姓名 缴纳比例 每月应缴 第一季度应缴 第一季度实缴 第二季度应缴 第二季度实缴 欠缴金额",),
        ". name rate amount due_1 paid_1 due_2 paid_2 owed",
    ),
    Fresh(
        "志愿服务活动情况反馈表",
        ("序号 活动日期 所在社区 活动名称 活动类型 参与人数 服务总时长（分钟） 活动反馈",),
        ". held_on community name kind people minutes feedback",
        record="activity",
    ),
    Fresh(
        "领导干部联系困难群众一览表",
        ("序号 领导姓名 职务 困难群众姓名 家庭住址 联系电话 困难情况 帮扶措施 联系时间",),
        ". helper_name duty head_name address phone need measures since",
        record="pairing",
    ),
    Fresh(
        "党员责任区包户登记表",
        ("序号 党员姓名 手机号码 包联户户主 户主联系电话 家庭地址 困难类型 包联时间 备注",),
        ". helper_name phone|helper_phone head_name phone address need since remark",
        record="pairing",
    ),
    Fresh(
        "低收入家庭信息登记表",
        ("序号 村（社区） 村民小组 户主姓名 身份证号码 在册人口 困难原因 享受救助 主要收入 联系方式",),
        ". village group_name head_name head_id size poverty_cause subsidy income_source|- phone",
        record="household",
    ),
    Fresh(
        "义务教育阶段学生家庭成员表",
        ("序号 户主 学生姓名 性别 出生年月 与户主关系 身份证号 在读学校 联系电话",),
        ". head_name name sex birth_date relation id_number - phone",
        record="resident",
    ),
    Fresh(
        "村级后备力量及村干部信息库",
        ("序号 村 姓名 性别 出生年月 学历 职务 联系电话 专长 备注",),
        ". unit name sex birth_date education duty phone skills remark",
        record="cadre",
    ),
    Fresh(
        "党支部届期管理台账",
        ("序号 支部名称 书记姓名 书记手机 党员人数 委员数 换届时间 任期届满日期 所在单位 备注",),
        ". name secretary secretary_phone members committee_size elected_on term_until unit remark",
        record="branch",
    ),
    Fresh(
        "村情信息采集台账",
        ("序号 村名 所属乡镇 总户数 总人口 负责人 联系电话 村支书 书记电话 党员人数 包村干部",),
        ". name parent household_count population head phone secretary secretary_phone members helper",
        record="unit",
        shape="table|stat",
    ),
    Fresh(
        "干部走访联系群众台账",
        ("序号 走访时间 走访干部 受访群众 住址 电话 走访情况 群众诉求 存在困难 备注",),
        ". day who whom address whom_phone content heard difficulty remark",
        record="visit",
    ),
    Fresh(
        "民情民意收集处理表",
        ("序号 收集时间 群众姓名 联系电话 意见建议 类别 承办单位 承办人 完成时限 处理结果 反馈时间 群众是否满意",),
        ". received_on informant phone content kind handler_unit handler due result fed_on satisfaction",
        record="request",
    ),
    Fresh(
        "党员认领心愿回执",
        ("序号 心愿人姓名 心愿内容 认领人 认领人联系电话 认领日期 计划完成时间 实际完成时间 落实情况",),
        ". name content claimer claimer_phone claimed_on due fulfilled_on result",
        record="wish",
    ),
    Fresh(
        "“双报到”党员信息一览表",
        ("序号 党员姓名 性别 工作单位 职务 联系方式 居住地址 报到社区 报到日期 认领岗位 备注",),
        ". name - work_unit duty phone address community reported_on posts remark",
        record="report_in",
    ),
    Fresh(
        "党员组织关系介绍信息登记表",
        (
            "姓名 □ 性别 □ 民族 □",
            "身份证号码 □ < < < <",
            "出生日期 □ < 学历 □ <",
            "入党日期 □ < 转正日期 □ <",
            "现所在党支部 □ < 联系电话 □ <",
            "户籍所在地 □ < < < <",
            "现居住地址 □ < < < <",
            "经办人 □ < < < <",
        ),
        "name sex ethnic id_number birth_date education join_date full_date branch phone residence address -",
        shape="form",
    ),
)
