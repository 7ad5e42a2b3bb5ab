package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.artifact.Composition.Literal;
import io.hallmark.measuredboot.artifact.Composition.PadTo;
import io.hallmark.measuredboot.artifact.Composition.Piece;
import io.hallmark.measuredboot.artifact.Composition.Section;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.artifact.StubArchive;
import io.hallmark.measuredboot.chain.Handover.Terminator;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** systemd-stub's measurements, in the order of {@code src/boot/efi/stub.c}. */
final class SystemdStub {
    private final Boot boot;
    private final Artifact image;

    SystemdStub(Boot boot, Artifact image) {
        this.boot = boot;
        this.image = image;
    }

    Optional<StubBuild> build() {
        return UnifiedKernelImage.stubVersion(image).flatMap(StubBuild::of);
    }

    /** What is said when there is no row for the stub: nothing is guessed. */
    void unknown() {
        String version = UnifiedKernelImage.stubVersion(image).orElse("that names no release");
        boot.assumed(
                11,
                EventType.EV_IPL,
                new byte[0],
                "sections of " + image.name(),
                "what systemd-stub " + version + " measures is not known (known: " + StubBuild.known()
                        + "): record a boot of it and add its row, or build the image with a stub that is known");
        boot.assumed(
                9, EventType.EV_EVENT_TAG, new byte[0], "load options and initrd of " + image.name(), "see PCR 11");
    }

    void run(
            StubBuild build,
            Optional<String> given,
            Map<String, String> companionFiles,
            Map<String, String> globalCredentials) {
        PeFacts pe = image.facts()
                .pe()
                .orElseThrow(() -> new io.hallmark.measuredboot.MeasuredBootException("artifact '" + image.name()
                        + "' (" + image.origin() + ") is no PE file, so it can't be a unified kernel image"));
        for (String name : build.sections()) {
            pe.section(name).ifPresent(this::section);
        }
        Optional<String> taken = given.filter(
                        options -> !options.isEmpty() && !boot.firmware().secureBoot())
                .map(build::commandLine);
        taken.ifPresent(options -> boot.loadOptions(options, "uki.options"));
        Companions companions = new Companions(boot, build, companionFiles, globalCredentials);
        companions.measure();
        startKernel(build, pe, taken, companions);
    }

    private void section(SectionFacts section) {
        byte[] data = Utf16.terminated(section.name());
        boot.computed(
                11,
                EventType.EV_IPL,
                Digests.hash(boot.banks(), (section.name() + "\0").getBytes(StandardCharsets.US_ASCII)),
                data,
                "name of section " + section.name(),
                "uki.section-name",
                image.name());
        boot.computed(
                11,
                EventType.EV_IPL,
                section.digests().only(boot.banks()),
                data,
                "section " + section.name(),
                "uki.section",
                image.name());
    }

    private void startKernel(StubBuild build, PeFacts pe, Optional<String> taken, Companions companions) {
        Optional<SectionFacts> linux = pe.section(".linux");
        if (!boot.firmware().secureBoot()) {
            linux.flatMap(SectionFacts::authenticode)
                    .ifPresentOrElse(
                            digests -> boot.computed(
                                    4,
                                    EventType.EV_EFI_BOOT_SERVICES_APPLICATION,
                                    digests.only(boot.banks()),
                                    new byte[0],
                                    "kernel inside " + image.name(),
                                    "uki.kernel",
                                    image.name()),
                            () -> boot.assumed(
                                    4,
                                    EventType.EV_EFI_BOOT_SERVICES_APPLICATION,
                                    new byte[0],
                                    "kernel inside " + image.name(),
                                    "the image's .linux section is not known as a PE file: give the image itself, or"
                                            + " a digest file that 'hallmark digest' wrote of it"));
        }
        EfiStub stub = new EfiStub(boot, linux.flatMap(SectionFacts::linuxVersion), image.name());
        StringBuilder options = new StringBuilder(
                taken.or(() -> UnifiedKernelImage.embedded(image, build)).orElse(""));
        companions.addonOptions().forEach(addon -> options.append(' ').append(addon));
        if (companions.addonsKnown()) {
            stub.loadOptions(options.toString(), Terminator.NUL);
        } else {
            stub.loadOptionsAssumed("an add-on's command line is not known, see PCR 12");
        }
        handInitrd(build, pe, companions, stub);
    }

    private void handInitrd(StubBuild build, PeFacts pe, Companions companions, EfiStub stub) {
        List<Piece> pieces = new ArrayList<>();
        if (pe.section(".initrd").isPresent()) {
            pieces.add(new Section(image, ".initrd"));
        }
        pieces.addAll(companions.initrdPieces(!pieces.isEmpty()));
        Optional<Content> osRelease = pe.section(".osrel").flatMap(SectionFacts::content);
        if (build.appendsOsRelease() && osRelease.isPresent()) {
            if (!pieces.isEmpty()) {
                pieces.add(new PadTo(4));
            }
            pieces.add(new Literal(
                    new Content(StubArchive.osRelease(osRelease.get().bytes()))));
        }
        if (pieces.isEmpty()) {
            return;
        }
        List<String> from = new ArrayList<>(List.of(image.name()));
        from.addAll(companions.initrdArtifacts());
        Optional<Digests> digests = pieces.size() == 1 && pieces.get(0) instanceof Section
                ? pe.section(".initrd").map(SectionFacts::digests)
                : boot.artifacts().digests(new Composition(pieces));
        stub.initrd(digests.map(d -> d.only(boot.banks())), from);
    }
}
