"""What is asked of the database from now on, heard at the driver itself."""

from app.db.session import Connection

_AROUND = ("BEGIN", "COMMIT", "ROLLBACK")


class Heard(list[str]):
    """Every statement with its values; one that runs for many rows counts once, those around a transaction do not."""

    def hear(self, statement: str) -> None:
        if statement.startswith(_AROUND) or (self and _frame(self[-1]) == _frame(statement) != statement):
            return
        self.append(statement)


def heard(connection: Connection) -> Heard:
    found = Heard()
    connection.raw.set_trace_callback(found.hear)
    return found


def _frame(statement: str) -> str:
    return statement.partition(" VALUES ")[0]
