"""Pages of sessions, attendance, attendance codes and calendar feeds."""
