"""Tests of the policy without Keylime: python3 -m unittest discover -s tests"""

import copy
import hashlib
import importlib
import json
import os
import sys
import time
import types
import unittest

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(FOLDER))

import hallmark_keylime as policy  # noqa: E402

PCRS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 14]
EVIL = {"sha1": "e" * 40, "sha256": "e" * 64}


def recorded(name="t13-disk-grub"):
    with open(os.path.join(FOLDER, "data", name + ".json"), encoding="ascii") as file:
        return json.load(file)


def digests(event):
    return {item["AlgorithmId"]: item["Digest"] for item in event["Digests"]}


def extending(log):
    return [event for event in log["events"] if event["EventType"] != "EV_NO_ACTION"]


def replayed(log, start=0):
    """The log with the PCR values that a TPM would have after these events: what an attacker's quote confirms."""
    count = 0
    for count, event in enumerate(log["events"]):
        event["EventNum"] = count
    log["pcrs"] = {}
    for bank in sorted({bank for event in extending(log) for bank in digests(event)}):
        values = {}
        for event in extending(log):
            if bank in digests(event):
                size = hashlib.new(bank).digest_size
                first = (start if event["PCRIndex"] == 0 else 0).to_bytes(size, "big")
                before = values.get(event["PCRIndex"], first)
                values[event["PCRIndex"]] = hashlib.new(bank, before + bytes.fromhex(digests(event)[bank])).digest()
        log["pcrs"][bank] = {str(pcr): int.from_bytes(value, "big") for pcr, value in values.items()}
    return log


def event_of(kind, pcr, values, text=None):
    event = {
        "EventNum": 0,
        "PCRIndex": pcr,
        "EventType": kind,
        "DigestCount": len(values),
        "Digests": [{"AlgorithmId": bank, "Digest": digest} for bank, digest in values.items()],
    }
    if text is not None:
        event["Event"] = {"String": text}
    return event


def hashed(data):
    return {bank: hashlib.new(bank, data).hexdigest() for bank in ("sha1", "sha256")}


def accepted(first, log, enforce, commit="0123456789abcdef"):
    """A set and its events; first is the index of the first of them."""
    events, pcrs = [], {str(pcr): [] for pcr in enforce}
    for event in extending(log):
        if event["PCRIndex"] in enforce:
            pcrs[str(event["PCRIndex"])].append(first + len(events))
            events.append(
                {
                    "type": event["EventType"],
                    "what": f"event {event['EventNum']}",
                    "origin": f"artifact number-{event['EventNum']}",
                    "digests": digests(event),
                }
            )
    entry = {
        "fingerprint": hashlib.sha256(json.dumps(extending(log)).encode()).hexdigest(),
        "source": {"repository": "images", "commit": commit},
        "mix": "",
        "artifacts": ["kernel"],
        "pcrs": pcrs,
        "not-judged": {},
    }
    return entry, events


def state_of(*logs, enforce=tuple(PCRS)):
    """The reference state that accepts these boots, by what was recorded of them."""
    state = {
        "schema": "hallmark/keylime-refstate/v1",
        "image": "compute",
        "chain": "disk",
        "hardware": "q35",
        "banks": ["sha1", "sha256"],
        "enforce": list(enforce),
        "events": [],
        "accepted": [],
    }
    for log in logs:
        entry, events = accepted(len(state["events"]), log, enforce)
        state["events"] += events
        state["accepted"].append(entry)
    return state


def find(log, pcr, nth=0):
    """The index of the nth event of a PCR in the log."""
    return [i for i, event in enumerate(log["events"]) if event in extending(log) and event["PCRIndex"] == pcr][nth]


def with_digests(event, values):
    event["Digests"] = [{"AlgorithmId": bank, "Digest": digest} for bank, digest in values.items()]
    return event


class Judgement(unittest.TestCase):
    def setUp(self):
        self.log = recorded()
        self.state = state_of(self.log)

    def approves(self, log, bank="sha256", state=None):
        self.assertEqual("", policy.judge(state or self.state, log, bank))

    def refuses(self, log, *words, bank="sha256", state=None):
        reason = policy.judge(state or self.state, log, bank)
        self.assertNotEqual("", reason)
        for word in words:
            self.assertIn(word, reason)
        return reason


