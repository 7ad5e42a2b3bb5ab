package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.chain.Handover.Terminator;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The two measurements of the Linux EFI stub: EV_EVENT_TAG in PCR 9, whose digest is of what was measured, not of the
 * event's data ({@code drivers/firmware/efi/libstub/efi-stub-helper.c}, {@code efi_measure_tagged_event}).
 */
final class EfiStub {
    private static final long INITRD_TAG = 0x8F3B22ECL;
    private static final long LOAD_OPTIONS_TAG = 0x8F3B22EDL;

    private final Boot boot;
    private final Optional<String> version;
    private final String artifact;

    /** @param artifact the name of the one that the kernel is, or is in */
    EfiStub(Boot boot, Optional<String> version, String artifact) {
        this.boot = boot;
        this.version = version;
        this.artifact = artifact;
    }

    /** Whether the kernel is at least of that version; one of unknown version is taken for a current one. */
    boolean measures(String since) {
        return version.filter(Version::startsWithNumber)
                .map(v -> Version.of(v).atLeast(since))
                .orElse(true);
    }

    void loadOptions(String options, Terminator terminator) {
        byte[] data = tagged(LOAD_OPTIONS_TAG, "LOADED_IMAGE::LoadOptions");
        String description = "load options: " + options;
        if (NodeVariables.in(options)) {
            boot.varying(9, EventType.EV_EVENT_TAG, data, description, "linux.load-options", options);
            return;
        }
        byte[] measured = terminator == Terminator.NUL ? Utf16.terminated(options) : Utf16.plain(options);
        boot.computed(
                9,
                EventType.EV_EVENT_TAG,
                Digests.hash(boot.banks(), measured),
                data,
                description,
                "linux.load-options");
    }

    void loadOptionsAssumed(String reason) {
        boot.assumed(
                9,
                EventType.EV_EVENT_TAG,
                tagged(LOAD_OPTIONS_TAG, "LOADED_IMAGE::LoadOptions"),
                "load options",
                reason);
    }

    /** @param digests empty when the bytes are not at hand to compute them */
    void initrd(Optional<Digests> digests, List<String> from) {
        if (digests.isEmpty()) {
            initrdAssumed("the loader puts the initrd together from several parts (" + String.join(", ", from)
                    + "), and not all of their bytes are at hand: give the files, or join them where they are with"
                    + " 'hallmark digest --join'");
            return;
        }
        boot.computed(
                9,
                EventType.EV_EVENT_TAG,
                digests.get(),
                tagged(INITRD_TAG, "Linux initrd"),
                "initrd: " + String.join(", ", from),
                "linux.initrd",
                from.toArray(String[]::new));
    }

    void initrdAssumed(String reason) {
        boot.assumed(9, EventType.EV_EVENT_TAG, tagged(INITRD_TAG, "Linux initrd"), "initrd of " + artifact, reason);
    }

    private static byte[] tagged(long tag, String text) {
        byte[] content = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) tag)
                .putInt(content.length)
                .put(content)
                .array();
    }
}
