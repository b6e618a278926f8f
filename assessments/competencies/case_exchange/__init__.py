"""Exchange of framework editions as 1EdTech CASE packages (Competencies and Academic Standards Exchange).

Import: `reader` reads a file into the form of `package`, `hierarchy` derives what each item is, `unsupported` lists
what the portal does not store, `importer` stores the package as a draft edition. Export: `exporter` writes an edition.
"""