class Events(Judgement):
    def test_the_recorded_boot_is_approved_in_each_bank(self):
        for bank in ("sha1", "sha256", None):
            self.approves(self.log, bank)

    def test_replaying_as_the_tests_do_gives_the_recorded_values(self):
        self.assertEqual(self.log["pcrs"], replayed(copy.deepcopy(self.log))["pcrs"])

    def test_another_digest_is_refused_with_place_expectation_and_origin(self):
        place = find(self.log, 9, 2)
        number, before = self.log["events"][place]["EventNum"], digests(self.log["events"][place])
        with_digests(self.log["events"][place], EVIL)
        self.refuses(
            replayed(self.log),
            f"event {number} (PCR 9, 'EV_IPL')",
            "sha256:" + before["sha256"],
            f"from artifact number-{number}",
            "found sha256:" + EVIL["sha256"],
        )

    def test_each_event_counts(self):
        for i, event in enumerate(self.log["events"]):
            if event in extending(self.log) and event["PCRIndex"] in PCRS:
                log = copy.deepcopy(self.log)
                with_digests(log["events"][i], EVIL)
                self.refuses(replayed(log), f"event {i} (PCR {event['PCRIndex']}")
                log = copy.deepcopy(self.log)
                del log["events"][i]
                self.refuses(replayed(log), f"PCR {event['PCRIndex']}")
                log = copy.deepcopy(self.log)
                log["events"].insert(i, event_of("EV_IPL", event["PCRIndex"], EVIL))
                self.refuses(replayed(log), f"event {i} (PCR {event['PCRIndex']}")

    def test_an_event_after_the_last_is_refused(self):
        self.log["events"].append(event_of("EV_IPL", 9, EVIL))
        self.refuses(replayed(self.log), "PCR 9", "expected no further event", EVIL["sha256"])

    def test_a_log_that_ends_early_is_refused_with_what_it_lacks(self):
        del self.log["events"][find(self.log, 9, -1)]
        self.refuses(replayed(self.log), "PCR 9 has 5 events and lacks", "artifact number-45")

    def test_an_event_twice_is_refused(self):
        place = find(self.log, 4, 1)
        self.log["events"].insert(place, copy.deepcopy(self.log["events"][place]))
        self.refuses(replayed(self.log), "PCR 4")

    def test_order_within_a_pcr_counts(self):
        one, other = find(self.log, 8, 0), find(self.log, 8, 1)
        events = self.log["events"]
        events[one], events[other] = events[other], events[one]
        self.refuses(replayed(self.log), "PCR 8")

    def test_order_across_pcrs_does_not_count(self):
        self.log["events"].sort(key=lambda event: event["PCRIndex"])
        self.approves(replayed(self.log))

    def test_an_event_in_a_pcr_that_nothing_is_approved_in_is_refused(self):
        self.log["events"].append(event_of("EV_IPL", 12, EVIL))
        self.refuses(replayed(self.log), "PCR 12", "expected no further event")

    def test_pcrs_outside_the_baseline_are_not_looked_at(self):
        self.log["events"].append(event_of("EV_IPL", 10, EVIL))
        self.log["events"].append(event_of("EV_IPL", 13, EVIL))
        self.approves(replayed(self.log))

    def test_another_type_is_refused_though_the_digest_is_right(self):
        self.log["events"][find(self.log, 4, 2)]["EventType"] = "EV_COMPACT_HASH"
        self.refuses(self.log, "PCR 4", "found type 'EV_COMPACT_HASH'")

    def test_a_type_without_a_name_is_judged_by_digest(self):
        self.log["events"][find(self.log, 0, 1)]["EventType"] = "Unknown event type"
        self.state["events"][self.state["accepted"][0]["pcrs"]["0"][1]]["type"] = "0x00008401"
        self.approves(self.log)
        with_digests(self.log["events"][find(self.log, 0, 1)], EVIL)
        self.refuses(replayed(self.log), "PCR 0")

    def test_pcr_0_may_start_at_the_locality_of_the_firmware(self):
        self.approves(replayed(self.log, start=3))
        self.refuses(replayed(self.log, start=5), "PCR 0")

    def test_texts_that_are_not_measured_decide_nothing(self):
        for event in self.log["events"]:
            event["Event"] = {"String": "kernel_cmdline: init=/bin/sh"}
        self.approves(self.log)


