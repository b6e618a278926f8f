"""Reform plans of graduates: steps that a second person confirms, and stages with the decision behind each.

Start with `models` and `stages` (allowed transitions, without Django), then `services` and `queries`. `emails` tells
graduates and mentors about steps.
"""
