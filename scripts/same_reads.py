"""What scripts/same-answers asks of two programs: every GET of an API document, led to what is really there.

The document says which operations there are, with which parameters and values; the lists say which names and ids. From both
follow the cases: an operation at a place (the parameters of its path) with a query. Which of them a caller asks, and as of
when, is a matter of thrift (`requests`): the administration asks all of them as of now, everybody else other ones in turn.
"""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

NOBODY = "0187bcd2-5c00-7000-8000-00000000dead"  # an id that nobody has
PDF, HTML = "application/pdf", "text/html"

# The API document and its browser say of themselves what was changed in them.
EXEMPT = {"readApiDocument"}


@dataclass(frozen=True)
class Request:
    """A request, as both programs get it."""

    operation: str
    path: str  # with its query
    caller: str = "stranger"
    method: str = "GET"
    headers: tuple = ()
    body: bytes | None = None
    follow: int = 0  # so many next pages are read after it
    again: bool = False  # ask again, with its ETag and for its head alone

    def __str__(self):
        headers = "".join(f"  {name}: {value}" for name, value in self.headers)
        return f"{self.method} {self.path}  as {self.caller}  ({self.operation}){headers}"


@dataclass(frozen=True)
class Times:
    """As of when something is asked; nothing: as of now."""

    valid_at: str | None = None
    known_at: str | None = None


@dataclass
class Case:
    """An operation at a place with a query."""

    place: str
    query: list = field(default_factory=list)
    headers: tuple = ()
    always: bool = False  # whoever asks, and as of when
    follow: int = 0
    again: bool = False


@dataclass
class Facts:
    """What is there to be asked for."""

    times: list  # of Times; the first is now
    moments: list  # at which something was recorded, in order
    days: list  # on which something was recorded or observed, in order
    ids: dict  # of everything that was ever recorded, by shape
    changes: int
    imports: list = field(default_factory=list)
    tables: list = field(default_factory=lambda: ["overview"])
    groupings: dict = field(default_factory=dict)  # by what an indicator (its path) can be taken apart
    places: dict = field(default_factory=dict)  # the parameters of paths, by path up to its last parameter


def resolved(document, thing):
    while "$ref" in thing:
        names = thing["$ref"].removeprefix("#/").split("/")
        thing = document
        for name in names:
            thing = thing[name]
    return thing


def operations(document):
    """Every GET: its path, its id, the schemas of its query parameters, its headers, the media types that it offers."""
    for path, methods in document["paths"].items():
        operation = methods.get("get")
        if operation is None or operation["operationId"] in EXEMPT:
            continue
        parameters = [resolved(document, one) for one in operation.get("parameters", []) + methods.get("parameters", [])]
        query = {one["name"]: resolved(document, one.get("schema", {})) for one in parameters if one["in"] == "query"}
        headers = {one["name"] for one in parameters if one["in"] == "header"}
        answer = resolved(document, operation["responses"]["200"])
        yield path, operation["operationId"], query, headers, list(answer.get("content", {}))


def look_around(document, read, facts):
    """Finds what is there: `read` answers a path as the administration gets it, as JSON or None.

    What was there once and is there no more is found by the days and moments of `facts.times`.
    """

    def all_of(path):
        found, next_page = [], path
        while next_page:
            page = read(next_page) or {}
            found += page.get("data", [])
            next_page = page.get("links", {}).get("next")
        return found

    known = facts.places
    limited = {path: "limit" in query for path, _, query, _, _ in operations(document)}
    for path, _, query, _, _ in sorted(operations(document), key=lambda one: len(one[0])):
        collection, _, own = path.rpartition("/")
        if not own.startswith("{") or path == "/v1/reports/{id}/diff/{other}":
            continue
        name = own[1:-1]
        parents = [{}] if "{" not in collection else known.get(collection.rpartition("/")[0], [])
        for parent in parents:
            for times in facts.times if "validAt" in query else facts.times[:1]:
                asked = with_times([("limit", "500")] if limited.get(collection) else [], query, times)
                for one in all_of(address(collection.format(**parent), asked)):
                    value = one.get(name) or one.get("meta", {}).get("id")
                    where = {**parent, name: str(value)}
                    if value is not None and where not in known.setdefault(path, []):
                        known[path].append(where)
        if path == "/v1/reports/{id}":
            # What belongs to a report is found through it under another name.
            known["/v1/reports/{report}"] = [{"report": one["id"]} for one in known.get(path, [])]
    actors = {str(one["actor"]) for one in all_of("/v1/changes?limit=500") if one.get("actor")}
    known["/v1/actors/{id}"] = [{"id": one} for one in sorted(actors)]
    known["/v1/imports/{id}"] = [{"id": one} for one in facts.imports]
    reports = [one["id"] for one in known.get("/v1/reports/{id}", [])]
    known["/v1/reports/{id}/diff/{other}"] = [{"id": one, "other": other} for one in reports for other in reports]
    for where in known.get("/v1/projects/{slug}/indicators/{key}", []):
        path = "/v1/projects/{slug}/indicators/{key}".format(**where)
        for times in facts.times:
            refused = (
                read(address(f"{path}/value", with_times([("groupBy", "nothing")], {"validAt", "knownAt"}, times))) or {}
            )
            for violation in refused.get("violations", []):
                _, _, names = violation["detail"].partition("must be one of: ")
                facts.groupings.setdefault(path, set()).update(name for name in names.split(", ") if name)


