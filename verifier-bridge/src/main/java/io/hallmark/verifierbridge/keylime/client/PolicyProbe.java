package io.hallmark.verifierbridge.keylime.client;

import io.hallmark.baselines.document.PlainJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out how a verifier judges boot logs, which no call tells: it is given a boot that any judging policy must refuse.
 *
 * <p>The evidence is a quote of a software TPM over a log with nothing but the separators of PCR 0 to 7, made with
 * tpm2_quote 5.4 for this purpose; the reference state is none that a policy knows. Where it is found valid, the verifier
 * runs {@code accept-all}, which is its default, or evaluates policies once only, which is its default as well.
 */
public final class PolicyProbe {
    private static final String EVIDENCE = "probe-evidence.json";
    private static final String REFERENCE_STATE = "{\"hallmark-probe\": \"refuse\"}";
    private static final String REFUSED_BY = "measured_boot.policy_";

    private PolicyProbe() {}

    /** What a verifier does with measured-boot policies. */
    public sealed interface Finding {
        /** They are not evaluated. */
        record NotJudged() implements Finding {}

        /** @param policy that it runs, by name */
        record JudgedBy(String policy) implements Finding {}

        /** @param reason why it can't be told */
        record Unknown(String reason) implements Finding {}
    }

    /**
     * Asks a verifier. It keeps nothing of it but lines in its log.
     *
     * @throws io.hallmark.baselines.BaselinesException when there is no answer
     */
    public static Finding ask(KeylimeServer verifier) {
        Map<String, Object> data = new LinkedHashMap<>(evidence());
        data.put("mb_policy", REFERENCE_STATE);
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("type", "tpm");
        question.put("data", data);
        Reply reply = verifier.call("POST", "verify/evidence", question);
        if (!reply.good()) {
            // Since version 2.4 of the interface; and a verifier that can't run its tools answers 500.
            return new Finding.Unknown(reply.words());
        }
        Map<String, Object> results = reply.results();
        // A number before version 2.5.
        if (Boolean.TRUE.equals(results.get("valid")) || "1".equals(String.valueOf(results.get("valid")))) {
            return new Finding.NotJudged();
        }
        return refusedBy(results.get("failures"))
                .<Finding>map(Finding.JudgedBy::new)
                .orElseGet(() -> new Finding.Unknown("it refuses the evidence for another reason than a policy"));
    }

    private static Optional<String> refusedBy(Object failures) {
        return (failures instanceof List<?> list ? list : List.of())
                .stream()
                        .flatMap(failure -> failure instanceof Map<?, ?> map
                                ? Reply.text(map, "type").stream()
                                : java.util.stream.Stream.<String>empty())
                        .filter(type -> type.startsWith(REFUSED_BY))
                        .map(type -> Failures.words(type.substring(REFUSED_BY.length())))
                        .findFirst();
    }

    private static Map<String, Object> evidence() {
        try (InputStream in = PolicyProbe.class.getResourceAsStream(EVIDENCE)) {
            return PlainJson.readObject(EVIDENCE, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
