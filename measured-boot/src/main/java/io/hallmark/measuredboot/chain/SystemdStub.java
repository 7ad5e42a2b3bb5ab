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
import java.util.regex.Pattern;

/** systemd-stub's measurements, in the order of {@code src/boot/efi/stub.c} (since v257 {@code src/boot/stub.c}). */
final class SystemdStub {
    private static final Pattern PROFILE = Pattern.compile("@\\d+(?: |$)");

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
        unknown("what systemd-stub " + version + " measures is not known (known: " + StubBuild.known()
                + "): record a boot of it and add its row, or build the image with a stub that is known");
    }

    /** No PCR that the stub or the kernel that it starts measures into can be told. */
    private void unknown(String reason) {
        boot.assumed(11, EventType.EV_IPL, new byte[0], "sections of " + image.name(), reason);
        boot.assumed(12, EventType.EV_IPL, new byte[0], "load options and companions of " + image.name(), reason);
        boot.assumed(13, EventType.EV_IPL, new byte[0], "system extensions of " + image.name(), reason);
        boot.assumed(
                4,
                EventType.EV_EFI_BOOT_SERVICES_APPLICATION,
                new byte[0],
                "add-ons and kernel inside " + image.name(),
                reason);
        boot.assumed(9, EventType.EV_EVENT_TAG, new byte[0], "load options and initrd of " + image.name(), reason);
    }

    void run(
            StubBuild build,
            CommandLine given,
            Map<String, String> companionFiles,
            Map<String, String> globalCredentials) {
        PeFacts pe = image.facts()
                .pe()
                .orElseThrow(() -> new io.hallmark.measuredboot.MeasuredBootException("artifact '" + image.name()
                        + "' (" + image.origin() + ") is no PE file, so it can't be a unified kernel image"));
        StubSections sections = StubSections.of(pe, build);
        Optional<String> unknown = sections.unknown().or(() -> profile(build, given));
        if (unknown.isPresent()) {
            unknown(unknown.get());
            return;
        }
        sections.byName().keySet().stream()
                .filter(build::uses)
                .flatMap(name -> build.unconfirmed(name).stream())
                .forEach(rule -> boot.unconfirmed(rule, 4, 9, 11, 12, 13));
        measureSections(build, sections);
        CommandLine taken = taken(build, sections, given);
        boot.loadOptions(taken, "uki.options");
        Companions companions = new Companions(boot, build, sections, companionFiles, globalCredentials);
        companions.measure();
        startKernel(build, sections, taken, companions);
    }

    /** Load options that choose a profile ({@code parse_profile_from_cmdline} in {@code src/boot/stub.c}). */
    private static Optional<String> profile(StubBuild build, CommandLine given) {
        return given.text()
                .filter(options -> build.profiles() && PROFILE.matcher(options).lookingAt())
                .map(options -> "the load options '" + options + "' choose a profile of the image: boot an image with a"
                        + " single profile, without the number");
    }

    private void measureSections(StubBuild build, StubSections sections) {
        for (String name : build.sections()) {
            sections.get(name).ifPresent(this::section);
        }
        if (sections.automaticDevicetree()) {
            boot.assumed(
                    11,
                    EventType.EV_IPL,
                    new byte[0],
                    "section " + StubSections.DTBAUTO,
                    "which devicetree of the image is taken, and whether one is, depends on the node's devicetree or"
                            + " hardware ids: use an image with a .dtb for one kind of machine");
        }
    }

    /**
     * The load options in place of the image's own command line: with Secure Boot only if the image has none
     * ({@code use_load_options} and {@code settle_command_line} in {@code stub.c}).
     */
    private CommandLine taken(StubBuild build, StubSections sections, CommandLine given) {
        boolean secure = boot.ask(on -> on.firmware().secureBoot());
        if (given.isNone()
                || given.text().filter(String::isBlank).isPresent()
                || secure && sections.get(".cmdline").isPresent()) {
            return CommandLine.NONE;
        }
        if (secure && build.profiles()) {
            return CommandLine.unknown("with Secure Boot the load options of an image without .cmdline are used, but"
                    + " not in a confidential VM: give the image a command line");
        }
        return given.text().map(build.mangling()::apply).orElse(given);
    }

    private void section(SectionFacts section) {
        byte[] data = Utf16.terminated(section.name());
        boot.computed(
                11,
                EventType.EV_IPL,
                boot.digests((section.name() + "\0").getBytes(StandardCharsets.US_ASCII)),
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

    private void startKernel(StubBuild build, StubSections sections, CommandLine taken, Companions companions) {
        Optional<SectionFacts> linux = sections.get(".linux");
        if (!boot.ask(on -> on.firmware().secureBoot())) {
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
        if (stub.measures()) {
            CommandLine own = taken.isNone() ? sections.commandLine(build.mangling()) : taken;
            stub.loadOptions(own.and(companions.addonOptions()), Terminator.NUL);
            handInitrd(build, sections, companions, stub);
        } else {
            stub.notCovered();
        }
    }

    /** What is handed over as one initrd; of several parts each is padded to 4 bytes ({@code combine_initrds}). */
    private void handInitrd(StubBuild build, StubSections sections, Companions companions, EfiStub stub) {
        Optional<String> unknown = companions
                .initrdUnknown()
                .or(() -> build.archived().stream()
                        .flatMap(name -> sections.get(name).stream())
                        .filter(section -> section.content().isEmpty())
                        .findFirst()
                        .map(StubSections::notKept));
        if (unknown.isPresent()) {
            stub.initrdAssumed(unknown.get());
            return;
        }
        List<List<Piece>> parts = new ArrayList<>();
        List<String> own = build.initrds().stream()
                .filter(name -> sections.get(name).isPresent())
                .toList();
        own.forEach(name -> parts.add(List.of(new Section(image, name))));
        parts.addAll(companions.initrdParts());
        for (String name : build.archived()) {
            sections.get(name)
                    .flatMap(SectionFacts::content)
                    .ifPresent(content ->
                            parts.add(List.of(new Literal(new Content(StubArchive.embedded(name, content.bytes()))))));
        }
        if (parts.isEmpty()) {
            return;
        }
        List<String> from = new ArrayList<>(List.of(image.name()));
        from.addAll(companions.initrdArtifacts());
        Optional<Digests> digests = parts.size() == 1 && own.size() == 1
                ? sections.get(own.get(0)).map(SectionFacts::digests)
                : boot.digests(joined(parts, parts.size() == own.size()));
        stub.initrd(digests.map(d -> d.only(boot.banks())), from);
    }

    /** @param padEnd whether the last part need not end at a multiple of 4 bytes, as archives do */
    private static Composition joined(List<List<Piece>> parts, boolean padEnd) {
        List<Piece> pieces = new ArrayList<>();
        for (List<Piece> part : parts) {
            if (!pieces.isEmpty()) {
                pieces.add(new PadTo(4));
            }
            pieces.addAll(part);
        }
        if (padEnd) {
            pieces.add(new PadTo(4));
        }
        return new Composition(pieces);
    }
}
