package io.hallmark.baselines.publish;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.ReceiptDocument;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One publication to one target: plan, apply, read back, settle, receipt; again when the target was down. */
final class TargetRun {
    private final Publication publication;
    private final ConfiguredTarget configured;
    private final ApprovedState state;
    private final boolean planOnly;
    private final Map<String, AppliedItem> done = new LinkedHashMap<>();

    /** What was applied but did not read back as it was sent: whatever the target says of it, it is looked at again. */
    private final Set<String> unproven = new HashSet<>();

    /** What is to be removed and is in use, in words; told with the rest, and planned again by the next publication. */
    private final List<String> inUse = new ArrayList<>();

    private Optional<ReceiptDocument> seen;

    TargetRun(
            Publication publication,
            ConfiguredTarget configured,
            ApprovedState state,
            Optional<ReceiptDocument> seen,
            boolean planOnly) {
        this.publication = publication;
        this.configured = configured;
        this.state = state;
        this.seen = seen;
        this.planOnly = planOnly;
    }

    TargetOutcome run() {
        Optional<Duration> waiting = configured.required() ? publication.waiting() : Optional.empty();
        Patience patience = new Patience(configured.attempts(), waiting);
        Duration paused = Duration.ZERO;
        for (int attempt = 1; ; attempt++) {
            String reason;
            Optional<Duration> next;
            try (Target target = configured.open().get()) {
                return attempt(target);
            } catch (BaselinesException e) {
                reason = publication.secrets().line(e.getMessage());
                next = e.remote() ? patience.next(attempt, paused) : Optional.empty();
            }
            if (Thread.currentThread().isInterrupted()) {
                return failed(attempt, "interrupted; run the publication again to finish it");
            }
            if (next.isEmpty()) {
                return failed(attempt, reason);
            }
            publication
                    .progress()
                    .accept(configured.name() + ": " + reason + "; trying again in "
                            + next.get().toSeconds() + " s");
            publication.pause().pause(next.get());
            if (Thread.currentThread().isInterrupted()) {
                return failed(attempt, "interrupted while waiting to try again after: " + reason);
            }
            paused = paused.plus(next.get());
        }
    }

    private TargetOutcome attempt(Target target) {
        stopIfInterrupted();
        List<PlanItem> plan = target.plan(state);
        check(plan);
        List<PlanItem> refused = plan.stream()
                .filter(item -> item.action() == PlanItem.Action.REFUSED)
                .map(this::clean)
                .toList();
        List<PlanItem> good = plan.stream()
                .filter(item -> item.action() != PlanItem.Action.REFUSED)
                .toList();
        if (!refused.isEmpty() && !target.separable()) {
            return refused(refused, List.of(), List.of(), List.of());
        }
        if (planOnly && !refused.isEmpty()) {
            return refused(refused, List.of(), good.stream().map(this::clean).toList(), List.of());
        }
        if (planOnly) {
            return new TargetOutcome.Planned(
                    configured.name(),
                    configured.required(),
                    before(),
                    plan.stream().map(this::clean).toList());
        }
        inUse.clear();
        good.forEach(item -> bring(target, item));
        stopIfInterrupted();
        List<String> words = Stream.concat(target.settle(state, good).stream(), inUse.stream())
                .map(publication.secrets()::line)
                .toList();
        if (!publication.part()) {
            keepReceipt(refused.stream().map(PlanItem::name).toList(), words);
        }
        if (!refused.isEmpty()) {
            return refused(refused, List.copyOf(done.values()), List.of(), words);
        }
        return new TargetOutcome.Published(
                configured.name(),
                configured.required(),
                publication.part() ? before() : Optional.of(state.commit()),
                List.copyOf(done.values()),
                words);
    }

    private TargetOutcome refused(
            List<PlanItem> refused, List<AppliedItem> applied, List<PlanItem> planned, List<String> notes) {
        return new TargetOutcome.Refused(
                configured.name(), configured.required(), before(), refused, applied, planned, notes);
    }

