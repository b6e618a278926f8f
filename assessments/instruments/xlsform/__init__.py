"""Import and export of XLSForm workbooks (docs/glossary.md
9).

`workbook` reads sheets as text, `reader` and `survey` parse them into the plain values of `parsed_form` and
list issues, `messages` words the issues, `storage` replaces a draft by a parsed form, `writer` writes a version
as a workbook.
"""
