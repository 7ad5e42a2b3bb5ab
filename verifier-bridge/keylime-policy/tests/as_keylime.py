"""Boot logs in the form in which Keylime gives them to its policies.

Where Keylime is installed its own parser is used. Else the steps of it that decide what a policy sees are done here:
tpm2_eventlog, PyYAML, indices of PCRs as texts, and texts without the quotes and escapes that tpm2_eventlog puts around
them (keylime/mba/elparsing/tpm2_tools_elparser.py, Keylime 7.14).
"""

import re
import subprocess

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ESCAPES = [
    ("\0", "\\0"),
    ("\a", "\\a"),
    ("\b", "\\b"),
    ("\t", "\\t"),
    ("\v", "\\v"),
    ("\f", "\\f"),
    ("\r", "\\r"),
    ("\x1b", "\\e"),
    ("'", "\\'"),
    ("\\", "\\\\"),
]


def parse(path):
    """The parsed log at a path; ValueError when tpm2_eventlog or Keylime can't read it."""
    try:
        from keylime.mba.elparsing import tpm2_tools_elparser
    except ImportError:
        return _parse(path)
    with open(path, "rb") as file:
        failure, log = tpm2_tools_elparser.parse_binary_bootlog(file.read())
    if failure or log is None:
        raise ValueError("Keylime can't parse the log")
    return log


def _parse(path):
    run = subprocess.run(
        ["tpm2_eventlog", "--eventlog-version=2", str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    if run.returncode != 0:
        raise ValueError(f"tpm2_eventlog ends with {run.returncode}")
    log = yaml.load(run.stdout.decode("utf-8", "replace"), Loader=LOADER)
    log["pcrs"] = {
        bank: {str(index): value for index, value in values.items()} for bank, values in log["pcrs"].items()
    }
    return _unescaped(log, _quotes())


def _quotes():
    """Whether this tpm2_eventlog puts a second pair of quotes around texts: before 5.6."""
    version = subprocess.run(["tpm2_eventlog", "--version"], stdout=subprocess.PIPE, check=True).stdout.decode()
    numbers = re.search(r'version="(\d+)\.(\d+)', version)
    return numbers is None or (int(numbers.group(1)), int(numbers.group(2))) < (5, 6)


def _unescaped(data, quotes):
    if isinstance(data, str) and data:
        if quotes and data.startswith('"') and data.endswith('"'):
            data = data[1:-1]
        for original, escaped in ESCAPES:
            data = data.replace(escaped, original)
        return data[:-1] if data.endswith("\0") else data
    if isinstance(data, dict):
        return {key: _unescaped(value, quotes) for key, value in data.items()}
    if isinstance(data, list):
        return [_unescaped(item, quotes) for item in data]
    return data
