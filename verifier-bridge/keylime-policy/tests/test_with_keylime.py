"""The policy inside Keylime itself, on recorded boots with the PCRs that their TPMs reported.

Skipped where Keylime isn't installed. Tested with Keylime 7.14.3.
"""

import base64
import importlib.util
import json
import os
import sys
import unittest

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(FOLDER))
sys.path.insert(0, FOLDER)

from test_hallmark_keylime import EVIL, PCRS, state_of  # noqa: E402

BOOTS = os.path.join(FOLDER, "..", "..", "..", "fixtures", "boots")
SETTINGS = {
    "KEYLIME_VERIFIER_MEASURED_BOOT_IMPORTS": "['hallmark_keylime']",
    "KEYLIME_VERIFIER_MEASURED_BOOT_POLICY_NAME": "hallmark",
    "KEYLIME_VERIFIER_MEASURED_BOOT_EVALUATE": "always",
}


@unittest.skipUnless(importlib.util.find_spec("keylime"), "Keylime is not installed")
class WithKeylime(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.environ.update(SETTINGS)
        from keylime.mba import mba

        cls.mba = mba
        if not mba._mba_imports:
            mba.load_imports()

    @classmethod
    def tearDownClass(cls):
        for name in SETTINGS:
            os.environ.pop(name, None)

    def recording(self, name):
        with open(os.path.join(BOOTS, name, "eventlog.bin"), "rb") as file:
            log = base64.b64encode(file.read()).decode()
        with open(os.path.join(BOOTS, name, "pcrs.json"), encoding="ascii") as file:
            return log, json.load(file)

    def parsed(self, name, bank="sha256"):
        from keylime.common.algorithms import Hash

        _, _, log, failure = self.mba.bootlog_parse(self.recording(name)[0], Hash(bank))
        self.assertFalse(failure)
        return log

    def state(self, name, banks=("sha1", "sha256", "sha384", "sha512")):
        state = state_of(self.parsed(name))
        state["banks"] = list(banks)
        for event in state["events"]:
            event["digests"] = {bank: event["digests"][bank] for bank in banks}
        return state

    def reasons(self, state, log, pcrs=frozenset(range(16))):
        failure = self.mba.bootlog_evaluate(json.dumps(state), log, set(pcrs), "agent")
        return " ".join(str(event.context) for event in failure.events)

    def test_keylime_approves_and_refuses_by_the_policy(self):
        for name, other in (("uki", "uki-initrd"), ("t13-disk-grub", "t13-disk-grub-cmdline"), ("pxe-ipxe", "pxe-ipxe-kernel")):
            with self.subTest(name=name):
                self.assertEqual("", self.reasons(self.state(name), self.parsed(name)))
                self.assertIn("no accepted set matches", self.reasons(self.state(name), self.parsed(other)))

    def test_keylime_tells_the_bank_of_the_quote(self):
        state = self.state("uki", banks=("sha1", "sha256"))
        self.assertEqual("", self.reasons(state, self.parsed("uki", "sha256")))
        self.assertIn("the quote is in bank", self.reasons(state, self.parsed("uki", "sha384")))

    def test_keylime_wants_the_relevant_pcrs_in_the_quote(self):
        self.assertIn("12", self.reasons(self.state("uki"), self.parsed("uki"), set(range(12))))

    def check_pcrs(self, name, state, log=None, values=None):
        try:
            from keylime.tpm.tpm_main import Tpm
        except ImportError as error:
            self.skipTest(f"Keylime's verifier can't be loaded: {error}")
        from keylime.common.algorithms import Hash

        recorded, pcrs = self.recording(name)
        quoted = {int(pcr): value for pcr, value in (values or pcrs["sha256"]).items() if int(pcr) in range(16) and int(pcr) != 10}
        failure = Tpm().check_pcrs(
            None, {"mask": "0xfbff"}, quoted, None, None, None, None, log or recorded, json.dumps(state), Hash.SHA256, 0,
            mb_policy_name="hallmark",
        )
        return " ".join(f"{event.event_id} {event.context}" for event in failure.events)

    def test_a_node_is_attested_by_its_quoted_pcrs_log_and_reference_state(self):
        self.assertEqual("", self.check_pcrs("t13-disk-grub", self.state("t13-disk-grub")))
        self.assertEqual("", self.check_pcrs("uki", self.state("uki")))

    def test_the_log_of_another_boot_does_not_help_a_node(self):
        log, _ = self.recording("uki")
        answer = self.check_pcrs("uki-initrd", self.state("uki"), log=log)
        self.assertIn("invalid_pcr_4", answer)
        self.assertIn("measured_boot.policy_hallmark", self.check_pcrs("uki-initrd", self.state("uki")))

    def test_what_userspace_extends_later_does_not_matter(self):
        _, pcrs = self.recording("uki")
        values = dict(pcrs["sha256"])
        values["11"] = values["15"] = EVIL["sha256"]
        self.assertNotIn("11", [str(pcr) for pcr in PCRS])
        self.assertEqual("", self.check_pcrs("uki", self.state("uki"), values=values))


if __name__ == "__main__":
    unittest.main()
