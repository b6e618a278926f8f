"""Results of all questions except the ratings, with small counts withheld.

`queries` reads the answers, `overall` has the results over all groups, `by_group` the same questions by group. `export`
and `api` show them.
"""
