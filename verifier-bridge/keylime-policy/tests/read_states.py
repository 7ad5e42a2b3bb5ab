"""Reads many reference states in one process: paths come one a line, and a JSON text goes out for each, which is why the
policy refuses the state, or empty. A line "log N" asks in the same way about a log of N events."""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import hallmark_keylime  # noqa: E402


def events(count):
    digests = [{"AlgorithmId": "sha256", "Digest": "00" * 32}]
    return [{"EventNum": i, "PCRIndex": 4, "EventType": "EV_IPL", "Digests": digests} for i in range(count)]


def refusal(question):
    try:
        if question.startswith("log "):
            hallmark_keylime.read_events({"events": events(int(question[4:]))})
        else:
            with open(question, encoding="ascii") as file:
                hallmark_keylime.read_state(json.load(file))
        return ""
    except hallmark_keylime.Refused as refused:
        return str(refused)


for line in sys.stdin:
    print(json.dumps(refusal(line.rstrip("\n"))))
