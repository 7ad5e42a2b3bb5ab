package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.artifact.Composition.Piece;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.artifact.StubArchive;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The files beside a unified kernel image that systemd-stub passes to the kernel: packed into cpio archives that are
 * measured and appended to the initrd, and add-ons whose command lines are appended as one ({@code src/boot/efi/cpio.c},
 * {@code src/boot/efi/stub.c}).
 */
final class Companions {
    private static final int LONGEST_NAME = 255;

    private final Boot boot;
    private final List<Archive> archives = new ArrayList<>();
    private final List<String> addons = new ArrayList<>();
    private final StubBuild build;
    private final StubSections image;
    private CommandLine addonOptions = CommandLine.NONE;
    private Optional<String> initrdUnknown = Optional.empty();

    /** Sections of an add-on that change what the kernel gets besides its command line; no recording shows how. */
    private static final List<String> NOT_FOLLOWED = List.of(".dtb", StubSections.DTBAUTO, ".ucode", ".initrd");

    /** An archive of companion files, and the PCR that it is measured into. */
    private record Archive(int pcr, String label, List<Piece> pieces, List<String> artifacts) {}

    Companions(
            Boot boot,
            StubBuild build,
            StubSections image,
            Map<String, String> files,
            Map<String, String> globalCredentials) {
        this.boot = boot;
        this.image = image;
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
                select(globalCredentials, name -> name.endsWith(".cred")));
        archive(13, "System extension initrd", ".extra/sysext", 0555, 0444, select(files, build::isSystemExtension));
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
        addons();
        for (Archive archive : archives) {
            Optional<Digests> digests = boot.digests(new Composition(archive.pieces()));
            byte[] data = Utf16.terminated(archive.label());
            if (digests.isPresent()) {
                boot.computed(
                        archive.pcr(),
                        EventType.EV_IPL,
                        digests.get(),
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

    /** Loads the add-ons; their command lines are joined and measured as one ({@code load_addons}). */
    private void addons() {
        StringBuilder joined = new StringBuilder();
        for (String name : addons) {
            boot.image(1, "uki.addon", name);
            CommandLine options = addon(name);
            if (options.unknown().isPresent() && addonOptions.unknown().isEmpty()) {
                addonOptions = options;
            }
            options.text()
                    .ifPresent(
                            text -> joined.append(joined.isEmpty() ? "" : " ").append(text));
        }
        if (addonOptions.unknown().isEmpty()) {
            CommandLine all = build.mangling().apply(joined.toString());
            addonOptions = all.text().filter(String::isEmpty).isPresent() ? CommandLine.NONE : all;
        }
        boot.loadOptions(addonOptions, "uki.addon-options");
    }

    private CommandLine addon(String name) {
        Map<String, SectionFacts> sections = new LinkedHashMap<>();
        boot.artifact(name).facts().pe().map(PeFacts::sections).orElse(List.of()).stream()
                .filter(section -> section.virtualSize() > 0)
                .forEach(section -> sections.putIfAbsent(section.name(), section));
        if (sections.isEmpty()) {
            return notFollowed(
                    name,
                    "the add-on's sections are not known: give the file itself, or a digest file that 'hallmark"
                            + " digest' wrote of it");
        }
        Optional<SectionFacts> wanted = image.get(".uname");
        Optional<SectionFacts> uname = Optional.ofNullable(sections.get(".uname"));
        if (sections.containsKey(".linux")) {
            return CommandLine.NONE;
        }
        if (wanted.isPresent()
                && uname.isPresent()
                && !wanted.get().digests().equals(uname.get().digests())) {
            return notFollowed(
                    name, "it is for another kernel release than the image by its .uname, so that it may be ignored");
        }
        for (String section : NOT_FOLLOWED) {
            if (sections.containsKey(section)) {
                return notFollowed(name, "what the stub makes of its section " + section + " is not followed");
            }
        }
        return Optional.ofNullable(sections.get(".cmdline"))
                .map(section -> StubSections.commandLine(section, build.mangling()))
                .orElse(CommandLine.NONE);
    }

    private CommandLine notFollowed(String addon, String reason) {
        String words = "add-on '" + addon + "': " + reason;
        initrdUnknown = initrdUnknown.or(() -> Optional.of(words));
        return CommandLine.unknown(words);
    }

    /** The command line that add-ons make, known after {@link #measure}; none if there are none. */
    CommandLine addonOptions() {
        return addonOptions;
    }

    /** Why what add-ons do to the initrd is not known, after {@link #measure}. */
    Optional<String> initrdUnknown() {
        return initrdUnknown;
    }

    /** What is appended to the initrd: archives, in order. */
    List<List<Piece>> initrdParts() {
        return archives.stream().map(Archive::pieces).toList();
    }

    List<String> initrdArtifacts() {
        return archives.stream()
                .flatMap(archive -> archive.artifacts().stream())
                .toList();
    }

    /** The stub goes by suffix whatever its case, and leaves out what Linux would not show or could not name. */
    private SortedMap<String, Artifact> select(Map<String, String> files, Predicate<String> wanted) {
        SortedMap<String, Artifact> selected = new TreeMap<>();
        files.forEach((name, artifact) -> {
            boolean usable = !name.startsWith(".")
                    && name.length() <= LONGEST_NAME
                    && name.chars().allMatch(c -> c < 0x80);
            if (usable && wanted.test(name.toLowerCase(Locale.ROOT))) {
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
