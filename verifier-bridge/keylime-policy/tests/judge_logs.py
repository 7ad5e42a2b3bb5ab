"""Judges many logs in one process: reads {"log", "bank", "state"} objects, one a line, and writes a reason a line.

log is the path of a binary log, bank a name or null, state the path of a reference state. The reason is a JSON text, empty
for an approved log, or {"unreadable": ...} where tpm2_eventlog can't read the log.
"""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import as_keylime  # noqa: E402
import hallmark_keylime  # noqa: E402


def main():
    logs = {}
    states = {}
    for line in sys.stdin:
        case = json.loads(line)
        path = case["log"]
        if path not in logs:
            try:
                logs[path] = as_keylime.parse(path)
            except ValueError as error:
                logs[path] = str(error)
        log = logs[path]
        if isinstance(log, str):
            answer = {"unreadable": log}
        else:
            if case["state"] not in states:
                with open(case["state"], encoding="ascii") as file:
                    states[case["state"]] = json.load(file)
            answer = hallmark_keylime.judge(states[case["state"]], log, case["bank"])
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