    private void bring(Target target, PlanItem item) {
        stopIfInterrupted();
        if (item.changes()) {
            Optional<String> applied = apply(target, item);
            if (applied.isEmpty()) {
                return;
            }
            String reply = publication.secrets().line(applied.get());
            done.put(item.name(), AppliedItem.of(item, reply));
            unproven.add(item.name());
        } else {
            done.putIfAbsent(item.name(), AppliedItem.of(item, ""));
        }
        if (unproven.contains(item.name())) {
            readBack(target, item);
            unproven.remove(item.name());
        }
    }

    /** The reply; empty when it is a removal that has to wait. */
    private Optional<String> apply(Target target, PlanItem item) {
        try {
            return Optional.of(target.apply(item));
        } catch (BaselinesException e) {
            if (!e.inUse() || item.action() != PlanItem.Action.REMOVE) {
                throw e;
            }
            inUse.add("warning: " + item.name() + " is not removed yet, and the next publication tries it again: "
                    + e.getMessage());
            return Optional.empty();
        }
    }

    private void readBack(Target target, PlanItem item) {
        Optional<byte[]> held = target.readBack(item);
        boolean equal = held.isPresent() && item.content().isPresent()
                ? Arrays.equals(held.get(), item.content().get())
                : held.isPresent() == item.content().isPresent();
        if (!equal) {
            throw BaselinesException.remote(
                    item.name() + " does not read back as it was sent: sent " + words(item.content()) + ", found "
                            + words(held) + "; look at the target itself and at what else writes to it",
                    null);
        }
    }

    private static String words(Optional<byte[]> content) {
        if (content.isEmpty()) {
            return "nothing";
        }
        int size = content.get().length;
        Digest digest = Bank.SHA256.hash(content.get());
        return size + " bytes with " + digest;
    }

    private void keepReceipt(List<String> refused, List<String> words) {
        ReceiptDocument receipt = new ReceiptDocument(
                configured.name(),
                configured.kind(),
                state.commit(),
                publication.clock().instant(),
                done.values().stream().map(AppliedItem::forReceipt).toList(),
                refused,
                words);
        boolean changed = done.values().stream().anyMatch(item -> item.action() != PlanItem.Action.KEEP);
        if (!changed && seen.filter(receipt::holdsTheSameAs).isPresent()) {
            return;
        }
        Optional<ReceiptDocument> other;
        try {
            other = publication.receipts().keep(receipt, seen);
        } catch (BaselinesException e) {
            throw BaselinesException.remote("it holds the state, but its receipt can't be kept: " + e.getMessage(), e);
        }
        if (other.isPresent() && !other.get().holdsTheSameAs(receipt)) {
            yieldOrRepeat(other.get());
        }
    }

    /** Another publication was at work on this target at the same time; which of both applied last is not known. */
    private void yieldOrRepeat(ReceiptDocument other) {
        String words = "another publication brought it to " + other.commit() + " at the same time";
        boolean later = !other.commit().equals(state.commit())
                && publication.inHistory().test(state.commit(), other.commit());
        if (later) {
            throw new BaselinesException(words + ", which is a later state; run the publication of that one again");
        }
        seen = Optional.of(other);
        throw BaselinesException.remote(words, null);
    }

    private void check(List<PlanItem> plan) {
        Set<String> names = new HashSet<>();
        for (PlanItem item : plan) {
            boolean content = item.content().isPresent();
            boolean wanted = item.action() != PlanItem.Action.REMOVE && item.action() != PlanItem.Action.REFUSED;
            if (!names.add(item.name()) || content != wanted) {
                throw new BaselinesException("this is a defect of the target's kind '" + configured.kind()
                        + "', please report it: it planned " + item.name() + " twice, or without content");
            }
        }
    }

    private PlanItem clean(PlanItem item) {
        return new PlanItem(
                item.name(),
                item.action(),
                item.content(),
                item.words().stream().map(publication.secrets()::line).toList());
    }

    private void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new BaselinesException("interrupted");
        }
    }

    private Optional<String> before() {
        return seen.flatMap(ReceiptDocument::holds);
    }

    private TargetOutcome failed(int attempts, String reason) {
        return new TargetOutcome.Failed(
                configured.name(), configured.required(), before(), attempts, reason, List.copyOf(done.values()));
    }
}
