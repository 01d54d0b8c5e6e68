"""The fixed set of writes that two programs carry out for scripts/same-answers, and what is read of it.

Both get the same requests, but for the ids and ETags that each of them gave itself. What the old program answers must be
what is expected here, so that the set goes on to do what it says: a refusal is the refusal that is meant.
"""

import json
import re
import time

from same_chance import Placeholders
from same_reads import NOBODY, Request

JSON, MERGE = "application/json", "application/merge-patch+json"
FORMATS = ("json", "markdown", "html", "pdf", "odt", "docx", "xlsx", "csv", "text")


class Side:
    """One of the two programs, and what it called the things that it made."""

    def __init__(self, known, begin):
        self.placeholders, self.saved = Placeholders(known, begin), {}

    def filled(self, thing):
        """What is to be sent, with the names of this program: {office} is the id of what was saved as office."""
        if callable(thing):
            return thing(self.saved)
        if isinstance(thing, dict):
            return {name: self.filled(value) for name, value in thing.items()}
        if isinstance(thing, list):
            return [self.filled(one) for one in thing]
        if isinstance(thing, str):
            return re.sub(r"\{([a-z_]+(?:\.[a-z_]+)?)\}", lambda match: str(self.saved.get(match[1], "missing")), thing)
        return thing


class Writer:
    """Carries writes out on both sides: `ask` sends each its request and gives both answers, `compare` compares them."""

    def __init__(self, sides, ask, compare):
        self.sides, self.ask, self.compare, self.unexpected = sides, ask, compare, []

    def send(self, method, caller, path, body=None, *, expect, save=None, headers=None, media_type=None, signed=False):
        """Sends a request. What the old program answers must be what was expected: else the set does not fit any more."""
        if method != "GET" and (second := time.time() % 60) > 55:
            time.sleep(61 - second)  # documents tell their moment by the minute: no write begins at its end
        requests = []
        for side in self.sides:
            sent, content = dict(side.filled(headers or {})), side.filled(body)
            if content is not None:
                sent.setdefault("Content-Type", media_type or JSON)
                content = (
                    content
                    if isinstance(content, bytes)
                    else (content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)).encode()
                )
            filled = side.filled(path)
            requests.append(Request(f"{method} {path}", filled, caller, method, tuple(sent.items()), content))
        answers = self.ask(requests)
        self.compare(requests, answers, self.sides, signed)
        old = answers[0]
        if old.status != expect:
            self.unexpected.append(
                f"{requests[0]}: {old.status} instead of {expect}\n  {old.body[:1000].decode(errors='replace')}"
            )
        for side, request, answer in zip(self.sides, requests, answers):
            if save and answer.status < 300:
                self.keep(side, save, request, answer)
        return answers

    def keep(self, side, save, request, answer):
        made = answer.json() or {}
        meta = made.get("meta", {})
        side.saved[f"{save}.path"] = answer.header("Location") or request.path.partition("?")[0]
        side.saved[f"{save}.etag"] = answer.header("ETag") or ""
        side.saved[save] = (
            made.get("id")
            or meta.get("id")
            or made.get("stored", {}).get("id")
            or side.saved[f"{save}.path"].rpartition("/")[2]
        )
        side.saved[f"{save}.json"] = made

    def get(self, caller, path, *, expect=200, **more):
        return self.send("GET", caller, path, expect=expect, **more)

    def post(self, caller, path, body, *, expect=201, **more):
        return self.send("POST", caller, path, body, expect=expect, **more)

    def patch(self, caller, saved, body, *, query="", expect=200, headers=None, **more):
        """Changes what was saved, on the state that was read last."""
        headers = {"If-Match": f"{{{saved}.etag}}", **(headers or {})}
        path = f"{{{saved}.path}}{query}"
        return self.send("PATCH", caller, path, body, expect=expect, headers=headers, media_type=MERGE, save=saved, **more)

    def put(self, caller, saved, body, *, query="", expect=200, headers=None):
        headers = {"If-Match": f"{{{saved}.etag}}", **(headers or {})}
        return self.send("PUT", caller, f"{{{saved}.path}}{query}", body, expect=expect, headers=headers, save=saved)

    def delete(self, caller, saved, *, query="", expect=204, headers=None):
        headers = {"If-Match": f"{{{saved}.etag}}", **(headers or {})}
        return self.send("DELETE", caller, f"{{{saved}.path}}{query}", expect=expect, headers=headers)

    def read(self, caller, saved):
        """Reads anew what was saved, for its present ETag."""
        self.get(caller, f"{{{saved}.path}}", save=saved)


def replay(w, today):
    """The whole set. It presumes the projects of the demos and nothing else that is in them."""
    for part in (
        refusals,
        offices,
        projects,
        items,
        figures,
        milestones,
        statements,
        council,
        tables,
        report,
        accounts,
        redaction,
    ):
        part(w, today)
    news(w)


