"""Judges logs by Keylime's own policy 'example'.

Each line of the input is {"log": path, "state": path}. Each line of the output is "unreadable", "accepted", "log" when
the log as a whole is refused, or the number of the event that is.
"""

import copy
import json
import logging
import re
import sys

from keylime.mba.elchecking import example  # registers the policy
from keylime.mba.elchecking import policies
from keylime.mba.elparsing import tpm2_tools_elparser

logging.disable(logging.CRITICAL)
parsed = {}


def parse(path):
    if path not in parsed:
        try:
            with open(path, "rb") as file:
                failure, log = tpm2_tools_elparser.parse_binary_bootlog(file.read())
            parsed[path] = None if failure else log
        except Exception:
            parsed[path] = None
    return parsed[path]


def judge(log, state):
    if not log:
        return "unreadable"
    try:
        reason = policies.get_policy("example").evaluate(copy.deepcopy(state), log)
    except Exception as exception:
        return "state: " + str(exception)
    if not reason:
        return "accepted"
    event = re.match(r"\{'EventNum': (\d+),", reason)
    return event.group(1) if event else "log"


for line in sys.stdin:
    question = json.loads(line)
    with open(question["state"], encoding="ascii") as file:
        print(judge(parse(question["log"]), json.load(file)))
