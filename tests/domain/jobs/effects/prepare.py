"""Run as a module in the scratch database: makes its tables and enqueues one job of `jobs`.

python -m tests.domain.jobs.effects.prepare take_effect_later '["key", 5, 0]'
"""

import json
import sys

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()

    from tests.domain.jobs.effects import jobs

    call_command("migrate", run_syncdb=True, verbosity=0)
    getattr(jobs, sys.argv[1]).enqueue(*json.loads(sys.argv[2]))