def refusals(w, today):
    office = {"name": "Amt für Proben", "shortName": "AfP"}
    for caller, expect in (("stranger", 401), ("viewer", 403), ("author", 403), ("reader", 403), ("nobody", 401)):
        w.post(caller, "/v1/offices", office, expect=expect)
    w.post("editor", "/v1/offices", "{", expect=400)
    w.post("editor", "/v1/offices", "[]", expect=400)
    w.post("editor", "/v1/offices", "", expect=400)
    w.post("editor", "/v1/offices", office, media_type="text/plain", expect=415)
    w.post("editor", "/v1/offices", {**office, "shortName": "x" * (1 << 20)}, expect=413)
    wrong = {"name": " ", "shortName": "x" * 31, "number": 7, "parent": "nobody", "colour": "red"}
    w.post("editor", "/v1/offices", wrong, expect=422)
    w.post("editor", "/v1/offices", {}, expect=422)
    w.post("editor", "/v1/offices?validFrom=tomorrow&validTo=2020-01-01&nonsense=1", office, expect=400)
    w.post("editor", "/v1/offices", office, headers={"Change-Reason": "x" * 1001}, expect=400)
    w.post("editor", "/v1/offices", office, headers={"Idempotency-Key": ""}, expect=400)
    w.send("PUT", "editor", "/v1/offices", office, expect=405)
    w.send("DELETE", "admin", "/v1/changes", expect=405)
    w.send("OPTIONS", "stranger", "/v1/offices", expect=204)
    w.send("OPTIONS", "stranger", "/v1/projects/ozg/indicators/cases/observations", expect=204)


def offices(w, today):
    key = {"Idempotency-Key": "same-answers-1", "Change-Reason": "Neu gegr%C3%BCndet"}
    body = {"name": "Amt für Proben", "shortName": "AfP", "number": "98"}
    w.post("editor", "/v1/offices?validFrom=2024-01-01", body, headers=key, save="office")
    w.post("editor", "/v1/offices?validFrom=2024-01-01", body, headers=key)
    w.post("editor", "/v1/offices?validFrom=2024-01-01", {**body, "number": "99"}, headers=key, expect=422)
    w.post(
        "editor",
        "/v1/offices?validFrom=start",
        {"name": "Stelle für Versuche", "shortName": "SfV", "parent": "{office}"},
        save="part",
    )
    w.send("PATCH", "editor", "{office.path}", {"number": "97"}, media_type=MERGE, expect=428)
    w.patch("editor", "office", {"number": "97"}, headers={"If-Match": "*"}, expect=428)
    w.patch("editor", "office", {"number": "97"}, headers={"If-Match": '"r1-0123456789abcdef"'}, expect=412)
    w.patch("editor", "office", {"number": "97", "name": None, "colour": "red"}, expect=422)
    w.patch("viewer", "office", {"number": "97"}, expect=403)
    w.patch("editor", "office", {"number": "97"}, query="?validFrom=2025-03-01", headers={"Change-Reason": "Neue Nummern"})
    w.patch("editor", "office", {"number": "97"}, query="?validFrom=2025-03-01")
    w.put("editor", "office", body, query="?validFrom=2024-06-01", expect=409)
    w.put("editor", "office", {**body, "shortName": "Probe"}, query="?validFrom=2024-06-01&validTo=2024-09-01")
    w.delete("editor", "office", query="?validFrom=2024-02-01&validTo=2024-03-01")
    w.read("editor", "office")
    w.delete("editor", "office", expect=409)  # something refers to it
    w.delete("editor", "part", query="?validFrom=2025-01-01")
    w.get("viewer", "{office.path}/history")
    w.get("stranger", "{office.path}/history?limit=2")
    w.get("viewer", "{office.path}?validAt=2024-02-15", expect=404)
    w.get("viewer", "/v1/offices?sort=-recordedAt&limit=3")
    w.get("viewer", "/v1/offices?format=csv&profile=excel")


