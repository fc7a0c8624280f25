"""A seventh lot of templates: scored as it was written, nothing changed between writing and scoring."""

from tests.exchange.template_fresh import Fresh

SAMPLES = (
    Fresh(
        "农村青年党员（35岁以下）人才库登记表",
        (
            "序号 所在乡镇 所在党支部 姓名 性别 出生年月 民族 文化程度 入党时间 现从事职业 有何技能特长 是否外出务工 外出地点 联系方式",
        ),
        ". town branch name sex birth_date ethnic education join_date occupation skills -|floating flow_to phone",
    ),
    Fresh(
        "2026年民主评议党员情况汇总表",
        ("序号 党支部名称 党员姓名 性别 年龄 入党年月 职务 自评等次 互评等次 支部评定等次 备注",),
        ". branch name sex age join_date duty - - - remark",
    ),
    Fresh(
        "党费收缴明细表",
        ("编号 姓名 人员类别 党组织名称 月工资基数 月缴纳标准 全年应缴 全年实缴 缴费人签字",),
        ". name member_kind branch base amount due paid -",
    ),
    Fresh(
        "易返贫致贫户“一户一策”台账",
        (
            "序号 基础信息 < < < < 致贫风险 < 帮扶情况 < < <",
            "^ 所属村 户主姓名 身份证号 家庭人口 联系电话 困难类型 主要原因 帮扶单位 帮扶责任人 责任人电话 帮扶措施",
        ),
        ". village head_name head_id|id_number household_size|size phone need . helper_unit|cadre_unit helper_name|cadre "
        "helper_phone|cadre_phone measures|-",
        record="pairing",
    ),
    Fresh(
        "村（社区）党组织书记信息台账",
        ("序号 村（社区） 党组织全称 党组织类型 书记姓名 书记联系方式 副书记姓名 班子成员数 党员数 换届时间 届满时间",),
        ". .|unit|unit.name name kind secretary secretary_phone deputy committee_size members elected_on term_until",
        record="branch",
    ),
    Fresh(
        "民情走访日志汇总表",
        ("序号 走访日期 走访人姓名 走访对象 所在村 联系电话 走访内容 收集意见建议 办理情况",),
        ". day who whom village whom_phone content heard -",
        record="visit",
    ),
    Fresh(
        "流动党员信息采集卡",
        (
            "姓名 □ 性别 □ 民族 □",
            "出生年月 □ 学历 □ 入党日期 □",
            "身份证号码 □ < < 手机号 □",
            "流出地党支部 □ < < < <",
            "流动去向 □ < < 外出日期 □",
            "现工作单位 □ < < < <",
            "家庭住址 □ < < < <",
            "流入地联系人 □ < < 联系人电话 □",
        ),
        "name sex ethnic birth_date education join_date id_number phone branch flow_to flow_since work_unit address - -",
        shape="form",
    ),
    Fresh(
        "各党支部发展党员及党员结构情况表",
        ("支部名称 党员总数 其中：女党员 少数民族党员 预备党员 35岁及以下 60岁及以上 大专及以上学历 流动党员",),
        "name members women minority probationary age<=35 age>=60 education=大专及以上|education=大专及以上学历 floating",
        record="branch",
        shape="stat",
        below=("合计",),
    ),
    Fresh(
        "镇村干部通讯录",
        ("序号 单位 姓名 性别 职务 职级 办公电话 手机号码 微信号 备注",),
        ". unit name sex duty rank - phone - remark",
        record="cadre",
    ),
)
