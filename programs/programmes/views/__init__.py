"""Pages of programmes, the map of training offers, and decisions on needs."""
