"""One importer for every kind of file: staged row by row, checked by people, saved whole or in part, taken back."""