def address(path, query):
    return f"{path}?{urlencode(query, quote_via=quote)}" if query else path


def with_times(query, offered, times):
    """The query with the day and the moment, as far as the operation takes them and the query does not say otherwise."""
    given = {name for name, _ in query}
    wanted = [("validAt", times.valid_at), ("knownAt", times.known_at)]
    return query + [(name, value) for name, value in wanted if value and name in offered and name not in given]


def cases(document, facts):
    """Every case of every operation: (operation, its query parameters, cases)."""
    for path, operation, query, headers, media_types in operations(document):
        base = max((one for one in facts.places if f"{path}/".startswith(f"{one}/")), key=len, default=None)
        parents = facts.places[base] if base else [{}]
        # Where a list is empty, there is only nothing to be asked for.
        there = parents if base and path.count("{") == base.count("{") or "{" not in path else []
        few = len(there) <= 60
        made = []
        for number, where in enumerate(there):
            place = path.format(**where)
            always = few and base in (
                None,
                "/v1/projects/{slug}",
                "/v1/projects/{slug}/indicators/{key}",
                "/v1/reports/{id}",
                "/v1/reports/{report}",
            )
            made.append(Case(place, fixed(operation), always=always, again=number == 0))
            # What a thing is asked for beside itself, is asked of a few of many.
            if few or number % (len(there) // 8) == 0:
                made += variants(operation, place, query, headers, media_types, facts, number)
        if "{" in path:
            wrong = nowhere(path, parents)
            made += [Case(one, fixed(operation), always=number == 0) for number, one in enumerate(wrong)]
        yield operation, query, made
    yield "readFrontPage", {"validAt", "knownAt"}, [
        Case("/", always=True, again=True),
        Case("/", [("format", "csv")]),
        Case("/", headers=(("Accept", HTML),)),
        Case("/", [("nonsense", "1")]),
    ]
    yield "nothingThere", {}, [
        Case(path)
        for path in ("/v1", "/v1/", "/v1/nothing", "/v1/projects/", "//v1//projects", "/v1/projects/%00", "/favicon.ico")
    ]


def fixed(operation):
    # A stream that lasts would be waited for.
    return [("seconds", "0")] if operation == "listenToEvents" else []


def nowhere(path, parents):
    """Places where nothing is: under an id that nobody has, and under what is none."""
    names = re.findall(r"\{(\w+)\}", path)
    where = parents[0] if parents else {}
    for wrong in (NOBODY, "nothing", "0"):
        yield path.format(**{**{name: where.get(name, wrong) for name in names}, names[-1]: wrong})
    if len(names) > 1:
        yield path.format(**{**{name: where.get(name, NOBODY) for name in names}, names[0]: NOBODY})


def variants(operation, place, query, headers, media_types, facts, number):
    """One place, asked for in every way that the document names."""
    begin = fixed(operation)

    def case(*pairs, **more):
        return Case(place, begin + list(pairs), **more)

    for name, schema in query.items():
        for value in schema.get("enum", []):
            yield case((name, value))
            if name == "format" and value == "csv" and "profile" in query:
                yield case((name, value), ("profile", "excel"))
                yield case((name, value), ("sort", "-recordedAt"))
        if schema.get("enum"):
            yield case((name, "nonsense"))
        if schema.get("type") == "boolean":
            yield from (case((name, value)) for value in ("true", "false", "1"))
        for value in values_of(name, operation, place, facts):
            yield case((name, value))
    yield case(("nonsense", "1"))
    if "limit" in query:
        yield case(("limit", "2"), follow=3)
        yield case(("limit", "500"), follow=1)
        yield from (case(("limit", value)) for value in ("1", "0", "501", "x"))
        yield case(("limit", "1"), ("limit", "2"))
        yield case(("cursor", "x"))
        yield case(("cursor", "eyJkIjoxfQ"))
    if "sort" in query and "limit" in query:
        yield case(("sort", "-recordedAt"), ("limit", "3"), follow=2)
        yield case(("sort", "recordedAt"), ("limit", "3"), follow=2)
    if "validAt" in query:
        yield from (case(("validAt", value)) for value in ("0001-01-01", "9999-12-31", "2023-02-30", "start"))
    if "knownAt" in query:
        moments = (
            "1970-01-01T00:00:00Z",
            "2999-01-01T00:00:00Z",
            facts.moments[-1],
            "2024-08-01T02:00:00+02:00",
            "yesterday",
        )
        yield from (case(("knownAt", value)) for value in moments)
    if number == 0 and (len(media_types) > 1 or HTML in str(media_types)):
        offered = [one.split(";")[0] for one in media_types]
        for accept in [*offered, HTML, "text/*", "application/xml", "text/csv;q=0.5, application/json;q=0.4"]:
            yield case(headers=(("Accept", accept),))
    if "If-None-Match" in headers:
        yield case(headers=(("If-None-Match", "*"),))
    yield from special(operation, place, case, facts)


def values_of(name, operation, place, facts):
    """What is asked for where the document says what kind of text it is, and not which."""
    days = facts.days
    slug = place.split("/")[3] if place.startswith("/v1/projects/") else "ozg"
    match name:
        case "office":
            return [*facts.ids.get("office", [])[:4], NOBODY, "nobody"]
        case "project":
            return [*(one["slug"] for one in facts.places["/v1/projects/{slug}"]), "nothing"]
        case "groupBy":
            return [*sorted(facts.groupings.get(place.rpartition("/")[0], ())), "nothing", ""]
        case "asOf" | "from" | "to" | "fromValidAt" | "toValidAt":
            return [days[0], days[len(days) // 2], days[-1], "nothing"]
        case "fromKnownAt" | "toKnownAt":
            return [facts.moments[len(facts.moments) // 3], facts.moments[-1], "nothing"]
        case "table":
            return [*facts.tables, slug, "nothing"]
        case "after":
            return ["0", str(facts.changes - 5), str(facts.changes), str(facts.changes + 10), "-1"]
        case "backdatedMoreThan":
            return ["P0D", "P7D", "P1M", "P1Y", "P1W2D", "P", "7"]
        case "lastEventId":
            return [facts.moments[0], facts.moments[-8], facts.moments[-1], "2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z"]
    return []


def special(operation, place, case, facts):
    """What is asked for by several parameters together."""
    days, moments = facts.days, facts.moments
    match operation:
        case "readIndicatorSeries":
            for period in ("day", "week", "month", "quarter", "half_year", "year", "change", "whole"):
                for reduction in ("last", "sum", "mean", "min", "max"):
                    span = [("from", days[len(days) // 2]), ("to", days[-1])] if period in ("day", "week") else []
                    yield case(("period", period), ("aggregation", reduction), *span)
                    if period in ("quarter", "whole"):
                        yield case(("period", period), ("aggregation", reduction), ("acrossBreaks", "true"))
            yield case(("from", days[-1]), ("to", days[0]))
            yield case(("period", "day"), ("from", "1900-01-01"))
            for group in sorted(facts.groupings.get(place.rpartition("/")[0], ())):
                for period in ("change", "quarter", "year", "whole"):
                    yield case(("groupBy", group), ("period", period), ("acrossBreaks", "true"))
        case "readIndicatorValue":
            for group in sorted(facts.groupings.get(place.rpartition("/")[0], ())):
                for day in (days[0], days[len(days) // 2], days[-1]):
                    yield case(("groupBy", group), ("validAt", day))
            for day in days[:: max(1, len(days) // 12)]:
                yield case(("validAt", day))
        case "readCompleteness":
            yield case(("from", days[0]), ("to", days[-1]))
            yield case(("from", days[-1]), ("to", days[0]))
        case "compareProject":
            early, middle, late = days[0], days[len(days) // 2], days[-1]
            then, later = moments[len(moments) // 3], moments[-1]
            yield case(("fromValidAt", early))
            yield case(("fromValidAt", middle), ("toValidAt", late), ("limit", "3"), follow=3)
            yield case(("fromKnownAt", then), ("limit", "500"))
            yield case(("fromKnownAt", then), ("toKnownAt", later), ("toValidAt", middle))
            yield case(("fromKnownAt", then), ("fromValidAt", early), ("toValidAt", late), ("toKnownAt", later))
            yield case(("fromKnownAt", later), ("toKnownAt", then))
            yield case(("fromValidAt", late), ("toValidAt", early))
        case "listAttention":
            yield case(("format", "html"), ("kind", "milestone_overdue"))
            yield case(("format", "html"), ("project", "ozg"))
            yield case(("kind", "value_missing"), ("project", "ozg"), ("limit", "1"), follow=1)
        case "listItems":
            yield case(("type", "OnlineService"), ("state", "online"))
            yield case(("type", "OnlineService"), ("format", "csv"), ("profile", "excel"))
            yield case(("state", "online"), ("format", "csv"), ("sort", "-name"))
            yield case(("state", "online"), ("limit", "7"), ("sort", "-name"), follow=3)
        case "listChanges":
            yield case(("after", "10"), ("limit", "7"), follow=2)
            yield case(("backdatedMoreThan", "P7D"), ("limit", "3"), follow=3)
            yield case(("backdatedMoreThan", "P30D"), ("knownAt", moments[len(moments) // 2]))
        case "listenToEvents":
            yield case(headers=(("Last-Event-ID", moments[-3]),))
            yield case(headers=(("Last-Event-ID", "nothing"),))
            yield case(headers=(("Last-Event-ID", ""),))
        case "readReportDocument":
            for format in ("json", "markdown", "html", "pdf", "odt", "docx", "xlsx", "csv", "text"):
                for edition in ("invitation", "record"):
                    yield case(("format", format), ("edition", edition))
            for block in ("sachverhalt", "beschluss"):
                for edition in ("invitation", "record"):
                    yield case(("format", "text"), ("block", block), ("edition", edition))
            for table in [*facts.tables, "nothing"]:
                yield case(("format", "csv"), ("table", table))


def thinned(all_cases, most, turn):
    """At most so many of the cases, other ones with every turn."""
    if len(all_cases) <= most:
        return all_cases
    stride = -(-len(all_cases) // most)
    return all_cases[turn * 5 % stride :: stride]


def requests(made, callers, times, thrift):
    """The requests that follow from the cases, each once.

    `thrift` says how many cases of an operation are asked at most: by the administration as of now, by strangers as of now,
    by all others and as of every other day and moment. What is always asked comes on top of that, for everybody as of now,
    for the administration and strangers as of every day and moment.
    """
    asked = set()
    for operation, offered, all_cases in made:
        always = [one for one in all_cases if one.always]
        others = [one for one in all_cases if not one.always]
        turn = 0
        for caller in callers:
            for which, as_of in enumerate(times):
                turn += 1
                if caller == "nobody":
                    # Refused, whatever it is.
                    chosen = all_cases[: thrift["nobody"]] if which == 0 else []
                else:
                    most = thrift.get(caller, thrift["others"]) if which == 0 else thrift["others"]
                    every = always if which == 0 or caller in ("admin", "stranger") else []
                    chosen = every + thinned(others, most, turn)
                for case in chosen:
                    path = address(case.place, with_times(case.query, offered, as_of))
                    again = case.again and which == 0
                    if (path, caller, case.headers) not in asked:
                        asked.add((path, caller, case.headers))
                        yield Request(operation, path, caller, headers=case.headers, follow=case.follow, again=again)


def frozen_files(steps):
    """The files that the steps of a report name: the query that leads to each, and its SHA-256."""
    for step in steps:
        for file in step.get("files", []):
            format, _, block = file["format"].partition("-")
            query = [("edition", step["edition"]), ("format", format)] + ([("block", block)] if block else [])
            yield query, file["sha256"]


def facts_of(ledger, today, future):
    """What a ledger (the lines of an export) says of when something was recorded and observed, and of what there is."""
    changes = [json.loads(line) for line in ledger if line.startswith('{"number"')]
    moments = [change["recordedAt"] for change in changes]
    ids, days = {}, set()
    for change in changes:
        for subject in change.get("subjects", []):
            ids.setdefault(subject["shape"], []).append(subject["id"])
        days.add(change["recordedAt"][:10])
        for opened in change.get("opened", []):
            payload = opened.get("payload") or {}
            days.update(day for day in (payload.get("asOf"), opened.get("validFrom")) if day and re.match(r"\d{4}-", day))
    days = sorted(day for day in days if day <= today)
    early, middle = moments[len(moments) // 3], moments[len(moments) // 2]
    times = [
        Times(),
        Times(early[:10], early),  # early, as it was known then
        Times(days[-1], middle),  # what was said of a late day when less was known
        Times(days[len(days) // 2]),  # a day in the past, as it is known now
        Times(future),  # a day in the future
        Times(today, moments[-1]),  # now, said in so many words
    ]
    return Facts(times, moments, days, ids, len(changes))
