"""The frozen figures of a report.

`tables` are the collected figures and texts, `freezing` stores them, `reader` is the only way to read them again.
"""