class Banks(Judgement):
    def test_events_that_do_not_give_the_quoted_values_are_refused(self):
        # The quote confirms 'pcrs' only: a list of events beside it could be anything.
        self.log["pcrs"]["sha256"]["4"] ^= 1
        self.refuses(self.log, "PCR 4", "don't give the sha256 value")

    def test_a_measurement_that_is_called_no_action_is_refused(self):
        evil = event_of("EV_EFI_BOOT_SERVICES_APPLICATION", 4, EVIL)
        self.log["events"].append(evil)
        replayed(self.log)
        evil["EventType"] = "EV_NO_ACTION"
        self.refuses(self.log, "PCR 4", "don't give")

    def test_only_the_bank_of_the_quote_counts_and_approved_digests_of_another_bank_help_nothing(self):
        event = self.log["events"][find(self.log, 4, 1)]
        with_digests(event, dict(digests(event), sha256=EVIL["sha256"]))
        self.refuses(replayed(self.log), "PCR 4", "sha256")
        self.refuses(self.log, "PCR 4", "sha256", bank=None)

    def test_a_wrong_digest_in_a_bank_that_is_not_quoted_is_refused_too(self):
        event = self.log["events"][find(self.log, 4, 1)]
        with_digests(event, dict(digests(event), sha1=EVIL["sha1"]))
        self.refuses(replayed(self.log), "PCR 4", "sha1")

    def test_a_bank_that_is_not_quoted_may_be_missing(self):
        for event in extending(self.log):
            with_digests(event, {"sha256": digests(event)["sha256"]})
        self.approves(replayed(self.log))

    def test_an_event_without_a_digest_in_the_bank_of_the_quote_is_refused(self):
        event = self.log["events"][find(self.log, 4, 1)]
        with_digests(event, {"sha1": digests(event)["sha1"]})
        self.refuses(self.log, f"event {event['EventNum']} (PCR 4) has no sha256 digest")

    def test_a_quote_in_a_bank_that_was_not_approved_is_refused(self):
        for event in extending(self.log):
            with_digests(event, dict(digests(event), sha384="e" * 96))
        replayed(self.log)
        self.refuses(self.log, "bank 'sha384'", "tpm_hash_alg", bank="sha384")
        self.refuses(self.log, "bank 'sha384'", "hallmark_keylime first", bank=None)
        self.approves(self.log, bank="sha256")

    def test_a_quote_in_a_bank_that_the_log_lacks_is_refused(self):
        del self.log["pcrs"]["sha256"]
        self.refuses(self.log, "nothing in bank 'sha256'")

    def test_unknown_banks_in_events_are_left_alone_when_the_quote_is_in_another(self):
        for event in extending(self.log):
            with_digests(event, dict(digests(event), sm3_256="0" * 64))
        self.approves(self.log)


