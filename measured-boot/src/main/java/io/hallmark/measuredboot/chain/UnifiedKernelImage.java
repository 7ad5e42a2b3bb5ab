package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.chain.StageField.Type;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A unified kernel image: systemd-stub with a kernel, its command line and initrd in PE sections.
 *
 * <p>The stub ({@code src/boot/efi/stub.c}) measures its sections into PCR 11, name and then content, load options that
 * it was given into PCR 12 if Secure Boot is off, companion files into PCR 12 and 13, and starts the kernel inside with
 * LoadImage, which measures it into PCR 4 unless Secure Boot is on: then the stub goes around firmware's image check.
 * The kernel's own stub measures load options and initrd into PCR 9.
 *
 * @param image name of the artifact
 * @param options load options that firmware's boot entry or iPXE passes to the image (iPXE passes the image's name)
 * @param companions files in {@code <image>.extra.d}, by file name: credentials, extensions, add-ons
 * @param globalCredentials files in {@code /loader/credentials}, by file name. Add-ons in {@code /loader/addons} are not
 *     described: keep that folder empty
 */
public record UnifiedKernelImage(
        String image, Optional<String> options, Map<String, String> companions, Map<String, String> globalCredentials)
        implements BootStage {

    static final StageKind KIND = new StageKind(
            "uki",
            "A unified kernel image made with systemd-stub.",
            List.of(
                    StageField.required("image", Type.ARTIFACT, "The image."),
                    StageField.optional(
                            "options",
                            Type.TEXT,
                            "Load options from the boot entry or iPXE (iPXE passes the image's name)."),
                    StageField.optional("companions", Type.FILES, "The files in <image>.extra.d, by file name."),
                    StageField.optional(
                            "global-credentials", Type.FILES, "The files in /loader/credentials, by file name.")),
            values -> new UnifiedKernelImage(
                    values.required("image"),
                    values.text("options"),
                    values.files("companions"),
                    values.files("global-credentials")));

    public UnifiedKernelImage {
        companions = Collections.unmodifiableSortedMap(new TreeMap<>(companions));
        globalCredentials = Collections.unmodifiableSortedMap(new TreeMap<>(globalCredentials));
    }

    @Override
    public StageKind kind() {
        return KIND;
    }

    @Override
    public StageValues values() {
        return StageValues.builder()
                .text("image", image)
                .text("options", options)
                .files("companions", companions)
                .files("global-credentials", globalCredentials)
                .build();
    }

    @Override
    public void measure(Boot boot, Handover handover) {
        boot.started(handover, "uki.image", image);
        CommandLine given = options.map(CommandLine::of).orElse(handover.loadOptions());
        SystemdStub stub = new SystemdStub(boot, boot.artifact(image));
        Optional<StubBuild> build = stub.build();
        if (build.isEmpty()) {
            stub.unknown();
            return;
        }
        stub.run(build.get(), given, companions, globalCredentials);
    }

    /** The command line that the image carries, as a loader before the stub reads it. */
    CommandLine embeddedOptions(Boot boot, Mangling mangling) {
        List<SectionFacts> sections =
                boot.artifact(image).facts().pe().map(PeFacts::sections).orElse(List.of());
        List<SectionFacts> found = sections.stream()
                .filter(section -> section.name().equals(".cmdline"))
                .toList();
        if (sections.isEmpty() || found.size() > 1) {
            return CommandLine.unknown("the sections of '" + image + "' are not known, or there is more than one"
                    + " .cmdline: give the image itself, with a single profile");
        }
        return found.stream()
                .filter(section -> section.virtualSize() > 0)
                .findFirst()
                .map(section -> StubSections.commandLine(section, mangling))
                .orElse(CommandLine.NONE);
    }

    /** The stub's release, as the image says it. */
    static Optional<String> stubVersion(Artifact artifact) {
        return artifact.facts().version(Product.SYSTEMD_STUB);
    }
}
