"""For how long work is somebody's. A lease ends by itself, so what a dead process held is free then."""

from __future__ import annotations

from datetime import timedelta

#: Whoever is alive renews it: who has not for so long is dead, or finds that the work is not theirs any more.
LEASE = timedelta(seconds=30)
#: The share of a lease after which it is renewed.
RENEWED_AFTER = 1 / 6