def projects(w, today):
    body = {
        "slug": "probe",
        "kind": "ozg",
        "title": "Probe",
        "phase": "planned",
        "visibility": "internal",
        "office": "{office}",
        "goal": "Dasselbe noch einmal.",
        "reportOrder": 90,
        "updateInterval": "P3M",
        "health": {
            "schedule": {"light": "green"},
            "budget": {"light": "yellow", "reason": "Mehrkosten"},
            "result": {"light": "unknown"},
        },
    }
    w.post(
        "editor", "/v1/projects?validFrom=2024-01-01", {**body, "slug": "Probe!", "kind": "road", "health": {}}, expect=422
    )
    w.post("editor", "/v1/projects?validFrom=2024-01-01", {**body, "slug": "ozg"}, expect=409)
    w.post("editor", "/v1/projects?validFrom=2024-04-01", body, save="project")
    w.get("stranger", "/v1/projects/probe", expect=404)
    w.patch("editor", "project", {"kind": "dms"}, expect=422)
    w.patch("editor", "project", {"phase": "roadworks", "reportOrder": 0, "office": NOBODY}, expect=422)
    w.patch("editor", "project", {"phase": "rollout", "visibility": "public"}, query="?validFrom=2025-01-01")
    w.patch("project_editor", "project", {"title": "Fremd"}, expect=403)
    w.get("stranger", "/v1/projects/probe")
    w.get("stranger", "/v1/projects/probe/history")
    w.get("viewer", "/v1/projects/probe/history")
    # Who writes for one project only, writes there.
    w.get("project_editor", "/v1/projects/ozg", save="ozg")
    w.patch("project_editor", "ozg", {"goal": "Alles ist online."}, query="?validFrom=2026-01-01")
    w.get("admin", "/v1/health-rules", save="rules")
    rules = {
        "version": 2,
        "schedule": {"yellowAfter": "P1M", "redAfter": "P2M"},
        "budget": {"yellowOver": 4, "redOver": 9},
        "result": {"yellowBelow": 99, "redBelow": 80},
        "updateInterval": "P5M",
    }
    reason = {"Change-Reason": "Strenger"}
    w.put("admin", "rules", rules, expect=400)
    w.put("editor", "rules", rules, headers=reason, expect=403)
    w.put(
        "admin",
        "rules",
        {**rules, "version": 7, "schedule": {"yellowAfter": "P3M", "redAfter": "P2M"}},
        headers=reason,
        expect=422,
    )
    w.put("admin", "rules", rules, headers=reason)
    w.get("stranger", "/v1/health-rules")


def items(w, today):
    path = "/v1/projects/probe/items"
    service = {
        "type": "OnlineService",
        "name": "Wohnsitz anmelden",
        "leikaKey": "99115005104000",
        "topicField": "querschnittsleistungen",
        "provision": "efa",
        "maturity": {"model": "1.1", "level": 4},
        "languages": ["de"],
        "state": "planned",
        "visibility": "public",
    }
    w.post(
        "editor",
        f"{path}?validFrom=2025-01-01",
        {**service, "leikaKey": "1", "maturity": {"model": "1.1", "level": 9}, "typing": "7"},
        expect=422,
    )
    w.post("editor", path, {**service, "state": "online"}, expect=400)  # since when?
    w.post("editor", f"{path}?validFrom=2025-01-01", {**service, "office": "{office}"}, save="service")
    w.patch(
        "editor", "service", {"state": "online"}, query="?validFrom=2025-04-01", headers={"Change-Reason": "Freischaltung"}
    )
    w.patch("editor", "service", {"state": "planned"}, query="?validFrom=2025-06-01", expect=409)
    w.patch("editor", "service", {"state": "offline"}, query="?validFrom=2025-08-01")
    w.patch("editor", "service", {"maturity": None}, query="?validFrom=2025-05-01")
    w.patch("editor", "service", {"type": "Channel"}, expect=422)
    for n in range(3):
        w.post(
            "editor",
            f"{path}?validFrom=2025-0{n + 2}-01",
            {**service, "name": f"Dienst {n}", "leikaKey": f"9911500510400{n}", "state": "online"},
            save=f"service_{'abc'[n]}",
        )
    w.delete("editor", "service_b")
    w.get("viewer", "{service_b.path}", expect=404)
    w.get("viewer", "{service_b.path}/history")
    w.get("viewer", "{service.path}/history?limit=2")
    w.post(
        "editor",
        "/v1/projects/ereb/items?validFrom=2025-01-01",
        {
            "type": "RolloutUnit",
            "office": "{office}",
            "module": "invoice_register",
            "state": "preparing",
            "visibility": "public",
        },
        save="unit",
    )
    w.patch("editor", "unit", {"state": "live", "actual": "2025-07-01"}, query="?validFrom=2025-07-01")
    w.post(
        "editor",
        "/v1/projects/ereb/items?validFrom=2025-01-01",
        {"type": "RolloutUnit", "office": "{office}", "module": "dms", "state": "preparing"},
        expect=422,
    )
    w.post(
        "editor",
        "/v1/projects/communication/items?validFrom=2024-01-01",
        {
            "type": "Channel",
            "name": "Probekanal",
            "kind": "newsletter",
            "medium": "digital",
            "state": "active",
            "visibility": "public",
        },
        save="channel",
    )
    w.post(
        "editor",
        "/v1/projects/communication/items?validFrom=2025-05-01",
        {
            "type": "Activity",
            "date": "2025-05-01",
            "title": "Probeaktion",
            "channels": ["{channel}"],
            "visibility": "internal",
        },
        save="activity",
    )
    w.delete("editor", "channel", expect=409)
    w.post(
        "editor",
        "/v1/projects/participation/items?validFrom=2025-05-01",
        {
            "type": "Format",
            "title": "Probewerkstatt",
            "platform": "on_site",
            "level": "information",
            "audience": "internal",
            "format": "regular_meeting",
            "state": "running",
            "visibility": "public",
        },
    )
    w.post(
        "editor",
        "/v1/projects/processes/items?validFrom=2025-05-01",
        {
            "type": "ProcessModel",
            "name": "Proben nehmen",
            "registerNumber": "P-900",
            "office": "{office}",
            "notation": "bpmn_2_0",
            "state": "identified",
            "visibility": "public",
        },
        save="model",
    )
    w.patch("editor", "model", {"state": "released"}, query="?validFrom=2025-06-01", expect=409)
    w.post(
        "editor",
        "/v1/projects/dms/items?validFrom=2025-05-01",
        {
            "type": "LicencePool",
            "product": "Probelizenz",
            "model": "named_user",
            "contracted": 12,
            "assigned": 7,
            "visibility": "public",
        },
    )
    for read in (
        "items?sort=recordedAt",
        "items?format=csv",
        "indicators/online-services/value?groupBy=maturity",
        "rollout-matrix",
    ):
        w.get("viewer", f"/v1/projects/{'ereb' if read == 'rollout-matrix' else 'probe'}/{read}")
    w.get("stranger", "/v1/projects/communication/items?type=Activity&sort=-recordedAt&limit=5")


