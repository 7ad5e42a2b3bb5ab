package io.hallmark.verifierbridge.keylime.refstate;

import io.hallmark.measuredboot.Tool;
import org.junit.jupiter.api.Test;

/** The policy's own tests, which need Python and nothing else. */
class PolicyUnitTest {
    @Test
    void the_tests_of_the_policy_pass() {
        Tool.run(KeylimePolicy.FOLDER, new byte[0], "python3", "-B", "-m", "unittest", "discover", "-s", "tests");
    }
}
