"""A house whose every text is naughty: run inside it by `guanxi manage shell`, before it opens.

Facts come in by files of every kind, twice, so that timelines tell what stood there before; tasks, a profile
and uploads at each step of the wizard are made by the processes themselves.
"""

import csv
import io
import re
import tempfile
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import cycle
from pathlib import Path

from django.db import transaction

from guanxi.domain.customers.models import Customer, ProfileFact
from guanxi.domain.ground import clock
from guanxi.domain.intake.fields import Field, Reading
from guanxi.domain.intake.models import Upload
from guanxi.domain.intake.rules.texts import holds_contact_data
from guanxi.domain.people.models import Team, User
from guanxi.domain.people.policy import Role
from guanxi.domain.worklist.models import Task
from guanxi.processes import staged_import
from guanxi.processes.classification_run import classify_customers
from guanxi.processes.file_import import KINDS
from tests.processes import naughty_columns as columns
from tests.processes.importing import USUAL, Row, bring
from tests.processes.naughty_strings import BUSY, EVERY
from tests.processes.uploading import fresh, own_mapping, run_jobs

# Each turn lets the strings stand in other columns than before.
TURNS = 2
SCRIPT = "<img src=x onerror=alert(1)>"
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
LOST_DIGITS = re.compile(r"[+-]?\d(\.\d+)?E\+\d+", re.IGNORECASE)


def furnish() -> None:
    """Fill an empty house."""
    now = clock.now()
    team = Team.objects.create(name=SCRIPT, name_en=SCRIPT)
    administrator = User.objects.create_staff(
        "admin@guanxi.test", name=SCRIPT, role=Role.ADMINISTRATOR, team=team, created_at=now
    )
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        bring_facts(Path(folder), now)
        plan_tasks(administrator, now)
        tell_profiles(now)
    leave_uploads(administrator, now)
    classify_customers(as_of=clock.business_date(), by=administrator, at=now)


def bring_facts(folder: Path, now: datetime) -> None:
    mapping = columns.widened_mapping(folder)
    for turn in range(TURNS):
        for kind in KINDS:
            path = columns.written(folder / f"{kind}.csv", kind, naughty_rows(kind, turn, mapping), mapping)
            result = bring(path, kind, mapping=mapping, at=now)
            assert result.rejected == 0, (kind, list(result.rejected_rows)[:3])


def naughty_rows(kind: str, turn: int, mapping: str) -> list[Row]:
    """As many rows as there are strings, with one in every text column that names nothing else."""
    fields, handle = KINDS[kind][0].fields, columns.HANDLES[kind]
    free = {
        columns.heading_of(kind, name, mapping): texts_for(fields[name])
        for name in columns.STORED.get(kind, {})
        if name not in {handle, "customer_number"}
    }
    rows = []
    for number in range(len(EVERY)):
        row = {**USUAL[kind], **columns.OWN.get(kind, {}), handle: handle_of(kind, number)}
        if "customer_number" in fields and handle != "customer_number":
            row["customer_number"] = f"N{number % BUSY}"
        if kind == "payments":
            row["invoice_number"] = f"N{number}"
        if kind == "campaigns":
            row["audience"] = handle_of("audiences", number)
        for place, (heading, texts) in enumerate(free.items()):
            row[heading] = texts[(number + 7 * place + 31 * turn) % len(texts)]
        rows.append(row)
    return rows


def handle_of(kind: str, number: int) -> str:
    """What tells a row apart. The names of audiences do, so that these are naughty as they are."""
    if kind in columns.DATED:
        return (columns.FIRST_DAY + timedelta(days=number)).isoformat()
    if kind == "audiences":
        texts = texts_for(KINDS[kind][0].fields["name"])
        return texts[number] if number < len(texts) else f"N{number}"
    return f"N{number}"


@cache
def texts_for(declared: Field) -> tuple[str, ...]:
    """The strings that this field keeps."""
    return tuple(
        text
        for text in EVERY
        if text.strip()
        and len(text) <= declared.longest
        and not UNSTORABLE.search(text)
        and not (declared.reading is Reading.IDENTIFIER and LOST_DIGITS.fullmatch(text.strip()))
        and not (declared.refuses_contact_data and holds_contact_data(text))
    )


def plan_tasks(of: User, now: datetime) -> None:
    customers = cycle(Customer.objects.everything("the test furnishes")[:BUSY])
    for text, customer in zip(texts_for(Field(Reading.TEXT)), customers, strict=False):
        Task.plan(by=of, at=now, title=text, note=text, assignee=of, customer=customer)


def tell_profiles(now: datetime) -> None:
    """Profile facts have no file and no form yet."""
    subjects, values = texts_for(Field(Reading.TEXT, longest=80)), texts_for(Field(Reading.TEXT, longest=300))
    customers = list(Customer.objects.everything("the test furnishes").order_by("pk")[:BUSY])
    ProfileFact._base_manager.bulk_create(
        ProfileFact(
            customer=customers[number % BUSY],
            subject=subject,
            value=values[-number],
            method="phone",
            learnt_on=now.date(),
        )
        for number, subject in enumerate(subjects)
    )


def leave_uploads(by: User, now: datetime) -> None:
    """One upload at each step: looked at, refused, checked with rows to mend, and brought in."""
    words = [text for text in texts_for(Field(Reading.TEXT, longest=80)) if text == text.strip()]
    table = [words[:40], *(words[start : start + 40] for start in range(40, len(words) - 40, 40))]
    received("customers", SCRIPT + ".csv", as_csv(table), by, now)
    received("customers", SCRIPT + ".xlsx", b"PK\x03\x04" + SCRIPT.encode() * 20, by, now)
    fields = ["customer_number", "name", "city", "kind", "registered_on"]
    rows = [
        [f"U{number}", text, text, text if number % 2 else "", "2025-06-01"]
        for number, text in enumerate(words)
    ]
    for is_brought_in in (False, True):
        upload = received("customers", SCRIPT + "\"'.csv", as_csv([fields, *rows]), by, now)
        staged_import.map_columns(
            upload, {**own_mapping("customers", only=tuple(fields)), "source": SCRIPT}, by=by, at=now
        )
        run_jobs()
        staged_import.save_mapping(fresh(upload), f"{is_brought_in} {SCRIPT}", by=by, at=now)
        if is_brought_in:
            staged_import.commit(fresh(upload), by=by, at=now)
            run_jobs()


def received(kind: str, name: str, content: bytes, by: User, now: datetime) -> Upload:
    upload = staged_import.receive(BytesIO(content), file_name=name, kind=kind, by=by, at=now)
    run_jobs()
    return fresh(upload)


def as_csv(table: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    return b"\xef\xbb\xbf" + text.getvalue().encode()
