package io.hallmark.puppetbridge.lint;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.prediction.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Load options as a prediction has them: of the kernel in PCR 9, which its EFI stub measures as its command line, and of
 * systemd-stub in PCR 12.
 */
final class LoadOptions {
    private static final int STUB_PCR = 12;
    private static final int KERNEL_PCR = 9;
    private static final String WORDS = "load options";
    private static final String KERNEL_RULE = "linux.load-options";

    private final List<PredictedEvent> events;

    private LoadOptions(List<PredictedEvent> events) {
        this.events = events;
    }

    static LoadOptions of(Prediction prediction) {
        return new LoadOptions(prediction.events().stream()
                .filter(event -> event.description().startsWith(WORDS)
                        || event.pcr() == STUB_PCR && event.provenance() instanceof Provenance.Computed)
                .toList());
    }

    /** Whether the kernel measures them, or may. */
    boolean measured() {
        return kernel().findFirst().isPresent();
    }

    /** The kernel's; empty where it can't be told which it gets, and where the digest is of others than the event says. */
    Optional<String> text() {
        return kernel().filter(event -> isOf(event, KERNEL_RULE))
                .findFirst()
                .flatMap(event -> Optional.of(event.description())
                        .filter(words -> words.startsWith(WORDS + ": "))
                        .map(words -> words.substring(WORDS.length() + 2))
                        .filter(text -> event.variation().isPresent() || isDigestOf(event, text)));
    }

    /**
     * What systemd-stub hands to a kernel that measures nothing; empty where that can't be told.
     *
     * @param own what the image carries
     */
    Optional<String> ofStub(Optional<String> own) {
        if (events.stream().anyMatch(event -> event.provenance() instanceof Provenance.Assumed)) {
            return Optional.empty();
        }
        Optional<String> taken = stub("uki.options").or(() -> own);
        return taken.map(text -> Stream.concat(Stream.of(text), stub("uki.addon-options").stream())
                .collect(Collectors.joining(" ")));
    }

    private Optional<String> stub(String rule) {
        return events.stream()
                .filter(event -> isOf(event, rule))
                .map(event -> new String(event.data().bytes(), StandardCharsets.UTF_16LE).replace("\0", ""))
                .findFirst();
    }

    private Stream<PredictedEvent> kernel() {
        return events.stream()
                .filter(event -> event.pcr() == KERNEL_PCR && event.type().equals(EventType.EV_EVENT_TAG));
    }

    private static boolean isOf(PredictedEvent event, String rule) {
        return event.provenance() instanceof Provenance.Computed computed
                && computed.rule().equals(rule);
    }

    /** UTF-16, with NUL at the end or without: loaders differ. */
    private static boolean isDigestOf(PredictedEvent event, String text) {
        Digests digests = event.digests();
        return !digests.isEmpty()
                && Stream.of(text, text + "\0")
                        .map(one -> one.getBytes(StandardCharsets.UTF_16LE))
                        .anyMatch(measured ->
                                Digests.hash(digests.banks(), measured).equals(digests));
    }
}
