"""Pages of programmes, and of the decision that a programme or module answers a need."""
