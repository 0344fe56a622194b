import typer

from guanxi.interfaces.cli.house import open_house


def manage(context: typer.Context) -> None:
    from django.core.management import execute_from_command_line

    open_house()
    execute_from_command_line(["guanxi manage", *context.args])
