"""`python -m tests.processes.kills --kills 1000`: how an import stands being killed. Exit code 0: it does.

It works on PostgreSQL when DATABASE_URL names a server (`python -m tools.postgres …`), on SQLite otherwise.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.processes.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=40, help="how many; eight to an import (default: 40)")
    parser.add_argument("--any-instant", type=int, default=0, help="as many more to an import, from outside")
    parser.add_argument("--rows", type=int, default=20_000, help="of the file (default: 20,000)")
    parser.add_argument("--lease", type=int, default=1, help="of workers, in seconds; 30 in service")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lanes", type=int, default=2, help="imports at a time (default: 2)")
    parser.add_argument(
        "--sabotage",
        choices=["marks", "source-ids"],
        default="",
        help="what to break, to see the comparison go red",
    )
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="guanxi-kills-") as folder:
        _settle_in(Path(folder), wanted.lease)
        from tests.processes.kills.trial import Trial

        trial = Trial(
            Path(folder), server=os.environ.get("DATABASE_URL", ""), rows=wanted.rows, seed=wanted.seed
        )
        return trial.run(wanted.kills, wanted.any_instant, wanted.lanes, wanted.sabotage)


def _settle_in(folder: Path, lease: int) -> None:
    """Settings of no operator, before Django reads them."""
    from cryptography.fernet import Fernet

    for name in [name for name in os.environ if name.startswith("GUANXI_") and name != "GUANXI_DATA"]:
        del os.environ[name]
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        os.environ["DATABASE_URL"] = ""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "guanxi.config.settings",
        "GUANXI_HOME": str(folder),
        "GUANXI_WORKER_LEASE_SECONDS": str(lease),
        "GUANXI_SECRET_KEY": "a key for these houses only",
        "GUANXI_VAULT_KEYS": Fernet.generate_key().decode(),
    }
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
