"""Who lives in a household, as the verbs of a household ask for it."""

from app.db.session import Connection


def people(reader: Connection, home: int) -> dict[str, int]:
    """Words that name each present member, no two alike → row id, in the order of entry."""
    sql = (
        "SELECT id, name, coalesce(relation, ''), coalesce(birth_date, '') FROM resident "
        "WHERE household = ? AND left_on IS NULL AND void_reason IS NULL ORDER BY id"
    )
    found: dict[str, int] = {}
    for row, name, relation, born in reader.exec_driver_sql(sql, (home,)):
        words = [
            f"{name}（{relation}）" if relation else name,
            f"{name}（{relation or '关系未填'}，{born or '生日未填'}）",
        ]
        found[next((text for text in words if text not in found), f"{words[1]}第{len(found) + 1}人")] = int(row)
    return found