def figures(w, today):
    indicator = {
        "key": "proben",
        "label": "Proben",
        "unit": "Proben",
        "direction": "higher",
        "aggregation": "last",
        "definition": {"version": 1, "text": "Gezogene Proben."},
    }
    path = "/v1/projects/probe/indicators"
    w.post("editor", path, {**indicator, "targets": [{"value": "many"}], "aggregation": "median"}, expect=422)
    target = {"value": 40, "due": {"date": "2026-06", "modality": "latest"}}
    w.post("editor", f"{path}?validFrom=start", {**indicator, "targets": [target]}, expect=201, save="indicator")
    w.post("editor", f"{path}?validFrom=start", {**indicator, "targets": []}, expect=409)
    w.patch(
        "editor",
        "indicator",
        {"definition": {"version": 1, "text": "Alle Proben."}},
        query="?validFrom=2025-07-01",
        expect=422,
    )
    w.get("editor", f"{path}/online-services", save="builtin")
    w.delete("editor", "builtin", expect=409)
    stated = f"{path}/proben/observations"
    w.post("editor", stated, {"asOf": "2025-01-31", "value": 12, "source": "Labor"}, save="observation")
    w.post("editor", stated, {"asOf": "2025-01-31", "value": 13}, save="twice")
    w.send("PUT", "editor", stated, {"observations": [{"asOf": "2025-01-31", "value": 15}]}, expect=409)
    w.delete("editor", "twice", headers={"Change-Reason": "doppelt"})
    w.post("editor", stated, {"asOf": "2025-06-30", "value": 30, "notApplicable": True, "tendency": "upwards"}, expect=422)
    w.patch("editor", "observation", {"value": 14}, expect=400)  # why?
    w.patch("editor", "observation", {"value": 14}, headers={"Change-Reason": "verz\xe4hlt"}, expect=400)  # no UTF-8
    w.patch("editor", "observation", {"value": 14}, headers={"Change-Reason": "verz%C3%A4hlt"})
    batch = [{"asOf": f"2025-0{n}-28", "value": n * 10, "source": "Labor"} for n in range(2, 7)]
    w.send("PUT", "editor", stated, {"observations": batch}, expect=200)
    w.send("PUT", "editor", stated, {"observations": batch[:1] * 2}, expect=422)
    w.send(
        "PUT",
        "editor",
        stated,
        {"observations": [{**batch[0], "value": 21}]},
        headers={"Change-Reason": "nachgemeldet"},
        expect=200,
    )
    w.read("editor", "indicator")
    w.patch(
        "editor",
        "indicator",
        {"definition": {"version": 2, "text": "Proben ohne Wiederholungen."}},
        query="?validFrom=2025-07-01",
    )
    w.post("editor", stated, {"asOf": "2025-08-31", "value": 25})
    for read in (
        "value",
        "value?validAt=2025-07-15",
        "value?validAt=2025-07-15&acrossBreaks=true",
        "series",
        "series?period=quarter",
        "series?period=whole&aggregation=mean&acrossBreaks=true",
        "vintages",
        "vintages?asOf=2025-02-28",
        "observations?format=csv",
    ):
        w.get("viewer", f"{path}/proben/{read}")
    w.get("viewer", f"{path}/proben/series?period=whole&aggregation=mean", expect=409)
    w.post(
        "editor",
        "/v1/projects/probe/indicators/online-services/observations",
        {"asOf": "2025-03-31", "value": 2},
        save="balance",
    )
    w.get("stranger", "/v1/projects/probe/indicators/online-services/value")
    w.get("stranger", "/v1/projects/probe/indicators/online-services/series?groupBy=maturity")


