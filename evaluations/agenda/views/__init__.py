"""Pages of reform agendas: the agenda itself, its board, its votes, its comments."""
