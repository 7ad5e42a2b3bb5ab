package io.hallmark.baselines.publish;

import io.hallmark.baselines.document.ReceiptDocument;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Brings every target to an approved state.
 *
 * <p>Each target is brought there by itself: one that is down or refuses holds up no other. All of it may be run again
 * after any failure, also after the process was killed; what a target holds already is left alone.
 *
 * @param receipts where it is kept what each target was brought to
 * @param secrets the store that the targets read; what it handed out is kept out of receipts and messages
 * @param inHistory whether the first commit is the second one or comes before it in its history
 * @param waiting how long to go on trying required targets that are down, beyond their attempts; empty to stop then
 * @param pause between attempts
 * @param clock for the times in receipts
 * @param progress hears, from several threads, of attempts that failed and are repeated
 * @param part whether targets are brought to a part of the state: then no receipt says that they hold it
 */
public record Publication(
        Receipts receipts,
        WatchedSecrets secrets,
        BiPredicate<String, String> inHistory,
        Optional<Duration> waiting,
        Pause pause,
        InstantSource clock,
        Consumer<String> progress,
        boolean part) {

    /** Each waits for another machine most of the time; fewer than the targets would let those that are down hold up others. */
    private static final int MOST_THREADS = 256;

    private static final Duration GRACE = Duration.ofSeconds(30);

    /** Of the whole state. */
    public Publication(
            Receipts receipts,
            WatchedSecrets secrets,
            BiPredicate<String, String> inHistory,
            Optional<Duration> waiting,
            Pause pause,
            InstantSource clock,
            Consumer<String> progress) {
        this(receipts, secrets, inHistory, waiting, pause, clock, progress, false);
    }

    /**
     * Publishes. When the thread is interrupted, targets stop at their next step and the outcome says so.
     *
     * @return one outcome for each target, in their order
     */
    public List<TargetOutcome> run(ApprovedState state, List<ConfiguredTarget> targets) {
        return each(state, targets, false);
    }

    /** Asks each target what publishing would change, and changes nothing. */
    public List<TargetOutcome> plan(ApprovedState state, List<ConfiguredTarget> targets) {
        return each(state, targets, true);
    }

    private List<TargetOutcome> each(ApprovedState state, List<ConfiguredTarget> targets, boolean planOnly) {
        if (targets.isEmpty()) {
            return List.of();
        }
        Map<String, ReceiptDocument> newest = receipts.newest();
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(targets.size(), MOST_THREADS));
        List<Future<TargetOutcome>> running = new ArrayList<>();
        for (ConfiguredTarget target : targets) {
            Optional<ReceiptDocument> seen = Optional.ofNullable(newest.get(target.name()));
            running.add(threads.submit(() -> new TargetRun(this, target, state, seen, planOnly).run()));
        }
        threads.shutdown();
        awaitAll(threads);
        List<TargetOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            ConfiguredTarget target = targets.get(i);
            Optional<String> before =
                    Optional.ofNullable(newest.get(target.name())).flatMap(ReceiptDocument::holds);
            outcomes.add(outcome(running.get(i), target, before));
        }
        return outcomes;
    }

    private static void awaitAll(ExecutorService threads) {
        try {
            threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            threads.shutdownNow();
            try {
                threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException again) {
                e.addSuppressed(again);
            }
            Thread.currentThread().interrupt();
        }
    }

    private TargetOutcome outcome(Future<TargetOutcome> run, ConfiguredTarget target, Optional<String> before) {
        if (!run.isDone()) {
            return failed(target, before, "interrupted; run the publication again to finish it");
        }
        boolean interrupted = Thread.interrupted();
        try {
            return run.get();
        } catch (ExecutionException e) {
            return failed(
                    target,
                    before,
                    "this is a defect of the target's kind '" + target.kind() + "', please report it: "
                            + secrets.line(String.valueOf(e.getCause())));
        } catch (InterruptedException e) {
            interrupted = true;
            return failed(target, before, "interrupted; run the publication again to finish it");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static TargetOutcome failed(ConfiguredTarget target, Optional<String> before, String reason) {
        return new TargetOutcome.Failed(target.name(), target.required(), before, 0, reason, List.of());
    }
}