def milestones(w, today):
    body = {
        "title": "Proben abgeschlossen",
        "baseline": {"date": "2026-03", "modality": "expected"},
        "forecast": {"date": "2026-03", "modality": "expected"},
    }
    path = "/v1/projects/probe/milestones"
    w.post(
        "editor", f"{path}?validFrom=2025-01-01", {**body, "forecast": {"date": "2026-13", "modality": "maybe"}}, expect=422
    )
    w.post("editor", f"{path}?validFrom=2025-01-01", body, save="milestone")
    later = {"date": "2026-Q3", "modality": "expected"}
    w.patch("editor", "milestone", {"forecast": later}, query="?validFrom=2025-06-01", expect=422)
    w.patch("editor", "milestone", {"forecast": {**later, "reason": "Lieferverzug"}}, query="?validFrom=2025-06-01")
    w.patch("editor", "milestone", {"forecast": {}}, query="?validFrom=2025-09-01")
    w.post("editor", f"{path}?validFrom=2025-01-01", {"title": "Beginn", "actual": "2025-02-03"}, save="begun")
    w.get("stranger", f"{path}/" + "{milestone}/history")
    w.get("stranger", "/v1/projects/probe/milestone-trend")
    w.get("stranger", "/v1/projects/probe/milestone-trend?format=svg")
    w.get("stranger", "/v1/attention?project=probe")
    w.get("viewer", "/v1/attention?project=probe&format=html")


def statements(w, today):
    path = "/v1/projects/probe/status-updates"
    w.post("editor", path, {"asOf": "2025-09-30", "text": "", "state": "done"}, expect=422)
    update = {"asOf": "2025-09-30", "text": "Die Proben gehen gut voran.", "internalNote": "Nur intern.", "state": "draft"}
    w.post("editor", path, {**update, "state": "approved"}, expect=422)
    w.post("editor", path, update, save="update")
    w.patch("editor", "update", {"state": "approved"}, expect=409)
    w.patch("editor", "update", {"state": "submitted"})
    w.patch("editor", "update", {"state": "approved"}, expect=403)
    w.patch("approver", "update", {"state": "approved"})
    w.patch("editor", "update", {"text": "Anders."}, expect=409)
    w.get("stranger", "{update.path}")
    w.get("stranger", f"{path}?format=csv")
    path = "/v1/projects/probe"
    risk = {
        "title": "Proben verderben",
        "severity": "high",
        "due": {"date": "2026-03-31", "modality": "latest"},
        "state": "open",
        "visibility": "public",
    }
    w.post("editor", f"{path}/risks", {**risk, "severity": "extreme", "due": {"date": "soon"}}, expect=422)
    w.post("editor", f"{path}/risks?validFrom=2025-02-01", risk, save="risk")
    w.patch("editor", "risk", {"state": "occurred", "owner": "Labor"}, query="?validFrom=2025-03-01")
    decision = {
        "title": "Zweites Labor",
        "decider": "Hauptausschuss",
        "options": [{"title": "Ja", "consequences": "Kostet."}, {"title": "Nein"}],
        "due": {"date": "2026-02", "modality": "latest"},
        "state": "open",
        "visibility": "public",
    }
    w.post("editor", f"{path}/decisions?validFrom=2025-02-01", decision, save="decision")
    w.patch("editor", "decision", {"state": "decided"}, query="?validFrom=2025-04-01", expect=422)
    w.patch("editor", "decision", {"state": "decided", "outcome": "Ja"}, query="?validFrom=2025-04-01")
    w.post(
        "editor",
        f"{path}/costs",
        {"title": "Labor", "recurrence": "one_off", "amounts": [{"year": 2025, "planned": 1.234}]},
        expect=422,
    )
    w.post(
        "editor",
        f"{path}/costs?validFrom=2025-01-01",
        {
            "title": "Labor",
            "recurrence": "recurring",
            "amounts": [{"year": 2025, "planned": 1000, "actual": 1204.5}],
            "visibility": "public",
        },
        save="cost",
    )
    w.post(
        "editor",
        f"{path}/funding?validFrom=2025-01-01",
        {
            "programme": "Landesprobe",
            "rate": 50,
            "granted": 600,
            "ownShare": 600,
            "period": {"from": "2025-01", "to": "2026-12"},
            "state": "applied",
            "visibility": "public",
        },
        save="grant",
    )
    w.patch(
        "editor",
        "grant",
        {"state": "granted", "period": {"from": "2026-12", "to": "2025-01"}},
        query="?validFrom=2025-04-01",
        expect=422,
    )
    w.patch("editor", "grant", {"state": "granted"}, query="?validFrom=2025-04-01")
    for read in (
        "risks",
        "decisions",
        "costs",
        "funding",
        "diff?fromValidAt=2025-01-15",
        "forecasts",
        "/../../overview",
        "/../../completeness",
    ):
        w.get("viewer", f"{path}/{read}" if ".." not in read else f"/v1/{read.rpartition('/')[2]}")


