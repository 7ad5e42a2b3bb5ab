package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.artifact.Composition.PadTo;
import io.hallmark.measuredboot.artifact.Composition.Piece;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.artifact.StubArchive;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The files beside a unified kernel image that systemd-stub passes to the kernel: packed into cpio archives that are
 * measured and appended to the initrd, and add-ons whose command line is appended ({@code src/boot/efi/cpio.c}).
 */
final class Companions {
    private final Boot boot;
    private final List<Archive> archives = new ArrayList<>();
    private final List<String> addons = new ArrayList<>();
    private final List<String> addonOptions = new ArrayList<>();
    private final StubBuild build;
    private boolean addonsKnown = true;

    /** An archive of companion files, and the PCR that it is measured into. */
    private record Archive(int pcr, String label, List<Piece> pieces, List<String> artifacts) {}

    Companions(Boot boot, StubBuild build, Map<String, String> files, Map<String, String> globalCredentials) {
        this.boot = boot;
        this.build = build;
        if (build.addons()) {
            select(files, name -> name.endsWith(".addon.efi")).forEach((name, artifact) -> addons.add(artifact.name()));
        }
        SortedMap<String, Artifact> credentials = select(files, name -> name.endsWith(".cred"));
        archive(12, "Credentials initrd", ".extra/credentials", 0500, 0400, credentials);
        archive(
                12,
                "Global credentials initrd",
                ".extra/global_credentials",
                0500,
                0400,
                select(globalCredentials, name -> true));
        archive(
                13,
                "System extension initrd",
                ".extra/sysext",
                0555,
                0444,
                select(files, name -> build.sysextSuffixes().stream().anyMatch(name::endsWith)));
        if (build.confexts()) {
            archive(
                    12,
                    "Configuration extension initrd",
                    ".extra/confext",
                    0555,
                    0444,
                    select(files, name -> name.endsWith(".confext.raw")));
        }
    }

    /** Adds the events, in the stub's order: add-ons, then the archives. */
    void measure() {
        addons.forEach(this::addon);
        for (Archive archive : archives) {
            Optional<Digests> digests = boot.artifacts().digests(new Composition(archive.pieces()));
            byte[] data = Utf16.terminated(archive.label());
            if (digests.isPresent()) {
                boot.computed(
                        archive.pcr(),
                        EventType.EV_IPL,
                        digests.get().only(boot.banks()),
                        data,
                        archive.label(),
                        "uki.companions",
                        archive.artifacts().toArray(String[]::new));
            } else {
                boot.assumed(
                        archive.pcr(),
                        EventType.EV_IPL,
                        data,
                        archive.label(),
                        "the stub packs the companion files (" + String.join(", ", archive.artifacts())
                                + ") into an archive, so their bytes are needed: give the files, not their digests");
            }
        }
    }

    private void addon(String name) {
        boot.image(1, "uki.addon", name);
        List<SectionFacts> sections =
                boot.artifact(name).facts().pe().map(PeFacts::sections).orElse(List.of());
        if (sections.isEmpty()) {
            addonsKnown = false;
            boot.assumed(
                    12,
                    EventType.EV_IPL,
                    new byte[0],
                    "command line of add-on " + name,
                    "the add-on's sections are not known: give the file itself, or a digest file that 'hallmark digest'"
                            + " wrote of it");
            return;
        }
        sections.stream()
                .filter(section -> section.name().equals(".cmdline"))
                .findFirst()
                .flatMap(SectionFacts::content)
                .map(content -> build.commandLine(content.text()))
                .ifPresent(options -> {
                    addonOptions.add(options);
                    boot.loadOptions(options, "uki.addon-options");
                });
    }

    /** Whether the command line that add-ons make is known, after {@link #measure}. */
    boolean addonsKnown() {
        return addonsKnown;
    }

    /** The command lines of add-ons, known after {@link #measure}. */
    List<String> addonOptions() {
        return List.copyOf(addonOptions);
    }

    /** What is appended to the initrd; each archive begins at a multiple of 4 bytes. */
    List<Piece> initrdPieces(boolean afterOther) {
        List<Piece> pieces = new ArrayList<>();
        for (Archive archive : archives) {
            if (afterOther || !pieces.isEmpty()) {
                pieces.add(new PadTo(4));
            }
            pieces.addAll(archive.pieces());
        }
        return pieces;
    }

    List<String> initrdArtifacts() {
        return archives.stream()
                .flatMap(archive -> archive.artifacts().stream())
                .toList();
    }

    private SortedMap<String, Artifact> select(Map<String, String> files, Predicate<String> wanted) {
        SortedMap<String, Artifact> selected = new TreeMap<>();
        files.forEach((name, artifact) -> {
            if (wanted.test(name)) {
                selected.put(name, boot.artifact(artifact));
            }
        });
        return selected;
    }

    private void archive(
            int pcr,
            String label,
            String directory,
            int directoryMode,
            int fileMode,
            SortedMap<String, Artifact> files) {
        if (!files.isEmpty()) {
            archives.add(new Archive(
                    pcr,
                    label,
                    StubArchive.pieces(directory, directoryMode, fileMode, files),
                    files.values().stream().map(Artifact::name).toList()));
        }
    }
}
