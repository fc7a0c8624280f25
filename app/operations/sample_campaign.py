"""Two made-up campaigns over the pairings that are there: 双结对 for households in need, past its deadline, and one for villages."""

from datetime import timedelta

from app.operations.sample_maker import Maker

COLUMNS = ("name", "since", "deadline", "target", "kinds", "ledger_title", "columns_told")


def add(maker: Maker) -> None:
    """At the end of the sample."""
    year, passed = maker.today.year, maker.today - timedelta(days=20)
    maker.add(
        "campaign",
        COLUMNS,
        [
            (
                "双结对", f"{year}-03-01", passed.isoformat(), "困难户", "党员→户、干部→户（结对帮扶）", "在职党员结对困难群众台账",
                "帮扶单位、帮扶责任人、职务、联系电话、帮扶对象、村（社区）、困难类型、帮扶措施、帮扶时间、成效、备注",
            ),
            ("驻百村", f"{year}-01-01", None, "村（社区）", "干部→村（包村）", None, None),
        ],
    )  # fmt: skip