def council(w, today):
    w.post("editor", "/v1/committees", {"name": "Ausschuss für Proben", "shortName": "AfP"}, expect=403)
    w.post(
        "author",
        "/v1/committees?validFrom=start",
        {"name": "Ausschuss für Proben", "shortName": "AProben"},
        save="committee",
    )
    agenda = [
        {"number": "5", "title": "Sachstand", "visibility": "public", "consultationRole": "deciding"},
        {"number": "9", "title": "Vergabe", "visibility": "non_public"},
    ]
    w.post(
        "author",
        "/v1/meetings",
        {"title": "Probesitzung", "date": today, "committees": ["{office}"], "agenda": agenda[:1] * 2},
        expect=422,
    )
    w.post(
        "author",
        "/v1/meetings",
        {"title": "Probesitzung", "date": today, "committees": ["{committee}"], "agenda": agenda},
        save="meeting",
    )
    w.get("stranger", "{meeting.path}")
    w.get("viewer", "{meeting.path}/history")
    w.get("stranger", "/v1/meetings?format=csv&profile=excel&sort=-recordedAt")


def tables(w, today):
    def send(query, content, *, expect, caller="editor", media_type="text/csv", headers=None, save=None):
        w.post(caller, f"/v1/imports?{query}", content, expect=expect, media_type=media_type, headers=headers, save=save)

    offices = "name;shortName;number\r\nAmt für Tabellen;Tab;201\r\nAmt für Proben;Probe;98\r\n".encode()
    broken = (
        "name;shortName;number\r\n;Tab;201\r\nAmt für Mehr;Mehr als dreißig Zeichen, und das ist zu viel;202\r\n".encode()
    )
    send("as=nothing", offices, expect=400)
    send("as=offices", offices, caller="viewer", expect=403)
    send("as=offices", offices, media_type="application/xml", expect=415)
    send("as=offices&dryRun=true", offices, expect=200)
    send("as=offices&dryRun=true", broken, expect=200)
    send("as=offices", broken, expect=422)
    send("as=offices", b'name;shortName\r\n"offen;x\r\n', expect=422)
    send(
        "as=offices",
        offices,
        expect=201,
        headers={"Idempotency-Key": "same-answers-2", "Change-Reason": "Abgleich"},
        save="import_offices",
    )
    send("as=offices", offices, expect=201, headers={"Idempotency-Key": "same-answers-2", "Change-Reason": "Abgleich"})
    send("as=offices", offices, expect=201)
    columns = "validFrom;name;state;visibility;maturity.model;maturity.level\r\n"
    services = f"{columns}01.03.2025;'=Dienst aus der Tabelle;online;public;1.1;3\r\n".encode()
    send("as=online-services&project=probe&profile=excel&dryRun=true", services, expect=200)
    send("as=online-services&project=probe&profile=excel", services, expect=201, save="import_services")
    send("as=online-services", services, expect=400)  # of which project?
    send("as=observations&project=probe&indicator=proben", b"asOf;value\r\n2025-09-30;27,5\r\n", expect=422)
    send("as=observations&project=probe&indicator=proben", b"asOf;value\r\n2025-09-30;27.5\r\n", expect=201)
    send("as=risks&project=probe", [{"title": "Aus JSON", "severity": "low", "state": "open"}], media_type=JSON, expect=201)
    portal = [
        {
            "leistungId": str(n),
            "leistungBezeichnung": f"Portaldienst {n}",
            "leistungUrl": f"https://portal.example/{n}",
            "onlineverfahren": [{"id": n, "sprache": ["de"], "zahlungsweise": [], "identifizierungsmittel": ["BundID"]}],
        }
        for n in (1,)
    ]
    send("as=bayernportal&project=probe&dryRun=true&asOf=2025-10-01", portal, media_type=JSON, expect=200)
    send("as=bayernportal&project=probe&asOf=2025-10-01", portal, media_type=JSON, expect=201, save="import_portal")
    for indicator in ("online-services", "portal-services"):
        w.get("editor", f"/v1/projects/probe/indicators/{indicator}/observations")
    for saved in ("import_offices", "import_services", "import_portal"):
        w.get("editor", f"/v1/imports/{{{saved}}}")
        w.get("editor", f"/v1/imports/{{{saved}}}/rows")
    w.get("editor", "/v1/imports/{import_offices}/rows?outcome=created&limit=1")
    w.get("viewer", "/v1/imports/{import_offices}", expect=404)
    w.get("admin", "/v1/imports/{import_offices}/rows?limit=1")


