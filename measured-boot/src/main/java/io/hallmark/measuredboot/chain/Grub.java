package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.Handover.Initrd;
import io.hallmark.measuredboot.chain.Handover.Loader;
import io.hallmark.measuredboot.chain.Handover.Terminator;
import io.hallmark.measuredboot.chain.StageField.Type;
import io.hallmark.measuredboot.grub.GrubBuildProfile;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * GRUB as an EFI application.
 *
 * <p>Its image is measured by shim or firmware into PCR 4. GRUB measures the commands that it runs into PCR 8 and the
 * files that it opens into PCR 9 ({@code grub-core/commands/tpm.c}, {@code grub-core/kern/verifiers.c}).
 *
 * @param image name of the artifact
 * @param files what GRUB opens besides kernel and initrd, by the path that it opens, without the device:
 *     {@code /EFI/debian/grub.cfg}. With the configurations among them, GRUB's commands are computed by running them;
 *     then the list is taken to be complete, together with the files that the reference log shows GRUB opening.
 * @param prefix GRUB's folder with its device, {@code (hd0,gpt1)/EFI/debian}; taken from the reference log when absent
 * @param filesystems the file systems that the configuration searches for, as {@link GrubFilesystems} reads them:
 *     {@code hd0,gpt1 uuid=1234-ABCD kind=fat; hd0,gpt2 uuid=3f1e2d4c-… label=boot}
 * @param build what the image was built of, where its SBAT section names no build that is known: {@code upstream} or
 *     {@code red-hat}
 */
