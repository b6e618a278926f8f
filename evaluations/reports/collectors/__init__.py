"""Collectors: each module reads one section's tables for a programme and period. `headline` copies from the others."""
