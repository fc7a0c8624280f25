"""What each command of the command line does; `app.cli` names them in its table and loads them when they are called.

To add a command: a function `(args) -> int` in a file here, a line in `app.cli.COMMANDS`.
"""
