"""Two doors under one word: a file without Django, or the operator's own database."""

from datetime import date as Day
from pathlib import Path
from typing import Annotated

import typer

from guanxi.interfaces.cli.house import complain
from guanxi.interfaces.cli.wording import gettext as _


def classify(
    file: Annotated[
        Path | None, typer.Argument(help=_("CSV, Parquet or XLSX; without it, the operator's database."))
    ] = None,
    customer: Annotated[str | None, typer.Option(help=_("Column that identifies the customer."))] = None,
    date: Annotated[str | None, typer.Option(help=_("Column with the date of each row."))] = None,
    amount: Annotated[
        str | None, typer.Option(help=_("Column with the amount, or an expression of columns."))
    ] = None,
    order: Annotated[str | None, typer.Option(help=_("Column that identifies the order."))] = None,
    as_of: Annotated[str | None, typer.Option(help=_("Last day that counts, as 2025-06-30."))] = None,
    known_on: Annotated[
        str | None,
        typer.Option(
            help=_("By what was on file on this day, as 2025-06-30; nothing is stored. Not with a file.")
        ),
    ] = None,
    close: Annotated[
        bool, typer.Option("--close", help=_("Close the period that ends on this day. Not with a file."))
    ] = False,
    window: Annotated[
        int | None, typer.Option(help=_("Days that count, up to and including the last one."))
    ] = None,
    currency: Annotated[str, typer.Option(help=_("ISO 4217 code of the amounts."))] = "CNY",
    policy: Annotated[Path | None, typer.Option(help=_("Policy file with other cuts."))] = None,
    date_format: Annotated[str | None, typer.Option(help=_("How dates are written, as %d/%m/%Y."))] = None,
    encoding: Annotated[str | None, typer.Option(help=_("Encoding of a CSV file."))] = None,
    decimal: Annotated[str | None, typer.Option(help=_("Decimal mark: . or ,"))] = None,
    sheet: Annotated[str | None, typer.Option(help=_("Sheet of an XLSX file."))] = None,
    output: Annotated[Path | None, typer.Option(help=_("CSV, Parquet or JSON file for the result."))] = None,
    report: Annotated[Path | None, typer.Option(help=_("JSON file for the report."))] = None,
) -> None:
    if file is None:
        if any(
            [customer, date, amount, order, policy, date_format, encoding, decimal, sheet, output, window]
        ):
            complain(
                _(
                    "Without a file only --as-of, --known-on, --close and --report apply: "
                    "the operator's policy says the rest."
                )
            )
            raise typer.Exit(2)
        from guanxi.interfaces.cli.classify_operator import classify_operator

        raise typer.Exit(classify_operator(_day(as_of), report, known_on=_day(known_on), close=close))
    if known_on or close:
        complain(_("--known-on and --close concern the operator's database; a file has no history."))
        raise typer.Exit(2)
    if not (customer and date and amount and output):
        complain(_("A file needs --customer, --date, --amount and --output."))
        raise typer.Exit(2)
    from guanxi.interfaces.cli.classify_file import classify_file

    code = classify_file(
        file,
        customer=customer,
        date=date,
        amount=amount,
        order=order,
        as_of=_day(as_of),
        window=window,
        currency=currency,
        policy=policy,
        date_format=date_format,
        encoding=encoding,
        decimal=decimal,
        sheet=sheet,
        output=output,
        report=report,
    )
    raise typer.Exit(code)


def _day(text: str | None) -> Day | None:
    if text is None:
        return None
    try:
        return Day.fromisoformat(text)
    except ValueError:
        complain(_("{text} is not a day. Write it as 2025-06-30.").format(text=text))
        raise typer.Exit(2) from None