def report(w, today):
    body = {
        "title": "Probebericht",
        "asOf": today,
        "meeting": "{meeting}",
        "agendaItem": "5",
        "visibility": "public",
        "proposal": "Der Ausschuss nimmt Kenntnis.",
        "climate": {"relevance": "low"},
        "costs": {"incurred": False},
    }
    w.post("author", "/v1/reports", {**body, "asOf": "today", "costs": {}, "climate": {"relevance": "much"}}, expect=422)
    w.post("editor", "/v1/reports", body, expect=403)
    wordings = [{"section": "probe", "text": "Erika Musterfrau hat 12 Proben genommen."}]
    w.post("author", "/v1/reports", body, save="report")
    w.patch("author", "report", {"wordings": wordings})
    w.patch("author", "report", {"state": "published"}, expect=422)
    w.get("stranger", "{report.path}", expect=404)
    attach = "{report.path}/attachments?title=Probenliste"
    w.send(
        "POST",
        "author",
        attach,
        b"Probe;Wert\r\nErika Musterfrau;1\r\n",
        media_type="text/csv",
        expect=201,
        save="attachment",
    )
    w.send("POST", "author", attach, b"\x00\x01\x02nothing that is known", media_type="application/octet-stream", expect=415)
    w.send("POST", "editor", attach, b"a", media_type="text/plain", expect=403)
    w.patch("author", "attachment", {"title": "Liste der Proben"})
    w.get("author", "{attachment.path}/content")
    documents(w, "author", "{report.path}", signed=False)
    w.get("author", "{report.path}/document?format=text&block=beschluss")
    w.get("author", "{report.path}/document?format=csv&table=overview")
    w.get("author", "{report.path}/figures")
    w.get("author", "{report.path}/figures?format=html")
    step = "{report.path}/steps"
    w.get("author", "{report.path}/completeness", save="lacks")
    submit = {"step": "submit", "function": "Labor"}
    w.post("author", step, submit, expect=409)
    w.post("approver", step, submit, expect=403)
    w.post("author", step, {"step": "jump"}, expect=422)

    def overridden(saved):
        found = saved["lacks.json"]["data"]
        overrides = [
            {
                "finding": one["code"],
                "place": one["place"],
                **({"subject": one["subject"]} if "subject" in one else {}),
                "explanation": "Nur eine Probe.",
            }
            for one in found
        ]
        return {**submit, "overrides": overrides}

    w.post("author", step, overridden, save="submitted")
    w.patch("author", "report", {"title": "Anders"}, expect=412)
    w.read("author", "report")
    w.patch("author", "report", {"title": "Anders"}, expect=409)
    w.post("approver", step, {"step": "return", "function": "Leitung", "explanation": "Bitte prüfen."})
    w.read("author", "report")
    w.patch("author", "report", {"title": "Probebericht, geprüft"})
    w.get("author", "{report.path}/completeness", save="lacks")
    w.post("author", step, overridden, save="submitted")
    documents(w, "approver", "{report.path}")
    approve = {"step": "approve", "function": "Leitung"}
    w.post("approver", step, {**approve, "snapshot": "0" * 64}, expect=409)
    w.post("author", step, {"step": "publish"}, expect=409)

    def approved(saved):
        return {**approve, "snapshot": saved["submitted.json"]["snapshot"]}

    w.post("author", step, approved, expect=403)
    w.post("approver", step, approved)
    w.post("author", step, {"step": "publish"}, save="published")
    documents(w, "stranger", "{report.path}")
    w.get("stranger", f"{step}?limit=50")
    w.post("author", step, {"step": "publish", "edition": "record"}, expect=409)  # not decided yet
    agenda = [
        {
            "number": "5",
            "title": "Sachstand",
            "visibility": "public",
            "consultationRole": "deciding",
            "resolution": "Kenntnis genommen.",
            "outcome": "adopted",
        }
    ]
    w.patch("author", "meeting", {"agenda": agenda})
    w.post("author", step, {"step": "publish", "edition": "record"})
    documents(w, "stranger", "{report.path}")
    w.post("editor", "/v1/projects/probe/indicators/proben/observations", {"asOf": "2025-10-31", "value": 31})
    w.get("stranger", "{report.path}/drift")
    w.get("viewer", "{report.path}/history")
    w.post(
        "author",
        "/v1/reports",
        {**body, "title": "Berichtigung", "corrects": "{report}", "previousReport": "{report}"},
        expect=422,
    )
    w.post("author", "/v1/reports", {**body, "title": "Berichtigung", "corrects": "{report}"}, save="correction")
    documents(w, "author", "{correction.path}", signed=False)
    w.get("author", "{correction.path}/completeness", save="lacks")
    w.post("author", "{correction.path}/steps", overridden, save="submitted")
    w.post("approver", "{correction.path}/steps", approved)
    w.post("author", "{correction.path}/steps", {"step": "publish"})
    w.get("stranger", "{report.path}")
    w.get("stranger", "{report.path}/diff/{correction}")
    w.post("author", "{correction.path}/steps", {"step": "withdraw", "explanation": "War doch richtig."}, expect=403)
    w.post("admin", "{correction.path}/steps", {"step": "withdraw", "explanation": "War doch richtig."})
    w.get("stranger", "{correction.path}/document?format=pdf", expect=410)
    w.get("admin", "{correction.path}/figures", expect=410)
    w.get("admin", "{correction.path}/steps")
    # One is left as a draft, one as it was submitted, one as it was approved.
    w.post("author", "/v1/reports", {**body, "title": "Noch ein Entwurf"})
    for title in ("Nur vorgelegt", "Nur freigegeben"):
        w.post("author", "/v1/reports", {**body, "title": title, "visibility": "internal"}, save="left")
        w.get("author", "{left.path}/completeness", save="lacks")
        w.post("author", "{left.path}/steps", overridden, save="submitted")
    w.post("approver", "{left.path}/steps", approved)
    w.get("author", "/v1/reports?sort=-recordedAt&limit=4")
    w.get("stranger", "/")


