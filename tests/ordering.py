"""Do all rows stand where their names say, in the order of names that the database has?"""

from app.db import search
from app.db.store import Store
from app.models import RECORDS


def keys_are_right(store: Store) -> bool:
    """Every key is what the columns and the present order of names make of it."""
    with store.read() as reader:
        strokes = reader.exec_driver_sql("SELECT value FROM meta WHERE name = 'name_order'").scalar() == "笔画"
        for code, kind in RECORDS.items():
            for row in reader.exec_driver_sql(f"SELECT * FROM {code}").mappings():
                columns = {name: (value,) for name, value in row.items()}
                if search.spoken(kind) and search.sort_keys(kind, columns, 1, strokes=strokes) != [row["sort_key"]]:
                    return False
    return True
