"""Reform agendas: a board of partners agrees on items by motions and votes, in public if it decides so.

Start with `models`, `motion_models` and `comment_models`. `voting` has the rules for the result of a vote, `triggers`
the parts that the database enforces. Actions are in `services` (agenda, board, items, meetings), `motions`, `comments`
and `moderation` (public comments). `queries` loads what one reader may see; `pdf`, `pdf_content` and `item_links`
create the PDF; `calendar` is the iCalendar file and `dashboard` the action items on home pages.
"""
