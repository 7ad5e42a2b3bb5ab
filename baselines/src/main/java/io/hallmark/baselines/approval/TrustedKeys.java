package io.hallmark.baselines.approval;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Approvals;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.baselines.repository.SignedObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of one state of the rules, each with the one person that it belongs to. */
final class TrustedKeys {

    /** @param approver whether the person may approve, not only propose */
    private record Owned(String person, boolean approver, ApproverKey key) {}

    private final Map<String, Owned> byFingerprint = new LinkedHashMap<>();

    private TrustedKeys() {}

    /** @throws BaselinesException when a key can't be read, or belongs to two */
    static TrustedKeys of(Approvals approvals, RepositoryFiles files) {
        TrustedKeys keys = new TrustedKeys();
        approvals.approvers().forEach((person, texts) -> keys.add(person, true, texts, files));
        approvals.proposers().forEach((person, texts) -> keys.add(person, false, texts, files));
        return keys;
    }

    private void add(String person, boolean approver, List<String> texts, RepositoryFiles files) {
        for (int i = 0; i < texts.size(); i++) {
            boolean path = Approvals.isPath(texts.get(i));
            String where = path ? texts.get(i) : "key " + (i + 1) + " of '" + person + "' in 'approvals'";
            byte[] text =
                    path ? files.require(texts.get(i)) : texts.get(i).strip().getBytes(StandardCharsets.UTF_8);
            ApproverKey key;
            try {
                key = ApproverKey.of(text);
            } catch (BadSignature e) {
                throw new BaselinesException(
                        where + " in " + files.describe() + " is no usable key: " + e.getMessage());
            }
            Owned before = byFingerprint.put(key.fingerprint(), new Owned(person, approver, key));
            if (before != null) {
                throw new BaselinesException(where + " in " + files.describe() + " is a key of '" + before.person()
                        + "' already: a key belongs to one person; name it once");
            }
        }
    }

    /**
     * What a signature is worth.
     *
     * @param person whose key made it; empty when it does not count
     * @param approver whether that person may approve
     * @param words who, or why it does not count
     */
    record Judged(Optional<String> person, boolean approver, String words) {
        static Judged worthless(SignedObject object, String reason) {
            return new Judged(Optional.empty(), false, object.name() + " does not count: " + reason);
        }
    }

    /**
     * Judges a signature by these keys and by those of a newer state: a key that was taken away or revoked there does
     * not count any more.
     */
    Judged judge(SignedObject object, TrustedKeys newer, Instant now) {
        ParsedSignature signature;
        try {
            signature = ParsedSignature.of(object.signature());
        } catch (BadSignature e) {
            return Judged.worthless(object, e.getMessage());
        }
        List<Owned> owners = byFingerprint.values().stream()
                .filter(owned -> owned.key().claimedBy(signature))
                .toList();
        Judged judged =
                Judged.worthless(object, signature.keyWords() + " is not among the keys of the rules that count");
        for (Owned owner : owners) {
            Optional<String> fault = fault(owner, signature, object.payload(), newer, now);
            if (fault.isEmpty()) {
                return new Judged(
                        Optional.of(owner.person()), owner.approver(), object.name() + " by " + owner.person());
            }
            judged = Judged.worthless(object, fault.get());
        }
        return judged;
    }

    private static Optional<String> fault(
            Owned owner, ParsedSignature signature, byte[] payload, TrustedKeys newer, Instant now) {
        Optional<String> fault = owner.key().fault(signature, payload, now);
        if (fault.isPresent()) {
            return Optional.of(fault.get() + " (key of " + owner.person() + ")");
        }
        Owned still = newer.byFingerprint.get(owner.key().fingerprint());
        if (still == null || !still.key().claimedBy(signature)) {
            return Optional.of("its key was taken from " + owner.person() + " in the new rules");
        }
        return still.key()
                .fault(signature, payload, now)
                .map(reason -> reason + " (key of " + owner.person() + " in the new rules)");
    }
}
