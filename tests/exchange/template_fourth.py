"""A fourth lot of templates, written after the words of headings had been widened by rule, scored before anything was changed."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "2026年春节前夕走访慰问生活困难党员、老党员名单",
        (
            "序号 姓名 性别 出生年月 入党时间 党龄 慰问类别 所在党支部 家庭详细住址 本人或家属联系电话 身份证号码 慰问金（元） 签领",
        ),
        ". name sex birth_date join_date party_years . branch address .|phone id_number - -",
        above=("填报单位（盖章）：｜单位：元｜填报时间：",),
        below=("合计", "主要负责人签字：｜经办人："),
    ),
    Fresh(
        "流动党员“五个一”联系服务工作台账",
        (
            "序号 流动党员基本信息 < < < < 流动情况 < < < 联系人 < 备注",
            "^ 姓名 性别 年龄 学历 联系方式 外出时间 外出地点 外出从事工作 是否持有流动党员活动证 姓名 联系电话 ^",
        ),
        ". name sex age education phone flow_since flow_to .|occupation - -|.|helper -|.|helper_phone remark",
    ),
    Fresh(
        "农村党员教育培训对象基本信息统计表",
        (
            "序号 村（社区） 姓名 性别 族别 出生年月（年/月） 文化程度 党员身份 入党年月 现职业 特长爱好 手机号 培训需求 备注",
        ),
        ". village name sex ethnic birth_date education .|member_kind join_date occupation .|skills phone - remark",
        above=("填报单位：××镇党委",),
        below=("填表人：｜联系电话：",),
    ),
    Fresh(
        "基层党组织按期换届情况摸底表",
        (
            "序号 党组织名称 组织形式 党员人数 < 现任班子 < < 上届选举时间 本届任期（年） 应换届时间 是否到届 未按期换届原因",
            "^ ^ ^ 总数 其中预备党员 书记姓名 联系电话 委员数 ^ ^ ^ ^ ^",
        ),
        ". name .|kind members probationary secretary .|secretary_phone|phone committee_size elected_on - term_until - -",
        record="branch",
        above=("附件2", "填报单位：××镇党委（盖章）　　　　填报日期：　年　月　日"),
        below=("注：“组织形式”填党委、党总支、党支部。",),
    ),
    Fresh(
        "脱贫不稳定户边缘易致贫户情况排查表",
        (
            "序号 乡镇 行政村 村民小组 户主 户主证件号码 家庭人口数（人） 户类型 "
            "致贫（返贫）原因 年人均纯收入（元） 家庭主要收入来源 是否落实帮扶 "
            "帮扶联系人 帮扶联系人单位 帮扶联系人电话",
        ),
        ". town village group_name head_name head_id size need poverty_cause income income_source - cadre|helper_name "
        "cadre_unit|helper_unit cadre_phone|helper_phone",
        record="household",
        below=("村委会（盖章）：｜填报人：",),
    ),
    Fresh(
        "党员干部结对帮扶困难群众花名册",
        (
            "序号 帮扶党员干部 < < < 帮扶对象 < < < < 帮扶内容 帮扶起始时间",
            "^ 姓名 单位 职务 联系电话 姓名 家庭住址 家庭人口 困难类型 联系电话 ^ ^",
        ),
        ". helper_name helper_unit duty helper_phone head_name address household_size need phone .|measures since",
        record="pairing",
        above=("××社区党总支",),
    ),
    Fresh(
        "机关党员到社区“双报到”服务情况登记台账",
        (
            "序号 党员姓名 所在单位 单位职务 联系电话 报到社区 报到日期 个人特长 认领服务岗位 参加服务次数 社区评价 备注",
        ),
        ". name work_unit duty phone community reported_on skills posts times review remark",
        record="report_in",
    ),
    Fresh(
        "“圆梦微心愿”征集认领情况一览表",
        (
            "序号 征集日期 所在村（社区） 心愿人姓名 人员类别 联系方式 微心愿具体内容 预计金额（元） "
            "认领单位（个人） 认领时间 完成时限 完成情况 备注",
        ),
        ". collected_on village name need phone content cost .|claimer_unit|claimer claimed_on due .|result remark",
        record="wish",
    ),
    Fresh(
        "干部下沉走访群众记录台账",
        (
            "序号 走访时间 走访人员 走访农户户主 家庭住址 户主联系电话 走访主要内容 群众反映的困难和问题 意见建议 处理情况 走访人签字",
        ),
        ". day who whom address whom_phone content .|heard|difficulty heard - -",
        record="visit",
    ),
    Fresh(
        "群众诉求办理情况台账",
        (
            "编号 受理日期 反映人姓名 联系电话 所属村 诉求内容 诉求类别 承办单位 承办人 办结期限 办理结果 办结日期 群众满意度",
        ),
        ".|request_no received_on informant phone village content kind handler_unit handler due result closed_on satisfaction",
        record="request",
    ),
    Fresh(
        "入党积极分子培养联系人（正式党员）信息表",
        (
            "序号 党员姓名 性别 出生日期 学历层次 入党日期 转正日期 所属支部 现任职务 联系方式 培养对象姓名 培养起始时间",
        ),
        ". name sex birth_date education join_date full_date branch duty phone - -",
    ),
    Fresh(
        "社区网格员信息采集表",
        ("序号 姓名 性别 民族 出生年月 政治面貌 文化程度 所在社区 负责网格 职务 联系电话 备注",),
        ". name sex ethnic birth_date . education unit - duty phone remark",
        record="cadre",
    ),
    Fresh(
        "党员信息核对表（一人一表）",
        (
            "姓__名 □ 性__别 □ 民__族 □",
            "出生年月 □ 籍__贯 □ 学__历 □",
            "身份证号 □ < < 婚姻状况 □",
            "入党时间 □ < 转正时间 □ <",
            "所在支部 □ < 党内职务 □ <",
            "工作单位及岗位 □ < < < <",
            "户籍所在地 □ < < < <",
            "现居住地 □ < < < <",
            "联系电话 □ < 是否流动党员 □ <",
            "本人签名 □ < 核对日期 □ <",
        ),
        "name sex ethnic birth_date native_place education id_number marriage join_date full_date branch duty . residence address phone "
        "floating - -",
        shape="form",
    ),
    Fresh(
        "全镇农村党员学历、年龄结构分析表",
        (
            "支部 党员总数 性别结构 < 年龄结构 < < < 学历结构 < < 民族 <",
            "^ ^ 男性 女性 35岁及以下 36-50岁 51-60岁 60岁以上 初中及以下 高中、中专 大专及以上 汉族 少数民族",
        ),
        "name members men women age<=35 age=36-50 age=51-60 age>=60 education=初中及以下 education=高中、中专 "
        "education=大专及以上 han minority",
        record="branch",
        shape="stat",
        above=("填报单位：｜截止时间：",),
        below=("合计",),
    ),
    Fresh(
        "各村党建基础数据采集表",
        (
            "序号 村（社区）名称 支部书记姓名 书记联系方式 党员总数（人） 总户数（户） 总人口（人） "
            "包村领导 包村领导电话 运转经费（万元） 村部地址",
        ),
        ". name secretary secretary_phone members household_count population helper helper_phone work_fund address",
        record="unit",
    ),
)
