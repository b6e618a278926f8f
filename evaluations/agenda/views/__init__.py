"""Pages of reform agendas: agendas and items, the board, motions, comments and moderation."""
