"""Hallmark's measured-boot policy for the Keylime verifier.

The verifier gives a reference state that Hallmark rendered from an approved baseline, and the boot log of a node as
Keylime parses it. The log is approved when, in every PCR that is judged, its events are those of one accepted set, in
order. README.md beside this file says what that covers and what it does not.

Nothing here needs Keylime but the last part, which registers the policy.
"""

import hashlib
import re
import time
from typing import Any, Dict, FrozenSet, List, NamedTuple, Optional, Set, Tuple

SCHEMA = "hallmark/keylime-refstate/v1"
POLICY_NAME = "hallmark"

# The PCRs whose log Keylime must find confirmed by the quote. Not 10, which IMA extends while the system runs; not 11 and
# 15, which systemd extends after the log has ended.
RELEVANT_PCRS: FrozenSet[int] = frozenset(range(10)) | {12, 13, 14}

DIGEST_SIZES = {"sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}
# What tpm2_eventlog writes for a type that it has no name for.
UNKNOWN_TYPE = "Unknown event type"
ENCODINGS = ("utf-8", "utf-16le")

MOST_SETS = 64
MOST_EXPECTED = 20_000
MOST_EVENTS = 20_000
MOST_DIGESTS = 16
MOST_VARIABLES = 16
LONGEST_TEXT = 4096
MOST_REASONS = 4

_HEX = re.compile("[0-9a-f]+")
# What can stand in a line of the log as it is.
_NAME = re.compile("[A-Za-z0-9._-]{1,256}")
_VARIABLE = re.compile(r"\$\{([A-Za-z0-9_./:-]+)\}")
# No white space, '=', ',', '/' or quotes: a node's own value must not bring another parameter along.
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-")
_HEX_PAIRS = frozenset("ABCDEFabcdef0123456789:-")


class Refused(Exception):
    """The log is not approved, or the question makes no sense; the message says why."""


class Template(NamedTuple):
    """A text with variables of the node in it, whose digest the event carries."""

    text: str
    encoding: str
    prefix: str


class Expected(NamedTuple):
    """An event of an accepted set; without digests when it varies."""

    type: str
    what: str
    origin: str
    digests: Dict[str, str]
    template: Optional[Template]


class AcceptedSet(NamedTuple):
    """What one approved boot measures, by PCR; PCRs that are not judged are left out."""

    name: str
    fingerprint: str
    pcrs: Dict[int, List[Expected]]


class State(NamedTuple):
    """A reference state, and image, chain and hardware of its baseline."""

    baseline: Tuple[str, str, str]
    banks: Tuple[str, ...]
    sets: List[AcceptedSet]


class Event(NamedTuple):
    """An event of the log; place is its index among all events."""

    place: int
    number: int
    pcr: int
    type: str
    digests: Dict[str, str]
    text: Optional[str]


class Divergence(NamedTuple):
    """Where a log leaves an accepted set."""

    place: int
    reason: str


class Verdict(NamedTuple):
    """What became of a log.

    reason is empty when it is approved. baseline is that of the reference state, where it could be read. shown is the
    fingerprint of the accepted set that the log matches; of several that are the same in what is judged, the newest.
    """

    reason: str
    baseline: Optional[Tuple[str, str, str]] = None
    shown: Optional[str] = None


class ParsedLog(dict):  # type: ignore[type-arg]
    """A parsed boot log that knows the bank of the quote and its verdict. Attributes, since keys come from the node."""

    bank: Optional[str] = None
    verdict: Optional[Verdict] = None


def judge(state: Any, log: Any, bank: Optional[str] = None) -> str:
    """Returns an empty text when the log is approved, else why not.

    bank is the hash algorithm of the quote that the log was compared with. Without it, every bank that the log has must
    be in the reference state, since any of them may be the quote's.
    """
    return verdict(state, log, bank).reason


def verdict(state: Any, log: Any, bank: Optional[str] = None) -> Verdict:
    """The same, and what the log shows."""
    baseline = None
    try:
        reference = read_state(state)
        baseline = reference.baseline
        events = read_events(log)
        judged = {pcr for accepted in reference.sets for pcr in accepted.pcrs}
        banks = _banks_to_hold(reference, log, bank)
        own = [event for event in events if event.pcr in judged]
        _replay(own, judged, banks, log)
        return _against(reference, own, banks, len(events))
    except Refused as refused:
        return Verdict(str(refused), baseline)
    except Exception as error:  # pylint: disable=broad-except
        return Verdict(f"the log can't be judged: {type(error).__name__}", baseline)


# The reference state


def read_state(data: Any) -> State:
    """Reads a reference state; anything unexpected in it is refused, for who wrote it meant something by it."""
    where = "the reference state"
    if not isinstance(data, dict) or not data:
        raise Refused(f"{where} is empty or no object: publish the baseline again")
    if data.get("schema") != SCHEMA:
        raise Refused(f"{where} has schema {_show(data.get('schema'))}; this policy knows {SCHEMA}: install its match")
    _members(
        where,
        data,
        {"schema", "image", "chain", "hardware", "banks", "enforce", "events", "accepted"},
        set(),
    )
    baseline = (_text(where, data, "image"), _text(where, data, "chain"), _text(where, data, "hardware"))
    banks = _list(where, data, "banks", len(DIGEST_SIZES))
    if not banks or any(not isinstance(bank, str) or bank not in DIGEST_SIZES for bank in banks):
        raise Refused(f"{where}: 'banks' must name banks of {', '.join(DIGEST_SIZES)}")
    if len(set(banks)) != len(banks):
        raise Refused(f"{where}: 'banks' names a bank twice")
    enforce = _list(where, data, "enforce", 24)
    if not enforce or any(not _is_int(pcr, 0, 23) for pcr in enforce) or len(set(enforce)) != len(enforce):
        raise Refused(f"{where}: 'enforce' must hold PCR indices from 0 to 23, each once")
    events = [
        _expected(f"{where}, event {i}", entry, banks)
        for i, entry in enumerate(_list(where, data, "events", MOST_EXPECTED))
    ]
    accepted = _list(where, data, "accepted", MOST_SETS)
    if not accepted:
        raise Refused(f"{where} accepts no set")
    sets = [
        _accepted(f"{where}, set {i + 1}", f"set {i + 1} of {len(accepted)}", entry, enforce, events)
        for i, entry in enumerate(accepted)
    ]
    return State(baseline, tuple(banks), sets)


def _expected(where: str, data: Any, banks: List[str]) -> Expected:
    _members(where, data, {"type", "what", "origin"}, {"digests", "varies", "template"})
    what = _text(where, data, "what", allow_empty=True)
    origin = _text(where, data, "origin")
    kind = _text(where, data, "type")
    if kind == "EV_NO_ACTION":
        raise Refused(f"{where}: an EV_NO_ACTION event extends no PCR")
    if "varies" in data:
        if "digests" in data:
            raise Refused(f"{where}: an event that varies has no digests")
        _text(where, data, "varies")
        template = _template(where, data["template"]) if "template" in data else None
        return Expected(kind, what, origin, {}, template)
    if "template" in data:
        raise Refused(f"{where}: an event with a template varies")
    digests = data.get("digests")
    if not isinstance(digests, dict) or set(digests) != set(banks):
        raise Refused(f"{where}: 'digests' must hold one digest for each of the banks")
    for bank, digest in digests.items():
        if not _is_digest(bank, digest):
            raise Refused(f"{where}: {bank} digest is not {DIGEST_SIZES[bank]} bytes in lower-case hex")
    return Expected(kind, what, origin, dict(digests), None)


def _template(where: str, data: Any) -> Template:
    _members(where, data, {"text", "encoding", "prefix"}, set())
    text = _text(where, data, "text")
    if len(_VARIABLE.findall(text)) > MOST_VARIABLES:
        raise Refused(f"{where}: a template has at most {MOST_VARIABLES} variables")
    encoding = _text(where, data, "encoding")
    if encoding not in ENCODINGS:
        raise Refused(f"{where}: encoding is {' or '.join(ENCODINGS)}")
    return Template(text, encoding, _text(where, data, "prefix", allow_empty=True))


def _accepted(where: str, name: str, data: Any, enforce: List[int], events: List[Expected]) -> AcceptedSet:
    _members(where, data, {"fingerprint", "source", "mix", "artifacts", "pcrs", "not-judged"}, set())
    if not _is_digest("sha256", data["fingerprint"]):
        raise Refused(f"{where}: 'fingerprint' is not {DIGEST_SIZES['sha256']} bytes in lower-case hex")
    source = data["source"]
    _members(f"{where}, 'source'", source, {"repository", "commit"}, set())
    _text(where, source, "repository", allow_empty=True)
    commit = _text(where, source, "commit", allow_empty=True)
    mix = _text(where, data, "mix", allow_empty=True)
    for artifact in _list(where, data, "artifacts", MOST_EXPECTED):
        if not isinstance(artifact, str) or len(artifact) > LONGEST_TEXT:
            raise Refused(f"{where}: 'artifacts' must hold names")
    judged, skipped = data["pcrs"], data["not-judged"]
    if not isinstance(judged, dict) or not isinstance(skipped, dict):
        raise Refused(f"{where}: 'pcrs' and 'not-judged' must be objects")
    if sorted(list(judged) + list(skipped)) != sorted(str(pcr) for pcr in enforce):
        raise Refused(f"{where}: each enforced PCR must be in one of 'pcrs' and 'not-judged'")
    for reason in skipped.values():
        if not isinstance(reason, str) or not reason:
            raise Refused(f"{where}: 'not-judged' must give a reason for each PCR")
    pcrs = {}
    for pcr in judged:
        indices = _list(f"{where}, PCR {pcr}", judged, pcr, MOST_EXPECTED)
        if any(not _is_int(index, 0, len(events) - 1) for index in indices):
            raise Refused(f"{where}, PCR {pcr}: an index points to no event")
        pcrs[int(pcr)] = [events[index] for index in indices]
    if not any(event.digests for expected in pcrs.values() for event in expected):
        raise Refused(f"{where} holds nodes to nothing: no event in a PCR that is judged")
    label = name + (f" (commit {_show(commit[:12])}" if commit else " (no commit") + (f", {_plain(mix)})" if mix else ")")
    return AcceptedSet(label, data["fingerprint"], pcrs)


# The log


def read_events(log: Any) -> List[Event]:
    """The events of a parsed log that extend a PCR. Of their texts only those of templates are ever looked at."""
    if not isinstance(log, dict):
        raise Refused("the boot log is malformed: no object")
    entries = log.get("events")
    if not isinstance(entries, list) or not entries:
        raise Refused("the boot log has no events")
    if len(entries) > MOST_EVENTS:
        raise Refused(f"the boot log has more than {MOST_EVENTS} events")
    events: List[Event] = []
    last = -1
    for place, entry in enumerate(entries):
        where = f"the boot log is malformed: entry {place}"
        if not isinstance(entry, dict):
            raise Refused(f"{where} is no object")
        number, pcr, kind = entry.get("EventNum"), entry.get("PCRIndex"), entry.get("EventType")
        if not _is_int(number, last + 1, 2**31):
            raise Refused(f"{where} has no EventNum that goes on counting")
        last = number
        if not _is_int(pcr, 0, 2**32 - 1):
            raise Refused(f"{where} has no PCRIndex")
        if not isinstance(kind, str) or not kind or len(kind) > 64:
            raise Refused(f"{where} has no EventType")
        if kind != "EV_NO_ACTION":
            events.append(Event(place, number, pcr, kind, _digests(where, entry), _event_text(entry)))
    return events


def _digests(where: str, entry: Dict[Any, Any]) -> Dict[str, str]:
    listed = entry.get("Digests")
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_DIGESTS:
        raise Refused(f"{where} has no list of Digests")
    digests: Dict[str, str] = {}
    for item in listed:
        if not isinstance(item, dict):
            raise Refused(f"{where} has a digest that is no object")
        bank, digest = item.get("AlgorithmId"), item.get("Digest")
        if not isinstance(bank, str) or not bank or len(bank) > 64:
            raise Refused(f"{where} has a digest without AlgorithmId")
        if bank in digests:
            raise Refused(f"{where} has two {_show(bank)} digests")
        if not isinstance(digest, str) or (bank in DIGEST_SIZES and not _is_digest(bank, digest)):
            raise Refused(f"{where} has a {_show(bank)} digest that is none")
        digests[bank] = digest
    return digests


def _event_text(entry: Dict[Any, Any]) -> Optional[str]:
    """The text of an EV_IPL event, as tpm2_eventlog writes it."""
    event = entry.get("Event")
    text = event.get("String") if isinstance(event, dict) else None
    return text if isinstance(text, str) else None


def _banks_to_hold(state: State, log: Dict[Any, Any], bank: Optional[str]) -> List[str]:
    """The banks that the quote may be in; digests of other banks are confirmed by nothing."""
    pcrs = log.get("pcrs")
    if not isinstance(pcrs, dict) or not pcrs:
        raise Refused("the boot log has no PCR values beside its events")
    held = [bank] if bank is not None else list(pcrs)
    for name in held:
        if not isinstance(name, str) or name not in pcrs:
            raise Refused(f"the boot log has nothing in bank {_show(name)}, which the quote is in")
        if name not in state.banks:
            known = ", ".join(state.banks)
            if bank is not None:
                raise Refused(
                    f"the quote is in bank {_show(name)}, and the reference state has {known}: set the agent's"
                    " tpm_hash_alg to one of them, or add the bank to the baselines' settings"
                )
            raise Refused(
                f"the boot log has bank {_show(name)}, which the reference state lacks ({known}), and it isn't known"
                " which bank the quote is in: put hallmark_keylime first in measured_boot_imports"
            )
    return held


def _replay(events: List[Event], judged: Set[int], banks: List[str], log: Dict[Any, Any]) -> None:
    """The events must give the very values that Keylime has compared with the quote: else they are not the node's."""
    for bank in banks:
        values = log["pcrs"][bank]
        if not isinstance(values, dict):
            raise Refused(f"the boot log is malformed: no PCR values in bank {bank}")
        size = DIGEST_SIZES[bank]
        for pcr in sorted(judged):
            stated = values.get(str(pcr), 0)
            if not _is_int(stated, 0, 2 ** (8 * size) - 1):
                raise Refused(f"the boot log is malformed: PCR {pcr} has no {bank} value")
            # PCR 0 starts at the locality that firmware was started from (PC Client PFP, "Startup Locality").
            starts = range(5) if pcr == 0 else range(1)
            if all(_fold(events, pcr, bank, start) != stated for start in starts):
                raise Refused(f"the events of PCR {pcr} don't give the {bank} value that stands beside them in the log")


def _fold(events: List[Event], pcr: int, bank: str, start: int) -> int:
    size = DIGEST_SIZES[bank]
    value = start.to_bytes(size, "big")
    extended = False
    for event in events:
        if event.pcr == pcr:
            if bank not in event.digests:
                raise Refused(f"event {event.number} (PCR {pcr}) has no {bank} digest")
            value = hashlib.new(bank, value + bytes.fromhex(event.digests[bank])).digest()
            extended = True
    return int.from_bytes(value, "big") if extended else 0


# The judgement


def _against(state: State, events: List[Event], banks: List[str], end: int) -> Verdict:
    by_pcr: Dict[int, List[Event]] = {}
    for event in events:
        by_pcr.setdefault(event.pcr, []).append(event)
    furthest: List[int] = []
    nearest = ""
    for accepted in state.sets:
        found = sorted(_divergences(accepted, by_pcr, banks, end))
        if not found:
            return Verdict("", state.baseline, accepted.fingerprint)
        # The one that diverges last; of two that diverge at one event, the one whose next divergence comes later.
        places = [divergence.place for divergence in found] + [end + 1]
        if places > furthest:
            furthest = places
            reasons = "; ".join(divergence.reason for divergence in found[:MOST_REASONS])
            more = f"; and {len(found) - MOST_REASONS} more PCRs" if len(found) > MOST_REASONS else ""
            nearest = f"no accepted set matches the boot; nearest is {accepted.name}: {reasons}{more}"
    return Verdict(nearest or "the reference state accepts no set", state.baseline)


def _divergences(
    accepted: AcceptedSet, by_pcr: Dict[int, List[Event]], banks: List[str], end: int
) -> List[Divergence]:
    """The first divergence of each PCR."""
    found = []
    for pcr, expected in accepted.pcrs.items():
        events = by_pcr.get(pcr, [])
        for event, wanted in zip(events, expected):
            why = _differs(event, wanted, banks)
            if why:
                found.append(Divergence(event.place, f"{_place(event)}: {why}"))
                break
        else:
            if len(events) > len(expected):
                event = events[len(expected)]
                reason = f"{_place(event)}: expected no further event; found {_show_digest(event, banks)}"
                found.append(Divergence(event.place, reason))
            elif len(events) < len(expected):
                reason = f"PCR {pcr} has {len(events)} events and lacks {_show_expected(expected[len(events)], banks)}"
                found.append(Divergence(end, reason))
    return found


def _differs(event: Event, wanted: Expected, banks: List[str]) -> str:
    if event.type not in (wanted.type, UNKNOWN_TYPE):
        return f"expected {_show_expected(wanted, banks)}; found type {_show(event.type)}"
    if not wanted.digests:
        return _differs_from_template(event, wanted.template, banks) if wanted.template else ""
    # The quote's banks first. The others may be missing, for nothing confirms them.
    for bank in banks + [bank for bank in wanted.digests if bank not in banks and bank in event.digests]:
        if event.digests.get(bank) != wanted.digests[bank]:
            return f"expected {_show_expected(wanted, [bank])}; found {_show_digest(event, [bank])}"
    return ""


def _differs_from_template(event: Event, template: Template, banks: List[str]) -> str:
    wanted = f"a text like {_show(template.prefix + template.text)}"
    if event.text is None:
        return f"expected {wanted}; the log has no text"
    # tpm2_eventlog writes UTF-16 of plain characters with NULs between them.
    text = event.text.replace("\0", "")
    if not text.startswith(template.prefix):
        return f"expected {wanted}; found another text"
    text = text[len(template.prefix) :]
    if len(text) > LONGEST_TEXT or any(not " " <= character <= "~" for character in text):
        return f"expected {wanted}; the log's text is too long or has characters that can't be judged"
    data = text.encode("utf-8") if template.encoding == "utf-8" else (text + "\0").encode("utf-16-le")
    for bank in banks:
        if event.digests.get(bank) != hashlib.new(bank, data).hexdigest():
            return f"expected {wanted}; the {bank} digest is not that of the text in the log"
    if not matches(template.text, text):
        return f"expected {wanted}; found {_show(text)}"
    return ""


def matches(template: str, text: str) -> bool:
    """Whether the text is the template with a plain value in the place of each variable. Takes no exponential time."""
    places = {0}
    # re.split with a group gives literals and variables in turn.
    for i, part in enumerate(_VARIABLE.split(template)):
        if i % 2 == 0:
            places = {place + len(part) for place in places if text.startswith(part, place)}
        else:
            places = _after_variable(part, text, places)
        if not places:
            return False
    return len(text) in places


def _after_variable(name: str, text: str, places: Set[int]) -> Set[int]:
    """iPXE: ${net0/mac:hexhyp}; GRUB: ${net_default_mac}."""
    bare = name.split(":")[0].split("/")[-1].lower()
    if bare.endswith("mac"):
        characters, least, most = _HEX_PAIRS, 12, 17
    elif bare.endswith("uuid"):
        characters, least, most = _HEX_PAIRS - {":"}, 36, 36
    else:
        characters, least, most = _PLAIN, 0, 64
    after = set()
    for place in places:
        length = 0
        while length < most and place + length < len(text) and text[place + length] in characters:
            length += 1
        after.update(range(place + least, place + length + 1))
    return after


# Words and checks


def _place(event: Event) -> str:
    return f"event {event.number} (PCR {event.pcr}, {_show(event.type)})"


def _show_expected(wanted: Expected, banks: List[str]) -> str:
    digest = " ".join(f"{bank}:{wanted.digests[bank]}" for bank in banks[:1] if bank in wanted.digests)
    what = f" {_show(wanted.what)}" if wanted.what else ""
    return f"{_plain(wanted.type)}{what} {digest or 'of any digest'}, from {_plain(wanted.origin)}"


def _show_digest(event: Event, banks: List[str]) -> str:
    for bank in banks[:1]:
        if bank in event.digests:
            return f"{bank}:{event.digests[bank]}"
    return f"no {banks[0]} digest"


def _show(value: Any) -> str:
    """Foreign text for a message: one line, ASCII, not long."""
    if isinstance(value, str):
        return ascii(value if len(value) <= 200 else value[:200] + "...")
    return value.__class__.__name__


def _plain(text: str) -> str:
    """The same for words of the reference state, without quotes around them."""
    return ascii(text)[1:-1]


def _members(where: str, data: Any, needed: Set[str], optional: Set[str]) -> None:
    if not isinstance(data, dict):
        raise Refused(f"{where} is no object")
    for name in needed:
        if name not in data:
            raise Refused(f"{where} lacks {name!r}")
    for name in data:
        if name not in needed and name not in optional:
            raise Refused(f"{where} has {_show(name)}, which this policy doesn't know")


def _text(where: str, data: Dict[str, Any], name: str, allow_empty: bool = False) -> str:
    value = data.get(name)
    if not isinstance(value, str) or (not value and not allow_empty) or len(value) > LONGEST_TEXT:
        raise Refused(f"{where}: {name!r} must be a text of at most {LONGEST_TEXT} characters")
    return value


def _list(where: str, data: Dict[str, Any], name: str, most: int) -> List[Any]:
    value = data.get(name)
    if not isinstance(value, list) or len(value) > most:
        raise Refused(f"{where}: {name!r} must be a list of at most {most}")
    return value


def _is_int(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_digest(bank: str, value: Any) -> bool:
    return isinstance(value, str) and len(value) == 2 * DIGEST_SIZES[bank] and _HEX.fullmatch(value) is not None


# Keylime


def bootlog_parse(mb_measurement_list: Optional[str], hash_alg: Any) -> Tuple[Any, Any, Any, Any]:
    """Keylime's own parser; what it returns also says which bank the quote is in, which policies aren't told."""
    from keylime.mba.elparsing import tpm2_tools_elparser  # pylint: disable=import-outside-toplevel

    pcrs, aggregates, data, failure = tpm2_tools_elparser.bootlog_parse(mb_measurement_list, hash_alg)
    log = ParsedLog(data)
    log.bank = str(getattr(hash_alg, "value", hash_alg))
    return pcrs, aggregates, log, failure


def bootlog_evaluate(policy_data: Optional[str], measurement_data: Any, pcrs_in_quote: Any, agent_id: str) -> Any:
    """Keylime's own evaluation, whose result is returned as it is; what the agent shows is written to Keylime's log."""
    from keylime.mba.elchecking import elchecker  # pylint: disable=import-outside-toplevel

    if isinstance(measurement_data, ParsedLog):
        measurement_data.verdict = None
    failure = elchecker.bootlog_evaluate(policy_data, measurement_data, pcrs_in_quote, agent_id)
    try:
        line = shown_line(agent_id, getattr(measurement_data, "verdict", None), bool(failure), time.time())
        if line:
            from keylime import keylime_logging  # pylint: disable=import-outside-toplevel

            keylime_logging.init_logging("hallmark").info("%s", line)
    except Exception:  # pylint: disable=broad-except
        # What is only for the record must not decide anything.
        pass
    return failure


def shown_line(agent: Any, judged: Optional[Verdict], failed: bool, now: float) -> Optional[str]:
    """What an agent shows, as a line for the log; nothing when it isn't known which agent it is."""
    if judged is None or judged.baseline is None:
        return None
    if not all(isinstance(name, str) and _NAME.fullmatch(name) for name in (agent, *judged.baseline)):
        return None
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
    shown = "none" if failed or judged.shown is None else judged.shown
    return f"hallmark-boot v1 time={when} agent={agent} baseline={'/'.join(judged.baseline)} set={shown}"


def _register() -> None:
    try:
        from keylime.mba.elchecking import policies, tests  # pylint: disable=import-outside-toplevel
    except ModuleNotFoundError as error:
        if error.name == "keylime":
            return
        raise

    class Approved(tests.Test):  # type: ignore[misc]
        """Passes logs that an accepted set matches."""

        def __init__(self, state: Any) -> None:
            super().__init__()
            self.state = state

        def why_not(self, globs: Any, subject: Any) -> str:
            judged = verdict(self.state, subject, getattr(subject, "bank", None))
            if isinstance(subject, ParsedLog):
                subject.verdict = judged
            return judged.reason

    class Hallmark(policies.Policy):  # type: ignore[misc]
        """Approved baselines as a policy."""

        def get_relevant_pcrs(self) -> FrozenSet[int]:
            return RELEVANT_PCRS

        def refstate_to_test(self, refstate: Any) -> Any:
            return Approved(refstate)

    policies.register(POLICY_NAME, Hallmark())


_register()
