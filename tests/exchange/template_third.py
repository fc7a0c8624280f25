"""A third lot of templates, written after the first two were understood."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "农村基层干部（党员）健康体检登记花名册",
        ("序号 单位 姓名 性别 出生年月日 身份证号码 党内职务 联系号码 备注",),
        ". . name sex birth_date id_number duty phone remark",
    ),
    Fresh(
        "党员积分管理台账",
        ("序号 党支部 党员姓名 人员类别 入党年份 从业情况 一季度得分 二季度得分 年度总分",),
        ". branch name member_kind join_date . - - -",
    ),
    Fresh(
        "退役军人党员信息摸排表",
        ("序号 姓名 性别 民族 出生年月 籍贯 学历学位 入党时间地点 组织关系所在地 现工作单位 现住址 手机号码",),
        ". name sex ethnic birth_date native_place . . . work_unit address phone",
    ),
    Fresh(
        "农业经营户情况摸底表",
        (
            "户主姓名 身份证号 家庭总人口数 劳动力人数 承包耕地面积（亩） 主要产业 年收入（元） 家庭困难类型 所属村组 联系方式",
        ),
        "head_name head_id size - farmland trade . need village+group_name phone",
        record="household",
    ),
    Fresh(
        "两新组织党组织摸底表",
        ("序号 企业（社会组织）名称 党组织名称 党组织类别 批准成立时间 党组织负责人 联系电话 党员人数 上次换届日期",),
        ". unit|unit.name name kind founded_on secretary secretary_phone members elected_on",
        record="branch",
    ),
    Fresh(
        "党员亮身份承诺登记卡",
        (
            "党员姓名 □ 性别 □ 出生年月 □",
            "所属支部 □ 入党日期 □ 党内职务 □",
            "家庭地址 □ < < 联系手机 □",
            "承诺事项 □ < < < <",
        ),
        "name sex birth_date branch join_date duty address phone -",
        shape="form",
    ),
    Fresh(
        "空巢老人结对关爱花名册",
        ("序号 村名 老人姓名 性别 年龄 家庭住址 子女联系电话 结对党员姓名 党员电话 备注",),
        ". village name sex age address - helper helper_phone remark",
        record="resident",
    ),
    Fresh(
        "社区工作者基本信息台账",
        ("序号 姓名 性别 出生年月 民族 学历 政治面貌 所在社区 现任职务 任职时间 身份证号 联系方式",),
        ". name sex birth_date ethnic education politics unit duty - id_number phone",
        record="cadre",
    ),
    Fresh(
        "留守儿童信息摸排表",
        (
            "序号 所在村 户主姓名 儿童姓名 性别 出生年月 与户主关系 身份证号码 家庭住址 监护人姓名 监护人联系电话 就读学校",
        ),
        ". village head_name name sex birth_date relation id_number address - - -",
        record="resident",
    ),
)
