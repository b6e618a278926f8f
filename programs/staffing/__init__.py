"""Who works on a programme and in a cohort, and who teaches its sessions.

Read `services.py` first: members, cohort staff and teachers. `candidates.py` finds or registers the person who is
added, `conflicts.py` compares times, and `bookings.py` reads the sessions in which people are booked.
"""
