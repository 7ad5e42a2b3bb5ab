package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.verifierbridge.keylime.client.NamedPolicies;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Since when the verifier holds the policies that it holds, by its own clock, which is also that of its agents' quotes.
 *
 * <p>A note is written right before its policy and names the policy's digest: so it is there whenever a run is stopped,
 * and says nothing of a policy that did not come to be written, or that somebody else wrote. Like other notes these are
 * measured-boot policies that no agent uses; no prefix of settings begins like their names.
 */
final class WriteNotes {
    private static final String MEASURED_BOOT = "HALLMARK-WRITTEN.";
    private static final String RUNTIME = "HALLMARK-WRITTEN-RUNTIME.";
    private static final String POLICY = "policy";
    private static final String TIME = "time";

    private final NamedPolicies<String> policies;
    private final String prefix;

    private WriteNotes(NamedPolicies<String> policies, String prefix) {
        this.policies = policies;
        this.prefix = prefix;
    }

    /** @param policies where the notes are kept */
    static WriteNotes ofMeasuredBoot(NamedPolicies<String> policies) {
        return new WriteNotes(policies, MEASURED_BOOT);
    }

    /** @param policies where the notes are kept */
    static WriteNotes ofRuntime(NamedPolicies<String> policies) {
        return new WriteNotes(policies, RUNTIME);
    }

    /** Notes that a policy is going to be written now. A verifier that tells no time gets no note. */
    void write(String name, byte[] policy) {
        NamedPolicies.Held before = policies.held(note(name));
        before.asked()
                .ifPresent(now -> policies.put(
                        note(name),
                        CanonicalJson.write(Map.of(POLICY, digest(policy), TIME, now.toString())),
                        before.text().isPresent()));
    }

    void remove(String name) {
        policies.delete(note(name));
    }

    /** Since when it holds this policy under this name; empty when that is not known. */
    Optional<Instant> since(String name, byte[] policy) {
        return policies.text(note(name)).flatMap(note -> time(note, digest(policy)));
    }

    /** Where a name has no room for more, the note is found by its digest. */
    private String note(String name) {
        String note = prefix + name;
        return NamedPolicies.NAME.matcher(note).matches()
                ? note
                : prefix
                        + Bank.SHA256
                                .hash(name.getBytes(StandardCharsets.UTF_8))
                                .hex();
    }

    private static Optional<Instant> time(String note, String policy) {
        try {
            Map<String, Object> read = PlainJson.readObject("the note", note.getBytes(StandardCharsets.UTF_8));
            return policy.equals(read.get(POLICY)) && read.get(TIME) instanceof String time
                    ? Optional.of(Instant.parse(time))
                    : Optional.empty();
        } catch (BaselinesException | DateTimeException e) {
            // Who else writes there knows no time.
            return Optional.empty();
        }
    }

    private static String digest(byte[] policy) {
        return Bank.SHA256.hash(policy).toString();
    }
}
