"""A second lot of templates, written after the program had learnt from the first: did it learn words or ways?"""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "村“两委”班子成员信息一览表",
        ("序号 姓名 性别 民族 出生年月 文化程度 现任党内职务 入党时间 本人手机号 所在村 备注",),
        ". name sex ethnic birth_date education duty join_date phone village remark",
        above=("填报单位（盖章）：",),
    ),
    Fresh(
        "特殊困难群体关爱服务台账",
        ("序号 所属村 组别 户主姓名 家庭人口数（人） 困难原因 困难类别 家庭详细地址 户主手机号 帮扶党员 备注",),
        ". village group_name head_name size poverty_cause need address phone helper remark",
        record="household",
        below=("填表人：｜审核人：｜填表时间：",),
    ),
    Fresh(
        "党员领导干部联系点安排表",
        ("序号 领导姓名 职务 联系村（社区） 联系电话 起止时间",),
        ". helper_name duty village . period",
        record="pairing",
    ),
    Fresh(
        "非公企业党组织台账",
        (
            "序号 党组织名称 党组织类型 隶属上级党组织 所在企业名称 成立年月 书记姓名 书记联系电话 党员数 最近一次换届时间",
        ),
        ". name kind parent unit|unit.name founded_on secretary . members elected_on",
        record="branch",
    ),
    Fresh(
        "新发展党员基本情况登记表",
        (
            "序号 姓名 性别 民族 出生日期 学历 学位 发展为预备党员时间 所在党支部全称 工作单位 从事岗位 是否农民工 手机号码",
        ),
        ". name sex ethnic birth_date education degree join_date branch work_unit occupation migrant_worker phone",
    ),
    Fresh(
        "60周岁以上农村党员生活补助发放表",
        ("序号 姓名 公民身份证号码 出生年月 年龄（周岁） 入党年月 党龄 所在支部 银行账号 补助金额 签名",),
        ". name id_number birth_date age join_date party_years branch - - -",
        above=("××村党支部｜2026年7月｜单位：元",),
        below=("合计",),
    ),
    Fresh(
        "“一户一档”信息采集表",
        (
            "户主 □ 户号 □",
            "户主身份证号码 □ < <",
            "现家庭住址 □ < <",
            "联系方式 □ 家庭总人口 □",
            "人均纯收入 □ 主要收入来源 □",
            "主要致贫原因 □ < <",
            "目前享受补助 □ < <",
            "发展意愿及需求 □ < <",
            "调查人签名 □ 调查日期 □",
        ),
        "head_name household_no head_id address phone size income income_source poverty_cause subsidy .|needs - .|-",
        record="household",
        shape="form",
    ),
    Fresh(
        "入党志愿人员（党员）信息核查单",
        (
            "党员姓名 □ 身份证号码 □ <",
            "性别 □ 民族 □ 籍贯 □",
            "出生年月 □ 最高学历 □ 婚姻状况 □",
            "入党时间 □ 转正时间 □ 入党时所在支部 □",
            "现所在党支部 □ < < 现党籍状态 □",
            "现居住地 □ < < 手机 □",
            "档案所在单位 □ < < 备注 □",
            "核查意见 □ < < < <",
        ),
        "name id_number sex ethnic native_place birth_date education marriage join_date full_date join_branch branch standing address "
        "phone archive_unit remark -",
        shape="form",
    ),
    Fresh(
        "全镇党员年龄党龄统计表",
        (
            "党组织名称 党员人数 年龄 < < < 党龄 < < 备注",
            "^ ^ 30岁以下 31-50岁 51-70岁 71岁以上 10年以下 11-30年 50年以上 ^",
        ),
        "name members age<=30 age=31-50 age=51-70 age>=71 party_years<=10 party_years=11-30 party_years>=50 .",
        record="branch",
        shape="stat",
    ),
    Fresh(
        "困难户统计表",
        ("村名 总户数 总人口 低保户 特困户 残疾户 脱贫户 已结对户数 备注",),
        "name households people need=低保 need=特困 need=残疾 . contacted .",
        record="unit",
        shape="stat",
    ),
    Fresh(
        "村级组织活动场所及村情表",
        ("村（居）名 隶属乡镇 村书记 村负责人电话 农户数 人口数 党员数 专职工作人员 年度工作经费 备注",),
        "name|- . . . household_count population members full_time_staff work_fund remark",
        record="unit",
    ),
    Fresh(
        "家庭户成员花名册",
        ("户号 户主 成员姓名 性别 与户主的关系 出生日期 成员身份证号码 成员民族 受教育程度 身体状况 劳动能力 手机",),
        "household_no head_name name sex relation birth_date id_number ethnic education health labour phone",
        record="resident",
    ),
)
