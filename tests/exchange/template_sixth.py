"""A sixth lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "农村无职党员设岗定责登记表",
        ("序号 所在支部 党员姓名 性别 出生日期 文化程度 入党时间 岗位名称 岗位职责 联系方式 备注",),
        ". branch name sex birth_date education join_date - - phone remark",
    ),
    Fresh(
        "关于组织关系排查中与党组织失去联系党员的情况报告表",
        (
            "序号 姓_名 性别 民族 出生年月 入党时间 公民身份号码 失联前所在党支部 失去联系时间 失联情形 最后联系方式 "
            "户籍地址 查找情况 拟处理意见",
        ),
        ". name sex ethnic birth_date join_date id_number branch lost_date lost_reason .|phone residence - -",
    ),
    Fresh(
        "党代表（党员）联系群众工作台账",
        ("序号 党员 < < 联系群众 < < < 结对日期 结对依据", "^ 姓名 所在支部 手机号 户主姓名 家庭人口 户类型 住址 ^ ^"),
        ". helper_name helper_unit|branch helper_phone head_name household_size need address since reasons",
        record="pairing",
    ),
    Fresh(
        "防止返贫监测对象帮扶责任人调整备案表",
        (
            "序号 乡镇 村 户主姓名 户主身份证号码 监测对象类别 原帮扶责任人 现帮扶责任人姓名 工作单位 职务 手机号码 调整原因",
        ),
        ". .|town village head_name head_id .|need - helper_name helper_unit duty helper_phone -",
        record="pairing",
    ),
    Fresh(
        "微心愿认领公示表",
        ("序号 村（社区） 心愿人 心愿类别 心愿内容 征集日期 认领党组织 认领人 联系电话 拟完成时间 实现时间",),
        ". village name kind|need content collected_on claimer_unit claimer .|phone|claimer_phone due fulfilled_on",
        record="wish",
    ),
    Fresh(
        "党员志愿者双报到信息汇总表",
        ("序号 姓名 工作单位 职务 手机 家庭住址 报到社区（村） 报到时间 服务意向 专业特长",),
        ". name work_unit duty phone address community reported_on interest skills",
        record="report_in",
    ),
    Fresh(
        "驻村第一书记走访农户情况登记表",
        ("序号 日期 走访人 户主姓名 村民小组 走访内容 存在的困难问题 群众诉求 下一步打算",),
        ". day who whom group_name content difficulty heard follow_up",
        record="visit",
    ),
    Fresh(
        "两新组织党组织书记、党建指导员信息表",
        (
            "序号 党组织名称 所属行业领域 企业名称 组建时间 书记姓名 书记电话 党建指导员姓名 指导员联系电话 党员数 其中：预备党员",
        ),
        ". name .|domain unit founded_on secretary secretary_phone - - members probationary",
        record="branch",
    ),
    Fresh(
        "村“两委”换届后党组织班子基本情况表",
        ("序号 村党组织名称 组织类别 书记 副书记 委员人数 选举日期 任期届满时间 党员总数 女党员 上级党委 联系电话",),
        ". name kind secretary deputy committee_size elected_on term_until members women parent phone",
        record="branch",
    ),
    Fresh(
        "农户基本信息登记卡",
        (
            "户_主 □ 户主身份证号 □ <",
            "家庭住址 □ 联系方式 □ <",
            "所在村组 □ 家庭人口 □ <",
            "耕地面积（亩） □ 主要产业 □ <",
            "人均纯收入（元） □ 收入来源 □ <",
            "困难类别 □ 致贫原因 □ <",
            "享受政策补助情况 □ 发展意愿 □ <",
            "帮扶联系人 □ 帮扶人电话 □ <",
            "入户人签字 □ 入户日期 □ <",
        ),
        "head_name head_id address phone village+group_name|village|. size farmland trade income income_source need poverty_cause "
        ".|subsidy needs cadre cadre_phone - -",
        record="household",
        shape="form",
    ),
    Fresh(
        "全县农村党员队伍情况统计表",
        (
            "乡镇村名称 党员总数 性别 < 发展情况 < 学历 < 60岁以上党员 党龄50年以上",
            "^ ^ 男 女 正式党员 预备党员 大专以上 初中及以下 ^ ^",
        ),
        "name members men women full probationary education=大专以上|education=大专及以上 education=初中及以下 age>=60 party_years>=50",
        record="unit",
        shape="stat",
    ),
    Fresh(
        "机关在职党员花名册（含借调人员）",
        (
            "序号 姓名 性别 民族 籍贯 "
            "出生年月（岁） 学历学位 工作单位及职务 入党时间 转正时间 所在党支部 婚姻状况 身份证号 手机号 借调单位",
        ),
        ". name sex ethnic native_place birth_date . .|work_unit join_date full_date branch marriage id_number phone -",
    ),
)
