"""What may differ between two programs that did the same, for scripts/same-answers: what comes from chance and clock.

Ids, secrets and salts come from chance and moments from the clock, so two programs never write the same: what an answer has
of these is replaced by a placeholder, numbered in the order in which it appears for the first time. What was there before
the writes began (ids, hashes) stays as it is. Hashes and digests that are new are made over bytes with new ids in them, and
get placeholders as well.
"""

import base64
import contextlib
import datetime
import io
import json
import re
import zipfile
import zlib

KEPT = datetime.timedelta(days=8)  # what became of an import is kept for seven days, and says until when

# How small a file is compressed depends on the hashes in it.
SIZE = re.compile(r'("mediaType":"application/(?:pdf|zip|vnd)[^"]*","fileName":"[^"]*","size":)\d+')
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NEW = re.compile(
    rf"(?P<id>{UUID})"
    r"|(?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"
    r"|(?P<hash>\b[0-9a-f]{64}\b)"
    r"|(?P<secret>sst_[A-Za-z0-9_-]+)"
    r"|cursor=(?P<cursor>[A-Za-z0-9_-]+)"
    r'|"(?P<revision>r\d+-)?(?P<digest>[0-9a-f]{16})\\?"'
)


class Placeholders:
    """What one program made of chance and clock, by the order in which it is seen."""

    def __init__(self, known, begin):
        self.known, self.begin, self.names = known, begin, {}

    def named(self, text):
        """The text without what is new in it, and all names that there are then."""
        names = dict(self.names)

        def name(kind, text):
            number = sum(one.startswith(f"<{kind} ") for one in names.values()) + 1
            return names.setdefault(text, f"<{kind} {number}>")

        return self.text(text, name), names

    def text(self, text, name=None):
        """The text without what is new in it; what has no name yet gets none."""
        name = name or (lambda kind, text: self.names.get(text, f"<{kind}>"))

        def replaced(match):
            kind, text = match.lastgroup, match[0]
            if kind == "cursor":
                try:
                    read = base64.urlsafe_b64decode(match["cursor"] + "===").decode()
                except ValueError:
                    return text
                return f"cursor={self.text(read, name)}"
            if kind == "digest":
                return f'"{match["revision"] or ""}{name("digest", match["digest"])}"'
            if kind == "moment" and not self.begin <= when(text) <= self.begin + KEPT:
                return text
            if kind == "moment" and "." not in text:
                return "<second>"  # as documents say it: of two moments, perhaps one and the same
            if kind in ("id", "hash") and text in self.known:
                return text
            return name(kind, text)

        return NEW.sub(replaced, text)

    def ordered(self, text):
        """JSON, also of events, with its lists in an order that does not come from ids."""
        if text.startswith(("{", "[")):
            with contextlib.suppress(ValueError):
                return json.dumps(self.sorted(json.loads(text)), ensure_ascii=False)
        lines = [line.partition("data: ") for line in text.split("\n")]
        return "\n".join(f"{begin}{name}{self.ordered(data) if name else data}" for begin, name, data in lines)

    def sorted(self, value):
        if isinstance(value, dict):
            return {name: self.sorted(one) for name, one in value.items()}
        if isinstance(value, list):
            return sorted((self.sorted(one) for one in value), key=lambda one: self.text(json.dumps(one, sort_keys=True)))
        return value


def without_chance(sides, bodies, signed):
    """Two bodies without what is new in them, and whether their lists had to be brought into one order for that.

    What one change writes is told in the order of ids, and ids of one millisecond are in none. A PDF that is signed off
    shows a new hash, glyph by glyph: of that only the pages are counted here.
    """
    texts = [SIZE.sub(r"\g<1>0", unpacked(body)) for body in bodies]
    if signed:
        pages = [f"{text.count('/Type/Page/')} pages" for text in texts]
        texts = [page if body.startswith(b"%PDF") else text for page, text, body in zip(pages, texts, bodies)]
    named = [side.placeholders.named(text) for side, text in zip(sides, texts)]
    ordered = named[0][0] != named[1][0]
    if ordered:
        texts = [side.placeholders.ordered(text) for side, text in zip(sides, texts)]
        named = [side.placeholders.named(text) for side, text in zip(sides, texts)]
    for side, (_, names) in zip(sides, named):
        side.placeholders.names = names
    return [text for text, _ in named], ordered


def unpacked(body):
    """A body as text; archives and PDF part by part."""
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = [(one, archive.read(one)) for one in archive.infolist()]
        told = [
            f"== {one.filename}, method {one.compress_type}, flags {one.flag_bits}, {one.date_time}, {one.external_attr:o}, "
            f"{one.extra.hex()}\n{unpacked(part)}\n"
            for one, part in parts
        ]
        return "".join(told) + f"== end {body[-2:].hex()}"
    if body.startswith(b"%PDF"):
        return opened(body)
    if body.startswith(b"\x89PNG"):
        return body.hex()
    return body.decode("utf-8", "backslashreplace")


def when(text):
    return datetime.datetime.fromisoformat(text[:-1][:26]).replace(tzinfo=datetime.timezone.utc)


def opened(pdf):
    """A PDF with its streams uncompressed, without seconds and what follows from the rest: places, lengths, identifiers."""
    streams = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)

    def inflated(match):
        try:
            return b"stream\n" + zlib.decompress(match[1]) + b"\nendstream"
        except zlib.error:
            return match[0]

    text = streams.sub(inflated, pdf).decode("latin-1")
    text = re.sub(r"/Length \d+", "/Length", text)
    return re.sub(r"\d{10} \d{5} [nf]|startxref\s+\d+|[A-Za-z0-9+/]{22}==|D:\d{14}Z", "", text)