class Variations(Judgement):
    def vary(self, pcr, nth, template=None):
        event = self.state["events"][self.state["accepted"][0]["pcrs"][str(pcr)][nth]]
        del event["digests"]
        event["varies"] = "differs from node to node"
        if template:
            event["template"] = template

    def test_an_event_that_varies_may_have_any_digest_in_its_place(self):
        self.vary(1, 1)
        with_digests(self.log["events"][find(self.log, 1, 1)], EVIL)
        self.approves(replayed(self.log))

    def test_but_no_other_type_number_or_neighbour(self):
        self.vary(1, 1)
        log = copy.deepcopy(self.log)
        log["events"][find(log, 1, 1)]["EventType"] = "EV_IPL"
        self.refuses(log, "PCR 1", "of any digest")
        log = copy.deepcopy(self.log)
        log["events"].insert(find(log, 1, 1), event_of("EV_EFI_VARIABLE_BOOT", 1, EVIL))
        self.refuses(replayed(log), "PCR 1")
        with_digests(self.log["events"][find(self.log, 1, 2)], EVIL)
        self.refuses(replayed(self.log), "PCR 1")

    def test_a_pcr_that_is_not_judged_may_hold_anything(self):
        self.state["accepted"][0]["not-judged"]["8"] = "assumed: what GRUB does next"
        del self.state["accepted"][0]["pcrs"]["8"]
        self.log["events"].append(event_of("EV_IPL", 8, EVIL))
        with_digests(self.log["events"][find(self.log, 8, 1)], EVIL)
        self.approves(replayed(self.log))

    def test_a_text_of_the_loader_is_held_to_its_template(self):
        template = {"text": "/vmlinuz console=${tty} quiet bootlab=base", "encoding": "utf-8", "prefix": "kernel_cmdline: "}
        self.vary(8, 5, template)
        self.approves(self.log)
        for text in (
            "/vmlinuz console=ttyS0 init=/bin/sh quiet bootlab=base",
            "/vmlinuz console=ttyS0,init quiet bootlab=base",
            "/vmlinuz console=/dev/x quiet bootlab=base",
            "/vmlinuz console=ttyS0 quiet bootlab=base x",
            "x/vmlinuz console=ttyS0 quiet bootlab=base",
            "/vmlinuz console=ttyS0\nquiet bootlab=base",
            "/vmlinuz console=\u00e9 quiet bootlab=base",
            "/vmlinuz console=" + "t" * 65 + " quiet bootlab=base",
        ):
            log = copy.deepcopy(self.log)
            event = log["events"][find(log, 8, 5)]
            event["Event"]["String"] = "kernel_cmdline: " + text
            with_digests(event, hashed(text.encode("utf-8")))
            self.refuses(replayed(log), "PCR 8", "expected a text like 'kernel_cmdline: /vmlinuz console=${tty}")

    def test_a_text_that_is_not_what_was_measured_is_refused(self):
        self.vary(8, 5, {"text": "/vmlinuz ${x}", "encoding": "utf-8", "prefix": "kernel_cmdline: "})
        event = self.log["events"][find(self.log, 8, 5)]
        event["Event"]["String"] = "kernel_cmdline: /vmlinuz quiet"
        self.refuses(self.log, "PCR 8", "sha256 digest is not that of the text")
        event["Event"]["String"] = "grub_cmd: /vmlinuz quiet"
        self.refuses(self.log, "PCR 8", "found another text")
        for nothing in ({}, {"String": 5}, "6b65726e656c", None):
            event["Event"] = nothing
            self.refuses(self.log, "PCR 8", "the log has no text")

    def test_load_options_of_systemd_boot_are_held_to_their_template(self):
        self.log = recorded("sdboot-type1")
        text = "initrd=\\initrd.img console=ttyS0 quiet bootlab=base"
        for wanted, approved in (
            (text.replace("base", "${hostname}"), True),
            (text.replace("ttyS0", "${x}"), True),
            (text.replace("base", "${net0/mac}"), False),
            (text.replace("quiet", "${x} quiet"), False),
        ):
            self.state = state_of(self.log)
            self.vary(12, 0, {"text": wanted, "encoding": "utf-16le", "prefix": ""})
            if approved:
                self.approves(self.log)
            else:
                self.refuses(self.log, "PCR 12", "a text like", "found 'initrd=")

    def test_variables_stand_for_plain_values(self):
        for template, text, fits in (
            ("a", "a", True),
            ("a", "ab", False),
            ("${x}", "", True),
            ("mac=${mac}", "mac=52:54:00:12:34:56", True),
            ("mac=${net0/mac:hexhyp}", "mac=52-54-00-12-34-56", True),
            ("mac=${net_default_mac}", "mac=525400123456", True),
            ("mac=${mac}", "mac=", False),
            ("mac=${mac}", "mac=hostname.example", False),
            ("id=${uuid}", "id=16fd2706-8baf-433b-82eb-8c7fada847da", True),
            ("id=${uuid}", "id=16fd2706", False),
            ("ip=${ip}:${netmask}", "ip=192.0.2.1:255.255.255.0", True),
            ("ip=${ip} quiet", "ip=192.0.2.1 init=/x quiet", False),
            ("${a}${b}c", "aaac", True),
            ("${a}x${b}", "axbxc", True),
            ("${not a variable}", "anything", False),
        ):
            with self.subTest(template=template, text=text):
                self.assertEqual(fits, policy.matches(template, text))

    def test_no_text_takes_long(self):
        begin = time.process_time()
        self.assertFalse(policy.matches("${a}" * 16 + "!", "a" * 4096))
        self.assertFalse(policy.matches("${a}a" * 16 + "!", "a" * 4096))
        self.assertLess(time.process_time() - begin, 5)


