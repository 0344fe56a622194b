"""A stored run as a package that anybody can compute again."""

from datetime import timedelta
from pathlib import Path

from django.db import transaction

from guanxi.domain.classification.conclusion import basis_of
from guanxi.domain.classification.facts import Facts
from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.classification.package import UnableToReproduce, write_package

_JUST_AFTER = timedelta(microseconds=1)


@transaction.atomic
def package_run(run: ClassificationRun, path: Path) -> None:
    """Write the facts behind `run` to `path`, a zip archive, whole or not at all.

    They are the facts on file when the run was made; where what has changed since left no former state, the
    facts on file now are tried. Raises UnableToReproduce if neither leads to the run's hash, and OSError.
    """
    try:
        _write(run, Facts(run.as_of, known_before=run.run_at + _JUST_AFTER), path)
    except UnableToReproduce:
        _write(run, Facts(run.as_of), path)


def _write(run: ClassificationRun, facts: Facts, path: Path) -> None:
    basis = basis_of(
        facts, facts.customers(), run.policy, currency=run.currency, is_close=run.kind == run.Kind.CLOSE
    )
    write_package(path, basis, stated=run.hash, policy_version=run.policy.version)
