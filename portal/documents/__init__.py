"""PDF documents: certificates, reports and their charts. Only workers load the engine (WeasyPrint).

Read `engine.py` and `fetcher.py` first, then `certificates.py` with `letterhead.py`, and `report.py`. Charts are drawn
by `charts.py` and `trends.py` on the `canvas.py`.
"""
