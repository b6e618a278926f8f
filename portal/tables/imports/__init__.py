"""Imports of CSV and XLSX files: people check the rows, then save all or some of them, and can undo it for a day."""