class Sets(Judgement):
    def setUp(self):
        super().setUp()
        self.new = copy.deepcopy(self.log)
        with_digests(self.new["events"][find(self.new, 4, 2)], hashed(b"new kernel"))
        with_digests(self.new["events"][find(self.new, 9, 3)], hashed(b"new initrd"))
        replayed(self.new)
        self.state = state_of(self.new, self.log)

    def test_old_and_new_are_approved_as_a_whole(self):
        self.approves(self.new)
        self.approves(self.log)

    def test_parts_of_both_are_refused(self):
        with_digests(self.log["events"][find(self.log, 4, 2)], hashed(b"new kernel"))
        self.refuses(replayed(self.log), "no accepted set matches")

    def test_the_reason_is_told_against_the_set_that_diverges_last(self):
        with_digests(self.new["events"][find(self.new, 9, 5)], EVIL)
        reason = self.refuses(replayed(self.new), "nearest is set 1 of 2", "commit '0123456789ab'", "PCR 9")
        self.assertNotIn("PCR 4", reason)
        with_digests(self.log["events"][find(self.log, 9, 5)], EVIL)
        self.refuses(replayed(self.log), "nearest is set 2 of 2", "PCR 9")

    def test_each_pcr_that_differs_is_named_but_not_without_end(self):
        for pcr in (0, 2, 3, 4, 5, 6):
            with_digests(self.log["events"][find(self.log, pcr)], EVIL)
        reason = self.refuses(replayed(self.log), "nearest is set 2 of 2", "PCR 0", "and 2 more PCRs")
        self.assertLess(len(reason), 3000)


class Hostile(Judgement):
    def test_malformed_logs_are_refused(self):
        event = self.log["events"][5]
        for broken in (
            None, [], "", 5, {}, {"events": []}, {"events": {}}, {"events": None}, {"events": ["x"]}, {"events": [[]]},
            {"events": [event]}, {"events": [event], "pcrs": []}, {"events": [event], "pcrs": {}},
            {"events": [event], "pcrs": {"sha256": 5}}, {"events": [event], "pcrs": {5: {}}},
        ):
            for bank in ("sha256", None):
                with self.subTest(log=str(broken)[:60]):
                    self.refuses(broken, bank=bank)

    def test_malformed_events_are_refused_also_outside_the_baseline(self):
        for field, values in (
            ("EventNum", (None, "5", -1, 4, 5.0, True, 2**40)),
            ("PCRIndex", (None, "0", -1, 1.0, False, 2**32, [])),
            ("EventType", (None, "", 5, [], "x" * 65)),
            ("Digests", (None, {}, [], "x", ["x"], [{}], [{"AlgorithmId": "sha256"}], [{"Digest": "00"}])),
        ):
            for value in values:
                log = copy.deepcopy(self.log)
                log["events"][5][field] = value
                with self.subTest(field=field, value=value):
                    self.refuses(log, "malformed: entry 5")
        log = copy.deepcopy(self.log)
        log["events"].append(dict(event_of("EV_IPL", 23, {}), EventNum=1000))
        self.refuses(log, "malformed: entry 48")

    def test_digests_that_are_none_are_refused(self):
        for value in (None, 5, "", "e" * 63, "e" * 65, "E" * 64, "g" * 64, "e" * 63 + "\n", b"e" * 64):
            log = copy.deepcopy(self.log)
            log["events"][5]["Digests"][1]["Digest"] = value
            self.refuses(log, "malformed: entry 5", "sha256")

    def test_two_digests_of_one_bank_are_refused(self):
        self.log["events"][5]["Digests"].append({"AlgorithmId": "sha256", "Digest": EVIL["sha256"]})
        self.refuses(self.log, "entry 5", "two 'sha256' digests")

    def test_values_of_pcrs_that_are_none_are_refused(self):
        for value in (None, "0", 1.5, True, -1, 2**256, [], {}):
            log = copy.deepcopy(self.log)
            log["pcrs"]["sha256"]["4"] = value
            self.refuses(log, "PCR 4")

    def test_too_much_is_refused_without_reading_it(self):
        self.refuses({"events": [None] * 20_001}, "more than 20000 events")
        self.log["events"][5]["Digests"] *= 100
        self.refuses(self.log, "no list of Digests")

    def test_depth_and_cycles_do_no_harm(self):
        deep = []
        for _ in range(100_000):
            deep = [deep]
        self.log["events"][find(self.log, 8, 5)]["Event"] = deep
        self.log["events"][find(self.log, 8, 6)]["Event"] = self.log
        self.approves(self.log)
        self.log["events"][5]["EventType"] = deep
        self.refuses(self.log, "entry 5")

    def test_reasons_are_one_short_line_of_ascii(self):
        self.log["events"][find(self.log, 8, 5)]["EventType"] = "EV_\u00e9\n\x1b[31m"
        reason = self.refuses(self.log, "EV_\\xe9\\n")
        self.assertTrue(all(" " <= character <= "~" for character in reason))
        self.state["accepted"][0]["source"]["commit"] = "\nforged line"
        self.assertNotIn("\n", self.refuses(self.log))

    def test_what_fails_otherwise_is_refused(self):
        class Trap(dict):
            def get(self, *_):
                raise MemoryError

        self.refuses(Trap(self.log), "can't be judged: MemoryError")
        self.refuses(self.log, state=Trap(self.state))


