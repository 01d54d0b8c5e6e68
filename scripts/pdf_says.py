"""Holds what a PDF says against what a page says: the same, in the same order. Needs pdftotext (poppler-utils).

python3 scripts/pdf_says.py FILE.pdf PAGE.html tells what is missing; fails if something is.
"""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path


class Blocks(HTMLParser):
    """What a page says, block by block, without what only pages have (contents, texts in pictures) and
    what stands elsewhere in a PDF (marks of choices, the letterhead)."""

    BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "th", "td", "dt", "dd", "caption", "figcaption", "div", "span"}
    VOID = {"meta", "link", "img", "br", "hr"}

    def __init__(self):
        super().__init__()
        self.blocks, self.skipped = [""], []

    def handle_starttag(self, tag, attrs):
        kind = dict(attrs).get("class") or ""
        if tag not in self.VOID and (self.skipped or tag in ("head", "svg", "nav") or kind in ("box", "unseen", "paper letterhead")):
            self.skipped.append(tag)
        if tag in self.BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag):
        if self.skipped and self.skipped[-1] == tag:
            self.skipped.pop()
        if tag in self.BLOCKS:
            self.blocks.append("")

    def handle_data(self, data):
        if not self.skipped:
            self.blocks[-1] += data


def signs(text):
    """Without spaces, hyphens and signs that no font has: what does not depend on the page. Where LibreOffice knows how to
    hyphenate the language, a hyphen at the end of a line may be its own or the word's."""
    return "".join(c for c in text if not c.isspace() and c not in "-\u00ad\u2010□\u200d" and ord(c) < 0x10000)


def missing(pdf, page):
    """Blocks of the page that the PDF does not say, or not in this order."""
    # Between the edges of the pages, in points.
    within = ["-raw", "-nopgbrk", "-x", "0", "-y", "70", "-W", "595", "-H", "710"]
    text = subprocess.run(["pdftotext", *within, pdf, "-"], check=True, capture_output=True).stdout.decode()
    said, place, lost = signs(text), 0, []
    blocks = Blocks()
    blocks.feed(page)
    wanted = [block for block in map(signs, blocks.blocks) if block]
    if len(wanted) < 3:
        sys.exit("the page says nothing: it cannot be compared")
    for block in wanted:
        found = said.find(block, place)
        if found < 0:
            lost.append(block)
        else:
            place = found + len(block)
    return lost, len(wanted)


def main(pdf, page):
    lost, all_ = missing(pdf, Path(page).read_text())
    print(f"{pdf}: {'says other things than' if lost else 'says what is in'} {page} ({all_} blocks)")
    for line in lost[:10]:
        print(f"  missing: {line[:200]}")
    sys.exit(bool(lost))


if __name__ == "__main__":
    main(*sys.argv[1:])
