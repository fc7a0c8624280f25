"""An eighteenth lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "××街道党员信息动态更新表",
        (
            "序号 党员名字 性别 民族类别 出生年月 身份证件号 学历情况 籍贯地 入党年月日 预备期转正日期 党员状态 党组织关系所在支部 "
            "户籍所在村 目前居住地址 本人常用联系电话 更新说明",
        ),
        ". name sex ethnic birth_date id_number education native_place join_date full_date member_kind|standing branch village "
        "address phone -|remark",
    ),
    Fresh(
        "困难党员帮扶需求摸底表",
        (
            "序号 党员姓名 所在党组织 性别 年龄 身体健康状况 困难类别 致困具体原因 帮扶需求 家庭人口 联系手机号 帮扶责任人 备注说明",
        ),
        ". name branch sex age - difficulty - - - phone helper|- remark",
    ),
    Fresh(
        "党员教育培训学时登记表",
        ("序号 姓名 性别 所在支部 党员身份 单位及职务 培训名称 培训时间 学时 培训地点 考核结果",),
        ". name sex branch member_kind work_unit|duty -|training - - - -",
    ),
    Fresh(
        "新发展党员情况报告单",
        (
            "序号 姓名 性别 民族 出生年月 文化水平 从事职业 申请入党日期 列为积极分子日期 列为发展对象日期 接收为预备党员日期 "
            "第一介绍人 第二介绍人 发展支部",
        ),
        ". name sex ethnic birth_date education occupation applied_on active_on target_on admitted_on introducer_1 introducer_2 "
        "branch",
        record="applicant",
    ),
    Fresh(
        "发展对象政治审查情况汇总",
        (
            "序号 姓名 身份证号 现工作单位 入党申请日期 确定发展对象日期 政治审查时间 短期培训时间 培训学时 所在党支部 备注",
        ),
        ". name id_number work|- applied_on target_on vetted_on trained_on train_hours branch remark",
        record="applicant",
    ),
    Fresh(
        "组织关系转出台账",
        (
            "序号 党员姓名 性别 出生日期 身份证号码 介绍信字号 转出党支部 去向党组织 转出原因 开具介绍信日期 有效天数 回执收到日期 备注",
        ),
        ". name sex birth_date id_number letter_no from_org|branch to_org reason issued_on valid_days receipt_on remark",
        record="transfer",
    ),
    Fresh(
        "民主评议党员情况统计登记",
        (
            "序号 被评议党员 所属支部 评议年度 评议日期 优秀（票） 合格（票） 基本合格（票） 不合格（票） 综合评定 处置意见",
        ),
        ". member branch year day votes_excellent votes_good votes_barely votes_poor grade handling|opinion",
        record="review",
    ),
    Fresh(
        "“两优一先”表彰对象名册",
        ("序号 受表彰个人（集体） 荣誉名称 授予时间 荣誉级别 授奖单位 表彰文件 撤销情况",),
        ". holder name day level awarder document -",
        record="honour",
    ),
    Fresh(
        "党支部换届选举结果备案表",
        (
            "序号 换届支部 届数 选举日期 应参加选举党员数 实际参加党员数 发票数 收票数 有效票 委员名额 候选人数 届满日期",
        ),
        ". branch number day expected attended sent returned valid posts candidates due",
        record="election",
    ),
    Fresh(
        "党员干部“一对一”结对帮扶登记表",
        (
            "序号 帮扶人信息 < < < 帮扶对象信息 < < < < 帮扶情况 < <",
            "^ 姓名 单位 职务 手机 户主姓名 身份证号 家庭人口 困难类别 家庭地址 帮扶起始日期 帮扶办法 取得成效",
        ),
        ". helper_name helper_unit duty helper_phone head_name head_id|id_number household_size|size need address since measures "
        "result",
        record="pairing",
    ),
    Fresh(
        "机关党员联系困难户名单",
        ("序号 联系党员 党员手机 所属支部 联系的困难户 户主身份证 所在村组 户主电话 开始联系日期 备注",),
        ". helper_name helper_phone|phone branch|helper_branch|helper_unit head_name head_id village|village+group_name phone since remark",
        record="pairing",
    ),
    Fresh(
        "脱贫户家庭收入及政策享受情况表",
        (
            "序号 所属行政村 所在村民小组 户主 证件号码 户内人口 户类型 致贫主要原因 人均纯收入（元/年） 收入主要来源 耕地（亩） "
            "林地（亩） 享受政策 住房安全情况 饮水安全情况 义务教育保障 联系电话",
        ),
        ". village group_name head_name head_id size need poverty_cause income income_source farmland forest subsidy dwelling "
        "water schooling phone",
        record="household",
    ),
    Fresh(
        "农户基本情况台账（包组）",
        ("户编码 户主 组名 家庭住址 联系手机 总人口 产业发展情况 参保情况 最近走访日期 结对党员 结对党员电话 备注",),
        "household_no head_name group_name address phone size trade medical|pension|- last_visit helper helper_phone remark",
        record="household",
    ),
    Fresh(
        "高龄独居老人关爱台账",
        ("序号 村别 组别 老人姓名 性别 年龄 身份证号码 所在户户主 与户主关系 健康状况 联系电话 关爱人员",),
        ". village group_name name sex age id_number head_name relation health phone -",
        record="resident",
    ),
    Fresh(
        "家庭常住人口明细",
        ("序号 户主姓名 家庭住址 成员姓名 同户主关系 性别 民族 公民身份证 学历 就学情况 身体状况 劳动力情况",),
        ". head_name address name relation sex ethnic id_number education schooling health labour",
        record="resident",
    ),
    Fresh(
        "社区专职工作者名册",
        ("序号 社区 姓名 性别 出生日期 民族 学历 政治面貌 岗位 入职时间 证件号 手机 特长",),
        ". unit name sex birth_date ethnic education politics duty - id_number phone skills",
        record="cadre",
    ),
    Fresh(
        "下派驻村干部花名册",
        ("序号 干部姓名 派出部门 派驻村 驻村身份 驻村开始日期 联系手机 每月应驻天数 备注",),
        ". name work_unit unit role since phone days remark",
        record="posting",
    ),
    Fresh(
        "社区基本情况登记表",
        (
            "序号 社区全称 上级街道 社区负责人 负责人电话 辖区户数 辖区人口 服务场所地址 党组织书记 书记手机 党员人数 年度工作经费（万元）",
        ),
        ". name parent head phone|- household_count population address secretary secretary_phone members work_fund",
        record="unit",
        shape="table|stat",
    ),
    Fresh(
        "两新党组织信息登记册",
        (
            "序号 党组织名称 党组织代码 党组织类型 上级党组织名称 所在企业 书记姓名 书记联系方式 支委人数 "
            "党员总数 成立日期 本届换届日期 下次换届日期 党务联系人",
        ),
        ". name code_no kind parent unit secretary secretary_phone committee_size members founded_on elected_on term_until contact",
        record="branch",
        shape="table|stat",
    ),
    Fresh(
        "支部党员大会记录汇总",
        ("序号 会议时间 会议地点 会议主持 会议记录 应到会人数 实际到会人数 请假人员 会议议题 会议要点 表决事项",),
        ". day place host recorder|minutes expected attended away name content decision|-",
        record="meeting",
    ),
    Fresh(
        "理论学习中心组学习台账",
        ("序号 学习时间 学习主题 学习方式 学习地点 领学人员 参加学习人数 学习时长（学时） 主要学习内容",),
        ". day name kinds|- place speaker attended hours content",
        record="meeting",
    ),
    Fresh(
        "干部下村走访情况登记",
        (
            "序号 走访日期 走访村 走访组 走访人员 被走访户主 户主联系电话 走访形式 走访了解情况 困难需求 群众建议 下步举措",
        ),
        ". day village group_name who whom whom_phone kind|- content difficulty heard follow_up",
        record="visit",
    ),
    Fresh(
        "“我为群众办实事”完成清单",
        (
            "序号 实事项目名称 实事类别 受益人员 受益村 办理单位 责任人 完成日期 使用资金（元） 帮扶物品 完成效果 备注说明",
        ),
        ". what kind whom village|helped_unit helper_unit who day money goods result remark",
        record="deed",
    ),
    Fresh(
        "村（社区）群众诉求收集办理清单",
        (
            "序号 收集日期 诉求人 诉求人电话 所属村社区 诉求具体内容 诉求分类 收集人员 办理责任单位 具体办理人 承诺办结日期 实际办结日期 "
            "办理结果说明 回访日期 群众满意情况",
        ),
        ". received_on informant phone village content kind receiver handler_unit handler due closed_on result called_on "
        "satisfaction",
        record="request",
    ),
    Fresh(
        "微心愿点亮台账",
        (
            "序号 心愿提出日期 心愿提出人 所在村社 群体类型 联系方式 心愿描述 预计所需金额 点亮人 点亮单位 点亮日期 点亮结果",
        ),
        ". collected_on name village need phone content cost claimer claimer_unit fulfilled_on|claimed_on result",
        record="wish",
    ),
    Fresh(
        "双报到党员名单及服务统计",
        (
            "序号 报到党员 工作单位 担任职务 手机号 居住地点 所报到社区 报到登记日期 技能特长 认岗名称 服务时长（分钟） 服务次数",
        ),
        ". name work_unit duty phone address community reported_on skills posts minutes times",
        record="report_in",
    ),
    Fresh(
        "第一书记工作纪实",
        ("日期 姓名 工作地 主要工作内容 工作分类 存在困难问题 解决情况 收集群众诉求 明天计划",),
        "day posting place content kind problem solution request tomorrow",
        record="work_log",
    ),
    Fresh(
        "工作队重点任务推进表",
        ("序号 任务名称 工作队名称 任务责任人 要求完成日期 实际完成日期 任务进度 落实情况",),
        ". name team owner|owner_name due done_on state result",
        record="plan_item",
    ),
    Fresh(
        "志愿服务活动统计台账",
        ("序号 开展日期 志愿服务名称 服务类型 开展地点 组织社区 参加志愿者数 总时长（分钟） 活动成效 居民反馈",),
        ". held_on name kind place community people minutes summary feedback",
        record="activity",
    ),
    Fresh(
        "流动党员外出登记表",
        (
            "姓名 □ 性别 □ 出生年月 □",
            "入党日期 □ 学历 □ 民族 □",
            "身份证件号码 □ < < < <",
            "原所在党支部 □ < 现从事工作 □ <",
            "外出日期 □ < 外出地址 □ <",
            "本人联系手机 □ < 家庭地址 □ <",
            "外出原因 □ < < < <",
        ),
        "name sex birth_date join_date education ethnic id_number branch occupation|- flow_since flow_to phone address -",
        shape="form",
    ),
    Fresh(
        "监测对象家庭情况登记卡",
        (
            "户主名称 □ 户主证件号 □ 家庭总人数 □",
            "所在村 □ 村民小组 □ 联系号码 □",
            "详细住址 □ < < < <",
            "农户类型 □ < 致贫返贫原因 □ <",
            "人均年收入 □ < 收入来源 □ <",
            "耕地面积（亩） □ < 林地面积（亩） □ <",
            "帮扶需求 □ < < < <",
        ),
        "head_name head_id size village group_name phone address need poverty_cause income income_source farmland forest needs",
        record="household",
        shape="form",
    ),
    Fresh(
        "各村党员分布情况统计表",
        (
            "村名称 党员总数 正式党员数 预备党员数 性别分布 < 年龄分布 < < 学历分布 < 流动党员数 困难党员数",
            "^ ^ ^ ^ 男性 女性 35岁及以下 36—59岁 60岁及以上 大专及以上 高中及以下 ^ ^",
        ),
        "name members|count full probationary men women age<=35 age=36-59 age>=60 education=大专及以上 education=高中及以下 "
        "floating difficult",
        record="unit",
        shape="stat",
    ),
)
