"""Training offers of other organisations, and the number of judges per jurisdiction.

Read `models` first, then `services`. `overlap` compares a planned programme with an offer; `imports` reads files.
"""
