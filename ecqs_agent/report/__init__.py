"""One self-contained HTML page about an account: what was done, what is to do, every piece's story.

`gather` turns journal objects into a frozen `ReportData`, `render` turns that into the page.
The page needs no network and no other file.
"""
