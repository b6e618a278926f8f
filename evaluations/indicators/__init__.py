"""Court figures: indicators with reference sheets, caseload returns and observations, verified by a second person.

Start with `models`, then `rates` (formulas, without Django) and `periods`. `services` enters, corrects and verifies,
`imports` reads files of returns, and `queries` calculates the figures of a jurisdiction, which `charts` draws.
`secondary` offers existing figures to needs assessments, and `dashboard` builds cards for home pages.
"""