class ReferenceStates(Judgement):
    def test_no_state_approves_nothing(self):
        for state in (None, {}, [], "", 0, 5, "{}", [{}], True):
            self.assertNotEqual("", policy.judge(state, self.log, "sha256"))

    def test_another_version_is_refused(self):
        self.state["schema"] = "hallmark/keylime-refstate/v2"
        self.refuses(self.log, "v2", "this policy knows hallmark/keylime-refstate/v1")

    def test_missing_and_unknown_members_are_refused_at_every_level(self):
        def objects(value):
            if isinstance(value, dict):
                yield value
                for member in value.values():
                    yield from objects(member)
            elif isinstance(value, list):
                for member in value[:1]:
                    yield from objects(member)

        count = len(list(objects(self.state)))
        self.assertGreater(count, 5)
        for i in range(count):
            for name in list(list(objects(self.state))[i]):
                state = copy.deepcopy(self.state)
                del list(objects(state))[i][name]
                with self.subTest(without=name):
                    self.refuses(self.log, state=state)
            state = copy.deepcopy(self.state)
            list(objects(state))[i]["unknown"] = "x"
            self.refuses(self.log, state=state)

    def test_wrong_values_are_refused(self):
        for path, values in (
            (("image",), ("", 5, None, "x" * 4097)),
            (("banks",), ([], ["sha256", "sha256"], ["md5"], [5], "sha256", [["sha256"]])),
            (("enforce",), ([], [0, 0], [24], [-1], [True], ["4"], "4", PCRS + [11], PCRS[1:])),
            (("events",), ([], {}, "x", [None])),
            (("events", 0), (None, [], "x")),
            (("events", 0, "type"), ("", 5, "EV_NO_ACTION")),
            (("events", 0, "digests"), (None, {}, [], {"sha256": "e" * 64}, {"sha1": "e" * 40, "sha256": "E" * 64})),
            (("accepted",), ([], {}, None, ["x"])),
            (("accepted", 0, "source"), (None, "x", {"repository": "x"}, {"repository": 5, "commit": ""})),
            (("accepted", 0, "fingerprint"), (None, "", 5, "f" * 63, "F" * 64)),
            (("accepted", 0, "artifacts"), (None, "x", [5])),
            (("accepted", 0, "pcrs"), (None, [], {}, {"4": [0]})),
            (("accepted", 0, "pcrs", "4"), (None, {}, ["0"], [-1], [True], [10**6], [0.0])),
            (("accepted", 0, "not-judged"), (None, [], {"4": "x"}, {"11": "x"})),
        ):
            for value in values:
                state = copy.deepcopy(self.state)
                holder = state
                for step in path[:-1]:
                    holder = holder[step]
                holder[path[-1]] = value
                with self.subTest(path=path, value=str(value)[:40]):
                    self.refuses(self.log, "the reference state", state=state)

    def test_a_reason_is_needed_for_what_is_not_judged(self):
        del self.state["accepted"][0]["pcrs"]["8"]
        for reason in ("", None, 5):
            self.state["accepted"][0]["not-judged"]["8"] = reason
            self.refuses(self.log, "give a reason")

    def test_a_set_that_holds_nodes_to_nothing_is_refused(self):
        entry = self.state["accepted"][0]
        entry["not-judged"] = {pcr: "assumed" for pcr in entry["pcrs"] if pcr != "12"}
        entry["pcrs"] = {"12": []}
        self.refuses(self.log, "holds nodes to nothing")

    def test_an_event_either_has_digests_or_varies(self):
        event = self.state["events"][0]
        event["varies"] = "x"
        self.refuses(self.log, "no digests")
        del event["varies"]
        event["template"] = {"text": "x", "encoding": "utf-8", "prefix": ""}
        self.refuses(self.log, "template varies")

    def test_templates_are_bounded(self):
        event = self.state["events"][0]
        del event["digests"]
        event["varies"] = "x"
        for template in (
            {"text": "${x}" * 17, "encoding": "utf-8", "prefix": ""},
            {"text": "x" * 4097, "encoding": "utf-8", "prefix": ""},
            {"text": "x", "encoding": "latin-1", "prefix": ""},
            {"text": "x", "encoding": "utf-8"},
            "x",
        ):
            event["template"] = template
            self.refuses(self.log, "the reference state, event 0")


