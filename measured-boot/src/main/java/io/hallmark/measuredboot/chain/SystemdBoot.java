package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.Handover.Initrd;
import io.hallmark.measuredboot.chain.Handover.Loader;
import io.hallmark.measuredboot.chain.Handover.Terminator;
import io.hallmark.measuredboot.chain.StageField.Type;
import io.hallmark.measuredboot.eventlog.EventType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * systemd-boot, which starts a unified kernel image or a kernel of a Boot Loader Specification entry.
 *
 * <p>Firmware measures its image and those that it starts into PCR 4. systemd-boot itself measures the load options that
 * it passes on into PCR 12 ({@code src/boot/efi/boot.c}; before v251 into PCR 8, which no recording confirms, so that it
 * is assumed), and since v255 its {@code loader.conf} into PCR 5. For a unified kernel image, versions before v253 pass
 * its {@code .cmdline} on as load options, and so measure it; later ones do not.
 *
 * @param image name of the artifact
 * @param loaderConf name of the artifact {@code /loader/loader.conf}, if the disk has one
 * @param entry name of the type 1 entry's artifact ({@code /loader/entries/*.conf}), when a kernel is started by one
 */
public record SystemdBoot(String image, Optional<String> loaderConf, Optional<String> entry) implements BootStage {
    static final StageKind KIND = new StageKind(
            "systemd-boot",
            "systemd-boot, before a unified kernel image or a kernel with a type 1 entry.",
            List.of(
                    StageField.required("image", Type.ARTIFACT, "systemd-boot's EFI file."),
                    StageField.optional("loader-conf", Type.ARTIFACT, "The file /loader/loader.conf."),
                    StageField.optional("entry", Type.ARTIFACT, "The type 1 entry that is booted.")),
            values -> new SystemdBoot(values.required("image"), values.text("loader-conf"), values.text("entry")));

    private static final String LOADER_CONF_SINCE = "255";
    private static final String EMBEDDED_CMDLINE_UNTIL = "253";
    private static final String PCR_12_SINCE = "251";

    /** Until then several initrds followed upon each other as they are ({@code initrd_prepare} in {@code boot.c}). */
    private static final String PADS_SINCE = "257";

    private static final Initrd PADDING_UNKNOWN =
            new Initrd.Unknown("releases of systemd-boot 256 differ in what they put"
                    + " behind an initrd, some at its end too: use 257 or later");

    /** The same function as the stub's of that release ({@code config_entry_add_unified} in {@code boot.c}). */
    private static final String MANGLES_SINCE = "252.6";

    private static final String VERSION_UNKNOWN = "systemd-boot's version is not known, and it decides whether and"
            + " where the load options are measured: give its file, or a digest file of it";
    private static final long LOADER_CONF_TAG = 0xF5BC582AL;

    @Override
    public StageKind kind() {
        return KIND;
    }

    @Override
    public StageValues values() {
        return StageValues.builder()
                .text("image", image)
                .text("loader-conf", loaderConf)
                .text("entry", entry)
                .build();
    }

    @Override
    public void measure(Boot boot, Handover handover) {
        boot.started(handover, "systemd-boot.image", image);
        Optional<Version> version = boot.artifact(image)
                .facts()
                .version(Product.SYSTEMD_BOOT)
                .filter(Version::startsWithNumber)
                .map(Version::of);
        if (version.filter(SystemdBoot::isRecorded).isEmpty()) {
            Optional<String> release =
                    version.map(number -> number.numbers().get(0).toString());
            boot.unconfirmed(
                    "what " + boot.build("systemd-boot", release, Optional.of(image)) + " measures and hands on",
                    4,
                    5,
                    9,
                    12);
        }
        loaderConf.ifPresent(name -> loaderConf(boot, version, name));
        Handover next = Handover.by(Loader.SYSTEMD_BOOT, 1, Initrd.FILE_SYSTEM, Terminator.NUL);
        if (boot.nextStage().orElse(null) instanceof LinuxKernel kernel) {
            startKernel(boot, version, kernel);
        } else if (boot.nextStage().orElse(null) instanceof UnifiedKernelImage uki) {
            boot.startNext(handover(boot, version, next, passedOn(boot, version, uki)));
        } else {
            boot.startNext(next);
        }
    }

