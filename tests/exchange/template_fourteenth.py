"""A fourteenth lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "农村党员信息动态管理台账",
        (
            "序号 姓名 性别 民族 出生日期 身份证号 学历 入党日期 转正日期 党员身份 所属党组织 联系方式 居住地址 是否外出 外出地",
        ),
        ". name sex ethnic birth_date id_number education join_date full_date member_kind branch phone address floating flow_to",
    ),
    Fresh(
        "党支部组织生活纪实簿",
        ("序号 日期 组织生活类型 主题 地点 主持人 记录人 应到 实到 缺席及原因 主要内容",),
        ". day kinds name place host recorder expected attended away content",
        record="meeting",
    ),
    Fresh(
        "党员活动日开展情况月报表",
        ("支部名称 活动日期 活动主题 活动地点 参加人数 活动内容 备注",),
        "branch day name place attended content remark",
        record="meeting",
    ),
    Fresh(
        "驻村第一书记及工作队员名单",
        ("序号 乡镇 驻点村 姓名 派出单位 队内职务 手机号码 到岗日期 备注",),
        ". - unit name work_unit role phone since remark",
        record="posting",
    ),
    Fresh(
        "驻村工作日志登记表",
        ("日期 驻村人员 天气/地点 工作内容 类别 存在问题 解决情况 群众诉求 明日计划",),
        "day posting place content kind problem solution request tomorrow",
        record="work_log",
    ),
    Fresh(
        "2026年党费缴纳明细",
        ("序号 党支部 姓名 每月应缴（元） 1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月 实缴合计",),
        ". branch name amount month_01 month_02 month_03 month_04 month_05 month_06 month_07 month_08 month_09 month_10 "
        "month_11 month_12 paid",
    ),
    Fresh(
        "工作队年度任务清单",
        ("序号 所属工作队 任务内容 责任人 完成期限 完成日期 完成情况",),
        ". team name owner|owner_name due done_on result",
        record="plan_item",
    ),
    Fresh(
        "在职党员社区志愿服务活动记录汇总",
        ("序号 社区 活动名称 活动时间 活动类别 地点 参加人数 服务分钟 活动总结",),
        ". community name held_on kind place people minutes summary",
        record="activity",
    ),
    Fresh(
        "党员联户一览表",
        ("序号 村民小组 党员姓名 联系电话 联系户主姓名 家庭住址 家庭人口 联系日期",),
        ". group_name helper_name phone|helper_phone head_name address household_size since",
        record="pairing",
    ),
    Fresh(
        "县领导包联重点村安排表",
        ("序号 县领导 职务 联系乡镇 包联村 联系单位 起止时间",),
        ". helper_name duty town village helper_unit period|since",
        record="pairing",
    ),
    Fresh(
        "困难家庭慰问发放表",
        ("序号 所在村 户主姓名 身份证号码 家庭人口 困难类型 慰问标准 联系电话 领取签名",),
        ". village head_name head_id|id_number size need - phone -",
        record="household",
    ),
    Fresh(
        "60周岁以上老年人信息采集表",
        ("序号 村 组 姓名 性别 身份证号 年龄 与户主关系 户主 健康情况 联系电话",),
        ". village group_name name sex id_number age relation head_name health phone",
        record="resident",
    ),
    Fresh(
        "乡镇领导班子成员信息表",
        ("序号 姓名 性别 民族 出生年月 籍贯 学历 现任职务 职级 分管工作 联系电话",),
        ". name sex ethnic birth_date - education duty rank - phone",
        record="cadre",
    ),
    Fresh(
        "机关党组织基本情况统计台账",
        ("序号 党组织名称 组织类别 上级党组织 党组织书记 联系电话 党员总数 女党员 预备党员 本届换届时间 届满时间",),
        ". name kind parent secretary secretary_phone|phone members women probationary elected_on term_until",
        record="branch",
    ),
    Fresh(
        "走村入户民情记录表",
        ("序号 走访日期 走访干部 走访农户 所在组 联系电话 走访内容 存在困难 反映诉求 后续计划",),
        ". day who whom group_name whom_phone content difficulty heard follow_up",
        record="visit",
    ),
    Fresh(
        "信访及矛盾诉求受理登记台账",
        ("编号 受理时间 反映人 联系电话 所在村 反映事项 事项类别 受理人 承办人 办理时限 办结时间 办理结果 满意度",),
        ".|request_no received_on informant phone village content kind receiver handler due closed_on result satisfaction",
        record="request",
    ),
    Fresh(
        "微心愿项目清单",
        ("序号 征集时间 心愿人姓名 困难类别 联系电话 微心愿内容 认领单位 认领人 认领时间 完成时限 落实情况",),
        ". collected_on name need phone content claimer_unit claimer claimed_on due result",
        record="wish",
    ),
    Fresh(
        "社区双报到党员服务情况统计表",
        ("序号 姓名 单位 职务 手机 住址 报到社区 报到时间 特长 认领岗位 活动次数 服务评价",),
        ". name work_unit duty phone address community reported_on skills posts times review",
        record="report_in",
    ),
    Fresh(
        "党支部信息采集表",
        (
            "党支部名称 □ < 组织编码 □",
            "组织类别 □ < 成立日期 □",
            "上级党组织 □ < < <",
            "支部书记 □ < 联系电话 □",
            "副书记 □ < 委员人数 □",
            "党员人数 □ < 换届日期 □",
            "活动场所面积 □ < < <",
        ),
        "name code_no kind founded_on parent secretary secretary_phone|phone deputy committee_size members elected_on -",
        record="branch",
        shape="form",
    ),
    Fresh(
        "全镇农村党员年龄学历分布情况统计表",
        (
            "村（社区） 党员总数 年龄分布 < < < 文化程度 < <",
            "^ ^ 35岁以下 36至45岁 46至60岁 60岁以上 大专及以上 高中、中专 初中及以下",
        ),
        "name members|count age<=35 age=36-45 age=46-60 age>=60 education=大专及以上 -|education=高中、中专 education=初中及以下",
        record="unit",
        shape="stat",
        below=("合计",),
    ),
)