public record Grub(
        String image,
        Map<String, String> files,
        Optional<String> prefix,
        Optional<String> filesystems,
        Optional<String> build)
        implements BootStage {
    static final StageKind KIND = new StageKind(
            "grub",
            "GRUB, as an EFI application.",
            List.of(
                    StageField.required("image", Type.ARTIFACT, "GRUB's EFI file."),
                    StageField.optional(
                            "files",
                            Type.FILES,
                            "The files that GRUB opens besides kernel and initrd (configuration, modules, fonts), by"
                                    + " path without the device."),
                    StageField.optional(
                            "prefix",
                            Type.TEXT,
                            "GRUB's folder with its device, as in (hd0,gpt1)/EFI/debian; the reference log shows it"
                                    + " too."),
                    StageField.optional(
                            "filesystems",
                            Type.TEXT,
                            "The file systems that GRUB searches for, one after another with ';' between them, as in"
                                    + " 'hd0,gpt2 uuid=3f1e2d4c-5b6a-4788-9a0b-c1d2e3f40516 label=boot'."),
                    StageField.optional(
                            "build",
                            Type.TEXT,
                            "What the image was built of, where its SBAT section names no build that is known: 'upstream'"
                                    + " for GRUB as released, 'red-hat' for one with Red Hat's patches. A boot of the"
                                    + " profile has to confirm it.")),
            values -> new Grub(
                    values.required("image"),
                    values.files("files"),
                    values.text("prefix"),
                    values.text("filesystems"),
                    values.text("build")));

    private static final CommandLine MAKES_OPTIONS = CommandLine.unknown("GRUB makes the kernel's command line of its"
            + " configuration, which is not certain here: give what it runs as 'files', or the kernel's 'cmdline'");

    /** GRUB of which nothing but its files is described. */
    public Grub(String image, Map<String, String> files) {
        this(image, files, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Grub {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * The row that the description names.
     *
     * @throws MeasuredBootException when there is none of that name
     */
    Optional<GrubBuildProfile> described() {
        return build.map(name -> GrubBuildProfile.named(name)
                .orElseThrow(() -> new MeasuredBootException("'build' of a GRUB stage: '" + name
                        + "' is not known: say upstream or red-hat, or leave it out")));
    }

    @Override
    public StageKind kind() {
        return KIND;
    }

    @Override
    public StageValues values() {
        return StageValues.builder()
                .text("image", image)
                .files("files", files)
                .text("prefix", prefix)
                .text("filesystems", filesystems)
                .text("build", build)
                .build();
    }

    /**
     * Whether a build starts no kernel under Secure Boot unless shim was started before it. That follows from how the image
     * was made, which is known of the builds that distributions sign.
     *
     * @param version as its SBAT section names it
     */
    public static boolean needsShim(String version) {
        return GrubBuildProfile.of(version, false)
                .filter(GrubBuildProfile::shimLock)
                .isPresent();
    }

    /**
     * Whether a build has the firmware start the kernel (LoadImage), so that it is verified and measured there.
     *
     * @param version as its SBAT section names it
     */
    public static boolean startsKernelByFirmware(String version) {
        return GrubBuild.of(version)
                .filter(build -> build.eventsWithoutShim() > 0)
                .isPresent();
    }

    @Override
    public void measure(Boot boot, Handover handover) {
        Optional<GrubBuildProfile> described = described();
        boot.started(handover, "grub.image", image);
        Optional<String> version = boot.artifact(image).facts().version(Product.GRUB);
        Optional<GrubBuild> starts = version.flatMap(GrubBuild::of);
        Optional<GrubBuildProfile> known = version.flatMap(name -> GrubBuildProfile.of(name, false));
        if (known.filter(GrubBuildProfile::isRecorded).isEmpty()) {
            String words = known.map(row -> row.name() + GrubBuild.releases(starts))
                    .orElseGet(() -> boot.build("GRUB", version, Optional.of(image)));
            boot.unconfirmed("how " + words + " starts what comes next", 4, 9);
        }
        int kernelEvents = boot.ask(on -> on.firmware().verifiedByLoaders())
                ? starts.map(boot.startedByShim() ? GrubBuild::eventsByShim : GrubBuild::eventsWithoutShim)
                        .orElse(1)
                : starts.filter(row -> known.or(() -> described)
                                .filter(GrubBuildProfile::firmwareStartsKernels)
                                .isPresent())
                        .map(GrubBuild::eventsWithoutShim)
                        .orElse(0);
        Optional<GrubConfiguration> configuration = GrubConfiguration.run(boot, this, version);
        GrubReplay replay = new GrubReplay(
                boot, files, known.or(() -> described).isPresent() ? Optional.empty() : unknownBuild(version));
        // What nothing has changed of since the reference log is better copied than assumed.
        if (replay.isOfGrubWithoutTpm(image)) {
            replay.runUnmeasured(
                    image,
                    kernelEvents,
                    !(starts.map(GrubBuild::initrd).orElse(Initrd.UNKNOWN) instanceof Initrd.NoStub));
            startsNext(boot, starts, configuration);
            return;
        }
        boolean runs = configuration.isPresent() && (configuration.get().doubt().isEmpty() || !replay.holds());
        if (runs) {
            configuration.get().measure(kernelEvents);
        } else {
            replay.run(kernelEvents);
        }
        startsNext(boot, starts, configuration);
    }

    /** Why the configuration of a build without a row is not run. */
    private static Optional<String> unknownBuild(Optional<String> version) {
        return Optional.of("what GRUB " + version.orElse("that names no version")
                + " runs from its configuration is not known (known: Debian's 2.06 and 2.12, Fedora's and RHEL's;"
                + " 'build: upstream' in the stage takes it for GRUB as released)");
    }

    private static void startsNext(Boot boot, Optional<GrubBuild> build, Optional<GrubConfiguration> configuration) {
        if (boot.nextStage().orElse(null) instanceof LinuxKernel linux) {
            Initrd initrd = build.map(GrubBuild::initrd).orElse(Initrd.UNKNOWN);
            Initrd served = initrd instanceof Initrd.NoStub
                    ? initrd
                    : configuration
                            .flatMap(GrubConfiguration::packedInitrd)
                            .<Initrd>map(Initrd.Unknown::new)
                            .orElse(initrd);
            Handover next = Handover.by(Loader.GRUB, 0, served, Terminator.NONE).with(MAKES_OPTIONS, CommandLine.NONE);
            Optional<String> options = linux.cmdline()
                    .filter(NodeVariables::in)
                    .or(() -> configuration.flatMap(GrubConfiguration::loadOptions))
                    .or(linux::cmdline)
                    .map(GrubConfiguration::withKernel);
            boot.startNextAs(new LinuxKernel(linux.kernel(), linux.initrd(), options), next);
        } else {
            CommandLine passed =
                    configuration.map(GrubConfiguration::chainloaderOptions).orElse(CommandLine.NONE);
            boot.startNext(Handover.by(Loader.GRUB, 1, Initrd.FILE_SYSTEM, Terminator.NUL)
                    .with(passed, CommandLine.NONE));
        }
    }
}
