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
 * event's data ({@code drivers/firmware/efi/libstub/efi-stub-helper.c}, {@code efi_measure_tagged_event}). A kernel whose
 * version is not known may measure or not, so that both are assumed.
 */
final class EfiStub {
    private static final long INITRD_TAG = 0x8F3B22ECL;
    private static final long LOAD_OPTIONS_TAG = 0x8F3B22EDL;

    /** Release that began to measure (commits "efi/libstub: measure loaded initrd info into the TPM" and following). */
    private static final String MEASURES_SINCE = "5.17";

    /** The oldest release that recorded boots confirm. */
    private static final String RECORDED_SINCE = "6.1";

    private final Boot boot;
    private final Optional<String> version;
    private final String artifact;

    /** @param artifact the name of the one that the kernel is, or is in */
    EfiStub(Boot boot, Optional<String> version, String artifact) {
        this.boot = boot;
        this.version = version.filter(Version::startsWithNumber);
        this.artifact = artifact;
    }

    /** Whether the kernel may measure anything: it does unless it is known to be too old. */
    boolean measures() {
        Optional<Version> release = version.map(Version::of);
        if (release.filter(number -> !number.atLeast(MEASURES_SINCE)).isPresent()) {
            return false;
        }
        if (release.filter(number -> !number.atLeast(RECORDED_SINCE)).isPresent()) {
            boot.unconfirmed("what kernels before " + RECORDED_SINCE + " measure", 9);
        }
        return true;
    }

    /** Has the report say that the kernel is too old to measure anything. */
    void notCovered() {
        boot.notCovered("Kernel " + version.orElseThrow() + " ('" + artifact + "') measures neither its command line"
                + " nor its initrd: use a kernel of version " + MEASURES_SINCE + " or later.");
    }

    /** Where there are none, nothing is measured ({@code efi_convert_cmdline}): none is not the same as an empty text. */
    void loadOptions(CommandLine options, Terminator terminator) {
        if (options.isNone()) {
            return;
        }
        if (version.isEmpty()) {
            loadOptionsAssumed(versionUnknown());
            return;
        }
        options.unknown().ifPresent(this::loadOptionsAssumed);
        options.text().ifPresent(text -> loadOptions(text, terminator));
    }

    private void loadOptions(String options, Terminator terminator) {
        byte[] data = tagged(LOAD_OPTIONS_TAG, "LOADED_IMAGE::LoadOptions");
        String description = "load options: " + options;
        if (NodeVariables.in(options)) {
            boot.varying(9, EventType.EV_EVENT_TAG, data, description, "linux.load-options", options);
            return;
        }
        byte[] measured = terminator == Terminator.NUL ? Utf16.terminated(options) : Utf16.plain(options);
        boot.computed(9, EventType.EV_EVENT_TAG, boot.digests(measured), data, description, "linux.load-options");
    }

    private void loadOptionsAssumed(String reason) {
        boot.assumed(
                9,
                EventType.EV_EVENT_TAG,
                tagged(LOAD_OPTIONS_TAG, "LOADED_IMAGE::LoadOptions"),
                "load options",
                reason);
    }

    /** @param digests empty when the bytes are not at hand to compute them */
    void initrd(Optional<Digests> digests, List<String> from) {
        if (version.isEmpty()) {
            initrdAssumed(versionUnknown());
            return;
        }
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

    private String versionUnknown() {
        return "the version of the kernel in '" + artifact + "' is not known, and only those from " + MEASURES_SINCE
                + " on measure this: give an image that says its version (bzImage, or an Image that is not"
                + " compressed)";
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