def documents(w, caller, path, formats=FORMATS, signed=True):
    for format in formats:
        w.get(caller, f"{path}/document?format={format}", signed=signed)


def accounts(w, today):
    w.post("editor", "/v1/tokens", {"name": "Probe", "roles": [{"role": "editor"}]}, expect=403)
    w.post("admin", "/v1/tokens", {"name": "", "roles": [{"role": "king"}], "expiresAt": "2020-01-01T00:00:00Z"}, expect=422)
    w.post("admin", "/v1/tokens", {"name": "Probe", "roles": [{"role": "editor", "project": "nothing"}]}, expect=422)
    key = {"Idempotency-Key": "same-answers-3"}
    token = {
        "name": "Probe",
        "roles": [{"role": "editor", "project": "probe"}],
        "scope": "read",
        "expiresAt": "2099-12-31T23:00:00Z",
    }
    w.post("admin", "/v1/tokens", token, headers=key, save="token")
    w.post("admin", "/v1/tokens", token, headers=key)
    w.send("POST", "admin", "/v1/tokens/{token}/rotation", expect=200)
    w.get("admin", "/v1/tokens/{token}")
    w.send("DELETE", "admin", "/v1/tokens/{token}", expect=204)
    w.send("DELETE", "admin", "/v1/tokens/{token}", expect=404)
    w.get("admin", "/v1/tokens/{token}")
    for caller in ("viewer", "editor", "project_editor", "admin"):
        w.get(caller, "/v1/actors/me", save=f"actor_{caller}")
    w.get("viewer", "/v1/actors/{actor_editor}")
    w.send("DELETE", "editor", "/v1/actors/{actor_editor}/personal-data", expect=403)
    w.send("DELETE", "admin", "/v1/actors/{actor_project_editor}/personal-data", expect=204)
    w.get("viewer", "/v1/actors/{actor_project_editor}")


def redaction(w, today):
    path, name = "/v1/redactions", "Erika Musterfrau"
    w.post("editor", path, {"text": name, "resource": "{report}"}, expect=403)
    w.post("admin", path, {"text": "E", "resource": "{report}"}, expect=422)
    w.post("admin", path, {"text": name}, expect=422)
    w.post("admin", path, {}, expect=422)
    w.post("admin", path, {"text": name, "resource": "{report}", "file": "0" * 64}, expect=422)
    w.post("admin", path, {"text": name, "resource": "{meeting}", "replacement": name}, expect=422)
    w.post("admin", path, {"file": "0" * 64}, expect=422)
    w.post("admin", path, {"text": name, "resource": "{report}"}, headers={"Change-Reason": "Name"}, save="redacted")
    w.post("admin", path, {"file": lambda saved: saved["attachment.json"]["sha256"]})
    w.get("stranger", "{attachment.path}/content", expect=410)
    w.get("stranger", "{report.path}/document?format=text")
    w.get("author", "{report.path}/history")


def news(w):
    """What the writes made of the ledger, as those who follow it are told."""
    w.get("viewer", "/v1/changes?limit=500&after={before}")
    w.get("viewer", "/v1/changes?limit=20&after={before}&backdatedMoreThan=P30D")
    w.get("stranger", "/v1/changes/head")
    w.get("stranger", "/v1/events?seconds=0&lastEventId={before.moment}")
    last = int(self_last(w))
    for number in range(int(w.sides[0].saved["before"]) + 1, last + 1):
        w.get("admin", f"/v1/changes/{number}")


def self_last(w):
    answer = w.get("admin", "/v1/changes/head")[0]
    return answer.json()["number"]
