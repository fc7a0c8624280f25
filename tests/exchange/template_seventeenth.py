"""A seventeenth lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "××镇党员基本情况摸底表",
        (
            "序号 党员身份信息 < < < < 党内信息 < < < 现状 < <",
            "^ 党员姓名 男/女 民族成分 出生年月日 居民身份证号码 入党日期（年月） 正式党员日期 隶属支部 "
            "支部内任职 最高学历 现从事职业 常用手机",
        ),
        ". name sex ethnic birth_date id_number join_date full_date branch duty education occupation phone",
    ),
    Fresh(
        "流动党员管理登记簿",
        (
            "编号 流出党员 性别 身份证 原所在支部 户籍地址 流出时间 流入地详细地址 外出事由 流入地党组织 "
            "外出期间联系电话 支部联系人 组织关系是否转出",
        ),
        ". name sex id_number branch residence|address flow_since flow_to - - phone -|branch.contact -",
    ),
    Fresh(
        "高龄及行动不便党员送学上门名单",
        ("序号 支部 党员姓名 年龄 党龄 身体状况 居住地点 联系方式 送学人 送学频次",),
        ". branch name age party_years - address phone - -",
    ),
    Fresh(
        "党员发展工作全程纪实台账",
        (
            "序号 姓名 性别 出生年月 文化程度 递交入党申请书时间 谈话时间 确定积极分子时间 培养联系人 列为发展对象时间 "
            "政审时间 集中培训时间 支部大会通过时间 党委审批时间 入党介绍人",
        ),
        ". name sex birth_date education applied_on talked_on active_on contact_1 target_on vetted_on trained_on admitted_on "
        "approved_on introducer_1",
        record="applicant",
    ),
    Fresh(
        "入党积极分子基本情况登记册",
        ("序号 姓名 性别 民族 出生年月 学历 单位及职务 申请入党时间 确定为积极分子时间 培养联系人 所在支部 备注",),
        ". name sex ethnic birth_date education work applied_on active_on contact_1 branch remark",
        record="applicant",
    ),
    Fresh(
        "党员组织关系转入登记表",
        ("序号 姓名 性别 身份证号 党员类别 原所在党组织 转入支部 介绍信编号 开具日期 有效期 接收日期 经办人",),
        ". name sex id_number member_kind from_org to_org|to_branch|branch letter_no issued_on valid_days accepted_on -",
        record="transfer",
    ),
    Fresh(
        "年度民主评议党员结果汇总表",
        ("序号 党员姓名 所在支部 参评时间 优秀票数 合格票数 基本合格票数 不合格票数 评定等次 支部意见 备注",),
        ". member|name branch day votes_excellent votes_good votes_barely votes_poor grade opinion remark",
        record="review",
    ),
    Fresh(
        "先进典型表彰情况登记表",
        ("序号 表彰对象 荣誉称号 表彰时间 表彰级别 授予单位 文件号 备注",),
        ". holder name day level awarder document remark",
        record="honour",
    ),
    Fresh(
        "党支部换届选举情况登记台账",
        (
            "序号 党支部 届次 选举日期 应到党员数 实到党员数 发出票数 收回票数 有效票数 应选人数 候选人人数 任期届满时间",
        ),
        ". branch number day expected attended sent returned valid posts candidates due",
        record="election",
    ),
    Fresh(
        "村党员干部包片联户明细",
        (
            "序号 片区 包片干部 < < 联系户 < < < 起始时间",
            "^ ^ 姓名 职务 手机号 户主 组别 户籍人口 联系电话 ^",
        ),
        ". grid|- helper_name duty helper_phone head_name group_name household_size|size phone since",
        record="pairing",
    ),
    Fresh(
        "防返贫监测对象帮扶台账",
        (
            "序号 行政村 组 监测户户主 户主证件号码 家庭成员数 监测类别 致困原因 帮扶联系人 帮扶联系人所在单位 联系人电话 "
            "落实的帮扶措施 帮扶成效",
        ),
        ". village group_name head_name head_id household_size|size need poverty_cause helper_name helper_unit helper_phone|- "
        "measures result",
        record="pairing",
    ),
    Fresh(
        "农村低收入户家庭情况调查表",
        (
            "序号 村委会 小组 户主名字 户主身份证 人口数 家庭类型 主要致困因素 年人均收入 住房面积（㎡） 承包地面积 生产经营项目 "
            "饮水是否安全 参加医保情况 联系号码",
        ),
        ". village group_name head_name head_id size need poverty_cause income housing farmland trade water medical phone",
        record="household",
    ),
    Fresh(
        "留守儿童和困境儿童信息表",
        (
            "序号 儿童姓名 性别 出生日期 身份证号码 户主姓名 与户主关系 就读学校 家庭地址 监护人姓名 监护人电话 健康情况",
        ),
        ". name sex birth_date id_number head_name relation schooling|- address - - health",
        record="resident",
    ),
    Fresh(
        "残疾人口基础信息登记",
        ("序号 村 户主 姓名 性别 身份证号 残疾人证号 残疾类别 残疾等级 劳动能力 联系电话",),
        ". village head_name name sex id_number disability_no - - labour phone",
        record="resident",
    ),
    Fresh(
        "村（社区）“两委”班子成员花名册",
        ("序号 村（社区） 姓名 性别 民族 出生年月 文化程度 政治面貌 现任职务 任职时间 是否交叉任职 联系方式",),
        ". unit name sex ethnic birth_date education politics duty - - phone",
        record="cadre",
    ),
    Fresh(
        "驻村帮扶力量信息台账",
        ("序号 驻点村（社区） 队员姓名 队内身份 原单位 原单位职务 到村时间 手机号 备注",),
        ". unit name role work_unit - since phone remark",
        record="posting",
    ),
    Fresh(
        "行政村基本信息一览表",
        ("序号 村名 总人口 总户数 党员人数 村支书 支书电话 包村干部 包村干部电话 办公场所地址",),
        ". name population household_count members secretary secretary_phone helper helper_phone address",
        record="unit",
        shape="table|stat",
    ),
    Fresh(
        "基层党组织设置情况登记表",
        (
            "序号 党组织 组织形式 成立时间 批准机关 上级党委 所依托单位 书记 书记联系电话 副书记 支部委员数 现有党员 预备党员 "
            "女性党员 最近一次换届 届满日期",
        ),
        ". name kind founded_on approved_by parent unit secretary secretary_phone deputy committee_size members probationary "
        "women elected_on term_until",
        record="branch",
        shape="table|stat",
    ),
    Fresh(
        "主题党日活动登记册",
        ("序号 开展日期 党支部 活动主题 活动地点 主持人 记录员 应到党员 实到党员 缺席人员 活动主要内容",),
        ". day branch name place host recorder expected attended away content",
        record="meeting",
    ),
    Fresh(
        "党课开展情况明细表",
        ("序号 授课时间 授课地点 授课人 党课题目 听课人数 课时 备注",),
        ". day place speaker name attended hours remark",
        record="meeting",
    ),
    Fresh(
        "入户走访工作台账",
        ("序号 入户日期 入户干部 走访对象 户主电话 住址 了解的情况 存在的困难问题 群众意见诉求 跟进措施 记录人",),
        ". day who whom whom_phone address content difficulty heard follow_up recorder",
        record="visit",
    ),
    Fresh(
        "为群众办实事项目台账",
        ("序号 办理时间 办理人员 受益群众 所在村 实事事项 实事类型 投入金额（元） 发放物资 办理成效 备注",),
        ". day who whom village what kind money goods result remark",
        record="deed",
    ),
    Fresh(
        "群众来访接待登记台账",
        (
            "登记编号 来访日期 来访人姓名 联系方式 所属村 反映问题 问题类别 接待人 责任单位 承办人 办结时限 办理结果 办结日期 是否满意",
        ),
        ".|request_no received_on informant phone village content kind receiver handler_unit handler due result closed_on "
        "satisfaction",
        record="request",
    ),
    Fresh(
        "群众微心愿征集认领汇总表",
        (
            "序号 征集日期 征集人 许愿人 所在村 人员类别 心愿类别 心愿具体内容 认领党员 认领党员电话 认领日期 实现时间 实现情况",
        ),
        ". collected_on collector name village need kind content claimer claimer_phone claimed_on fulfilled_on result",
        record="wish",
    ),
    Fresh(
        "在职党员到社区报到服务台账",
        (
            "序号 党员姓名 所在单位 单位职务 联系手机 现居住小区 报到社区 报到日期 个人特长 意向服务岗位 认领岗位 服务次数 社区评价",
        ),
        ". name work_unit duty phone address community reported_on skills interest posts times review",
        record="report_in",
    ),
    Fresh(
        "工作队驻村日志",
        ("日期 工作队员 工作地点 当天工作 工作类别 发现问题 解决办法 群众反映事项 次日安排",),
        "day posting place content kind problem solution request tomorrow",
        record="work_log",
    ),
    Fresh(
        "社区服务岗位设置与认领情况",
        ("序号 岗位名称 岗位类型 岗位职责 需求人数 已认领人数 认领党员 设岗社区 岗位负责人 联系电话",),
        ". name kind need places taken holders community contact phone",
        record="duty",
    ),
    Fresh(
        "党费收缴核算明细账",
        ("序号 姓名 人员类别 计算基数 缴纳比例（%） 月应缴额 全年应缴 全年实缴 欠缴",),
        ". name member_kind base rate amount due paid owed",
    ),
    Fresh(
        "志愿服务活动登记本",
        ("序号 服务日期 服务社区 服务项目 项目类别 服务地点 参与人数 服务时长（分钟） 群众反馈",),
        ". held_on community name kind place people minutes feedback",
        record="activity",
    ),
    Fresh(
        "党员个人情况登记表",
        (
            "姓名 □ 曾用名 □ 性别 □",
            "民族 □ 籍贯 □ 出生日期 □",
            "身份证号码 □ < < < <",
            "学历 □ 学位 □ 婚姻状况 □",
            "工作单位及职务 □ < < < <",
            "入党时间 □ < 转正时间 □ <",
            "所在党支部 □ < 党内职务 □ <",
            "联系电话 □ < 现居住地 □ <",
            "个人简历 □ < < < <",
        ),
        "name - sex ethnic native_place birth_date id_number education degree marriage work_unit join_date full_date branch duty "
        "phone address -",
        shape="form",
    ),
    Fresh(
        "农户帮扶明白卡",
        (
            "户主姓名 □ 联系电话 □ 家庭人口 □",
            "家庭住址 □ < 户属性 □ <",
            "致贫原因 □ < 耕地面积 □ <",
            "医疗保险 □ 养老保险 □ 义务教育 □",
            "饮水情况 □ < 住房情况 □ <",
            "帮扶责任人 □ 责任人单位 □ 责任人电话 □",
            "帮扶措施 □ < < < <",
        ),
        "head_name phone size|household_size address need poverty_cause farmland medical pension schooling "
        "water dwelling cadre|helper_name "
        "cadre_unit|helper_unit cadre_phone|helper_phone .",
        record="pairing",
        shape="form",
    ),
    Fresh(
        "党员队伍基本状况统计表",
        (
            "支部 党员总数 其中 < < 年龄 < < < 学历 < < < 流动党员 失联党员",
            "^ ^ 女 少数民族 预备党员 30岁及以下 31-45岁 46-60岁 61岁及以上 研究生 大学本科 大专 高中及以下 ^ ^",
        ),
        "name members|count women minority probationary age<=30 age=31-45 age=46-60 age>=61 education=研究生 "
        "education=大学本科 education=大专 education=高中及以下 floating lost",
        record="branch",
        shape="stat",
    ),
)