def restore(modules):
    for name, module in modules.items():
        if module is None:
            del sys.modules[name]
        else:
            sys.modules[name] = module
    importlib.reload(policy)


class Keylime(unittest.TestCase):
    """The last part of the module, with the few things of Keylime that it uses."""

    def setUp(self):
        self.parsed = []
        self.policies = {}
        modules = {name: types.ModuleType(name) for name in (
            "keylime", "keylime.mba", "keylime.mba.elchecking", "keylime.mba.elchecking.policies",
            "keylime.mba.elchecking.tests", "keylime.mba.elparsing", "keylime.mba.elparsing.tpm2_tools_elparser",
            "keylime.mba.elchecking.elchecker", "keylime.keylime_logging",
        )}
        checking = modules["keylime.mba.elchecking"]
        checking.policies = modules["keylime.mba.elchecking.policies"]
        checking.tests = modules["keylime.mba.elchecking.tests"]
        checking.tests.Test = type("Test", (), {})
        checking.policies.Policy = type("Policy", (), {})
        checking.policies.register = self.policies.__setitem__
        parser = modules["keylime.mba.elparsing.tpm2_tools_elparser"]
        modules["keylime.mba.elparsing"].tpm2_tools_elparser = parser

        def bootlog_parse(log, algorithm):
            self.parsed.append((log, algorithm))
            return {"4": 1}, {"sha256": []}, recorded(), None

        parser.bootlog_parse = bootlog_parse
        self.lines = []
        modules["keylime"].keylime_logging = modules["keylime.keylime_logging"]
        self.logger = types.SimpleNamespace(info=lambda form, *values: self.lines.append(form % values))
        modules["keylime.keylime_logging"].init_logging = lambda name: self.logger
        checking.elchecker = modules["keylime.mba.elchecking.elchecker"]
        checking.elchecker.bootlog_evaluate = self.evaluate
        before = {name: sys.modules.get(name) for name in modules}
        sys.modules.update(modules)
        self.addCleanup(restore, before)
        importlib.reload(policy)

    def evaluate(self, state, log, pcrs, agent):
        """As Keylime's: a list of reasons, which is true where there are any."""
        if not pcrs:
            return ["PCRs are missing in quote"]
        reason = self.policies["hallmark"].refstate_to_test(json.loads(state)).why_not({}, log)
        return [reason] if reason else []

    def ask(self, state, agent="node-1", pcrs=(0,)):
        return policy.bootlog_evaluate(json.dumps(state), policy.bootlog_parse("log", "sha256")[2], set(pcrs), agent)

    def test_the_log_tells_which_set_of_which_baseline_an_agent_shows(self):
        state = state_of(recorded("sdboot-type1"), recorded())
        self.assertEqual([], self.ask(state))
        self.assertEqual(1, len(self.lines))
        self.assertRegex(
            self.lines[0],
            "^hallmark-boot v1 time=20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z agent=node-1 baseline=compute/disk/q35 set="
            + state["accepted"][1]["fingerprint"] + "$",
        )

    def test_of_sets_that_look_the_same_the_newest_is_told(self):
        state = state_of(recorded(), recorded())
        state["accepted"][1]["fingerprint"] = "0" * 64
        self.ask(state)
        self.assertTrue(self.lines[0].endswith("set=" + state["accepted"][0]["fingerprint"]))

    def test_an_agent_that_is_refused_shows_none_for_whatever_reason(self):
        self.assertIn("no accepted set", self.ask(state_of(recorded("sdboot-type1")))[0])
        self.assertTrue(self.lines[0].endswith(" agent=node-1 baseline=compute/disk/q35 set=none"))
        self.assertEqual(["PCRs are missing in quote"], self.ask(state_of(recorded()), pcrs=()))
        self.assertEqual(1, len(self.lines))

    def test_names_that_could_be_read_as_something_else_are_not_told(self):
        for agent in ("<unknown>", "a b", "a\nhallmark-boot v1", "a=b", "", None, 5, "x" * 257):
            with self.subTest(agent=agent):
                self.ask(state_of(recorded()), agent=agent)
                self.assertEqual([], self.lines)
        state = state_of(recorded())
        state["image"] = "compute/disk set=0"
        self.assertEqual([], self.ask(state))
        self.assertEqual([], self.lines)

    def test_a_reference_state_that_can_not_be_read_is_refused_and_tells_nothing(self):
        self.assertIn("schema", self.ask({"hallmark-probe": "refuse"})[0])
        self.assertEqual([], self.lines)

    def test_a_log_that_can_not_be_written_changes_no_verdict(self):
        def broken(*_):
            raise OSError("disk full")

        self.logger.info = broken
        self.assertEqual([], self.ask(state_of(recorded())))
        self.assertIn("no accepted set", self.ask(state_of(recorded("sdboot-type1")))[0])

    def test_the_policy_is_registered_and_names_its_pcrs(self):
        self.assertEqual(["hallmark"], list(self.policies))
        self.assertEqual({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14}, self.policies["hallmark"].get_relevant_pcrs())

    def test_it_judges_what_keylime_gives_it(self):
        log = recorded()
        test = self.policies["hallmark"].refstate_to_test(state_of(log))
        self.assertEqual("", test.why_not({}, log))
        self.assertIn("no accepted set", test.why_not({}, recorded("sdboot-type1")))
        self.assertIn("empty", self.policies["hallmark"].refstate_to_test({}).why_not({}, log))

    def test_the_parser_tells_the_bank_of_the_quote(self):
        algorithm = types.SimpleNamespace(value="sha384")
        pcrs, aggregates, log, failure = policy.bootlog_parse("log", algorithm)
        self.assertEqual([("log", algorithm)], self.parsed)
        self.assertEqual(({"4": 1}, {"sha256": []}, None), (pcrs, aggregates, failure))
        self.assertEqual(recorded(), log)
        test = self.policies["hallmark"].refstate_to_test(state_of(recorded()))
        self.assertIn("nothing in bank 'sha384'", test.why_not({}, log))
        self.assertEqual("", test.why_not({}, policy.bootlog_parse("log", "sha256")[2]))

    def test_a_key_in_the_log_tells_no_bank(self):
        log = recorded()
        log["bank"] = "sha256"
        log["pcrs"]["sha384"] = {}
        test = self.policies["hallmark"].refstate_to_test(state_of(recorded()))
        self.assertIn("sha384", test.why_not({}, log))


if __name__ == "__main__":
    unittest.main()