    /** Whether recorded boots, of 252.39 and 257, confirm what a release does. */
    private static boolean isRecorded(Version release) {
        return release.atLeast(MANGLES_SINCE) && !release.atLeast("253")
                || release.atLeast("257") && !release.atLeast("258");
    }

    /** How a kernel is served its initrds. */
    private static Initrd initrd(LinuxKernel kernel, Optional<Version> version) {
        if (version.isEmpty() && kernel.initrd().size() > 1) {
            return new Initrd.Unknown(VERSION_UNKNOWN);
        }
        if (version.filter(release -> release.atLeast(PADS_SINCE)).isPresent()) {
            return new Initrd.LoadFile2(4, false);
        }
        return version.filter(release -> release.atLeast("256")).isPresent()
                ? PADDING_UNKNOWN
                : new Initrd.LoadFile2(1, true);
    }

    /** What of a unified kernel image's own command line is passed to it as load options. */
    private static CommandLine passedOn(Boot boot, Optional<Version> version, UnifiedKernelImage uki) {
        if (version.isPresent() && version.get().atLeast(EMBEDDED_CMDLINE_UNTIL)) {
            return CommandLine.NONE;
        }
        boolean mangles = version.isPresent() && version.get().atLeast(MANGLES_SINCE);
        CommandLine embedded = uki.embeddedOptions(boot, mangles ? Mangling.END : Mangling.UNSETTLED);
        return version.isPresent() || embedded.isNone() ? embedded : CommandLine.unknown(VERSION_UNKNOWN);
    }

    private void startKernel(Boot boot, Optional<Version> version, LinuxKernel kernel) {
        Handover next = Handover.by(Loader.SYSTEMD_BOOT, 1, initrd(kernel, version), Terminator.NUL);
        CommandLine options = kernel.cmdline()
                .map(CommandLine::of)
                .or(() -> entry.map(boot::artifact).map(SystemdBoot::optionsOf))
                .orElse(CommandLine.NONE);
        boot.startNext(handover(boot, version, next, options));
    }

    private static Handover handover(Boot boot, Optional<Version> version, Handover next, CommandLine options) {
        if (options.isNone() || version.isPresent() && version.get().atLeast(PCR_12_SINCE)) {
            return next.with(options, options);
        }
        boot.assumed(
                8,
                EventType.EV_IPL,
                new byte[0],
                "load options",
                version.isPresent()
                        ? "systemd-boot before v" + PCR_12_SINCE + " measures load options into PCR 8, and no recorded"
                                + " boot confirms how: use a newer one"
                        : VERSION_UNKNOWN);
        return next.with(options, version.isPresent() ? CommandLine.NONE : CommandLine.unknown(VERSION_UNKNOWN));
    }

    private static CommandLine optionsOf(Artifact entry) {
        String text = entry.facts()
                .content()
                .map(Content::text)
                .orElseThrow(() -> new io.hallmark.measuredboot.MeasuredBootException("artifact '" + entry.name()
                        + "' (" + entry.origin() + ") is no loader entry: it is larger than an entry can be, or known"
                        + " by its digests alone; give the file, or the kernel's 'cmdline'"));
        return LoaderEntry.parse(text).loadOptions();
    }

    private void loaderConf(Boot boot, Optional<Version> version, String name) {
        if (version.isPresent() && !version.get().atLeast(LOADER_CONF_SINCE)) {
            boot.notCovered("systemd-boot (" + image + ") is of a version before " + LOADER_CONF_SINCE
                    + ", which measures its loader.conf into no PCR: use a newer one.");
            return;
        }
        if (version.isEmpty()) {
            boot.assumed(
                    5,
                    EventType.EV_EVENT_TAG,
                    new byte[0],
                    "loader.conf",
                    "systemd-boot's version is not known, and it decides whether loader.conf is measured: give its file,"
                            + " or a digest file of it");
            return;
        }
        byte[] label = Utf16.terminated("loader.conf");
        byte[] data = ByteBuffer.allocate(8 + label.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) LOADER_CONF_TAG)
                .putInt(label.length)
                .put(label)
                .array();
        boot.computed(
                5,
                EventType.EV_EVENT_TAG,
                boot.artifact(name).facts().digests().only(boot.banks()),
                data,
                "loader.conf",
                "systemd-boot.loader-conf",
                name);
    }
}
