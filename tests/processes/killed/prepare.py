"""Makes a house with one checked upload of shipments, and orders its commit; run as a script."""

import sys
from io import BytesIO
from typing import Any

import django
from django.core.management import call_command


def main(rows: int) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    from guanxi.domain.people.policy import Role
    from guanxi.processes import staged_import
    from tests import factories
    from tests.processes.importing import AT
    from tests.processes.uploading import fresh, own_mapping, received, run_jobs

    mei = factories.staff("梅若兰", Role.MANAGER)
    factories.customer("晨光纸业", number="C1")
    mapping: Any = own_mapping(
        "shipments", only=("source_id", "waybill_number", "customer_number", "ordered_on", "currency")
    )
    header = "source_id,waybill_number,customer_number,ordered_on,currency\n"
    lines = "".join(f"S{number},W{number},C1,2025-06-01,CNY\n" for number in range(rows))
    upload = received(BytesIO((header + lines).encode()).read(), "shipments", mei)
    staged_import.map_columns(upload, mapping, by=mei, at=AT)
    run_jobs()
    staged_import.commit(fresh(upload), by=mei, at=AT)


if __name__ == "__main__":
    main(int(sys.argv[1]))
