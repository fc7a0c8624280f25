"""Which rows does a template mean by its title? 流动党员管理台账 wants no others than floating members."""

import re

from app.exchange.filling_placed import looking
from app.exchange.proposing import Proposal

# Record of the rows, words of the title, the condition as the search box takes it. The first that fits is proposed.
_MEANT = (
    ("member", re.compile(r"流动党员|外出党员"), "是否流动党员:是"),
    ("member", re.compile(r"失联党员"), "是否失联党员:是"),
    ("member", re.compile(r"困难党员"), "困难类型:有"),
    ("member", re.compile(r"^(?!.*正式).*预备党员"), "人员类别:预备党员"),
    ("meeting", re.compile(r"主题党日"), "会议类型:主题党日"),
    ("meeting", re.compile(r"(?<!会一)党课"), "会议类型:党课"),
    ("meeting", re.compile(r"党员大会"), "会议类型:支部党员大会"),
    ("meeting", re.compile(r"支委会"), "会议类型:支委会"),
    ("meeting", re.compile(r"党小组会"), "会议类型:党小组会"),
    ("household", re.compile(r"低保"), "困难类型:低保"),
    ("household", re.compile(r"特困|五保"), "困难类型:特困"),
    ("household", re.compile(r"残疾"), "困难类型:残疾"),
    ("household", re.compile(r"空巢"), "困难类型:空巢"),
    ("household", re.compile(r"留守"), "困难类型:留守儿童"),
    ("household", re.compile(r"困难(?:群众|户|家庭)|慰问|救助"), "困难类型:有"),
)


def narrowed(proposal: Proposal) -> str:
    """The condition that the title speaks of, "" when it speaks of everybody. It is proposed, never applied unseen."""
    layout = proposal.layout
    if layout.shape == "stat" or looking(proposal) is not None:
        return ""
    record, title = proposal.rows_of.record, layout.title
    return next((told for of, words, told in _MEANT if of == record and words.search(title)), "")
