package io.hallmark.verifierbridge.keylime.refstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.Tool;
import io.hallmark.testsupport.Fixtures;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Hallmark's policy, run by Python on logs as Keylime parses them; all questions in one process. */
final class KeylimePolicy {
    /** The folder with the policy. */
    static final Path FOLDER = Fixtures.root().resolveSibling("verifier-bridge/keylime-policy");

    /** What the policy says of a log that it approves. */
    static final String APPROVED = "\"\"";

    private final Path states;
    private final List<String> questions = new ArrayList<>();

    /** @param states folder for reference states */
    KeylimePolicy(Path states) {
        this.states = states;
    }

    /**
     * Asks for a judgement.
     *
     * @param bank of the quote, or empty where Keylime would not tell it
     */
    void ask(Path log, String bank, ReferenceState state) {
        try {
            Path file = Files.write(states.resolve(questions.size() + ".json"), state.toJson());
            questions.add("{\"log\": \"" + log.toAbsolutePath() + "\", \"bank\": "
                    + (bank.isEmpty() ? "null" : '"' + bank + '"') + ", \"state\": \"" + file.toAbsolutePath()
                    + "\"}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For each question the reason of the refusal as a JSON text, or {@link #APPROVED}. */
    List<String> answers() {
        Tools.require("tpm2_eventlog");
        requireYaml();
        byte[] input = String.join("", questions).getBytes(StandardCharsets.UTF_8);
        String output =
                new String(Tool.run(FOLDER, input, "python3", "-B", "tests/judge_logs.py"), StandardCharsets.UTF_8);
        List<String> reasons = output.lines().toList();
        assertThat(reasons).hasSameSizeAs(questions);
        return reasons;
    }

    private static void requireYaml() {
        byte[] found = Tool.run(
                FOLDER,
                new byte[0],
                "python3",
                "-c",
                "import importlib.util; print(importlib.util.find_spec('yaml') is not None)");
        Tools.require(
                new String(found, StandardCharsets.UTF_8).strip().equals("True"),
                "PyYAML, which Keylime reads logs with (Debian: python3-yaml)");
    }
}
