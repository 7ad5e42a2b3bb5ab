package io.hallmark.measuredboot.measure;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.artifact.StubArchive;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.digest.Hasher;
import io.hallmark.measuredboot.io.RandomBytes;
import io.hallmark.measuredboot.pe.PeLayout;
import io.hallmark.measuredboot.pe.PeLayout.Range;
import io.hallmark.measuredboot.pe.PeSection;
import io.hallmark.measuredboot.pe.Sbat;
import io.hallmark.measuredboot.pe.SignatureReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is measured of a PE file besides its bytes; gives the takers for the pass, and the facts after it. */
final class PeMeasurer {
    /** The sections whose contents loaders measure or that say what the file is; others are the program itself. */
    private static final Set<String> MEASURED = Set.of(
            ".linux",
            ".osrel",
            ".cmdline",
            ".initrd",
            ".ucode",
            ".splash",
            ".dtb",
            ".dtbauto",
            ".hwids",
            ".efifw",
            ".uname",
            ".sbat",
            ".pcrsig",
            ".pcrpkey",
            ".profile",
            ".sdmagic",
            ".sbatlevel",
            ".vendor_cert");

    /** Sections can be larger in memory than in the file; more zeros than this are no boot file's. */
    private static final long MOST_ZEROS = 64L * 1024 * 1024;

    /** Where the archives of a release end. */
    private static final Set<String> LAST_ARCHIVES = Set.of(".pcrpkey", ".profile");

    private static final List<Bank> BANKS = Bank.allComputable();

    private final RandomBytes file;
    private final PeLayout layout;
    private final AuthenticodeHasher authenticode;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Digests> compositions = new TreeMap<>();

    /** A section that is measured, its bytes if it is small, and the PE file inside it, if there is one. */
    private record Part(
            PeSection section,
            RangeHasher hasher,
            Optional<RangeKeeper> keeper,
            Optional<AuthenticodeHasher> image,
            Optional<String> linuxVersion) {
        Optional<Content> content() {
            return keeper.map(kept -> kept.content(section.virtualSize()));
        }
    }

    PeMeasurer(RandomBytes file, PeLayout layout) throws IOException {
        this.file = file;
        this.layout = layout;
        this.authenticode = new AuthenticodeHasher(file, layout, BANKS);
        long zeros = 0;
        for (PeSection section : layout.sections()) {
            if (MEASURED.contains(section.name())) {
                zeros += section.zeros();
                if (zeros > MOST_ZEROS) {
                    throw new MeasuredBootException(file.name() + ": damaged PE file: section " + section.name()
                            + " at offset " + section.rawOffset() + " has " + section.contentSize()
                            + " bytes in the file and claims " + section.virtualSize()
                            + " in memory; get the file again from where it was built");
                }
                parts.add(part(section));
            }
        }
    }

    private Part part(PeSection section) throws IOException {
        Range range = new Range(section.rawOffset(), section.rawOffset() + section.contentSize());
        Optional<RangeKeeper> keeper = section.virtualSize() <= FileFacts.KEPT_CONTENT
                ? Optional.of(new RangeKeeper(range))
                : Optional.empty();
        RangeHasher hasher = new RangeHasher(List.of(range), BANKS);
        if (!section.name().equals(".linux")) {
            return new Part(section, hasher, keeper, Optional.empty(), Optional.empty());
        }
        RandomBytes inner = file.part("section .linux", section.rawOffset(), section.contentSize());
        byte[] start = inner.read(0, (int) Math.min(inner.length(), LinuxVersion.NEEDED));
        return new Part(section, hasher, keeper, image(inner, start), LinuxVersion.of(start));
    }

    /** The Authenticode digest of the kernel inside a unified kernel image: its stub starts it with LoadImage. */
    private static Optional<AuthenticodeHasher> image(RandomBytes inner, byte[] start) throws IOException {
        if (start.length < 64 || !PeLayout.claimed(start)) {
            return Optional.empty();
        }
        return PeLayout.read(inner).map(layout -> new AuthenticodeHasher(inner, layout, BANKS));
    }

    List<Taker> takers() {
        List<Taker> takers = new ArrayList<>();
        takers.add(authenticode.taker());
        for (Part part : parts) {
            takers.add(part.hasher());
            part.keeper().ifPresent(takers::add);
            part.image().ifPresent(image -> takers.add(image.taker()));
        }
        return takers;
    }

    /** The facts, after the pass. */
    PeFacts facts(List<String> notes) throws IOException {
        List<SectionFacts> sections = new ArrayList<>();
        for (Part part : parts) {
            PeSection section = part.section();
            Hasher hasher = part.hasher().hasher();
            hasher.zeros(section.zeros());
            Optional<Hasher> handed = section.name().equals(".initrd") ? Optional.of(hasher.fork()) : Optional.empty();
            Digests digests = hasher.finish();
            handed.ifPresent(h -> compose(h, section, digests));
            sections.add(new SectionFacts(
                    section.name(),
                    section.virtualSize(),
                    digests,
                    part.image().isPresent() ? Optional.of(part.image().get().finish()) : Optional.empty(),
                    part.linuxVersion(),
                    part.content()));
        }
        content(".sbat").ifPresent(sbat -> Sbat.parse(sbat.text()).rows().forEach(row -> notes.add("SBAT " + row)));
        if (authenticode.hasGaps()) {
            notes.add("has gaps between its sections: the digest is that of EDK2, shim and pesign, which hash the end"
                    + " of such a file twice; other firmware may differ, build the file without gaps");
        }
        return new PeFacts(authenticode.finish(), sections, SignatureReader.signers(file, layout, notes));
    }

    /** Compositions that begin with a part of the file, after {@link #facts}. */
    Map<String, Digests> compositions() {
        return compositions;
    }

    /** What systemd-stub hands to the kernel as initrd when there are no companion files: by releases, so many archives. */
    private void compose(Hasher hasher, PeSection section, Digests initrd) {
        hasher.zeros((4 - section.virtualSize() % 4) % 4);
        int archives = 0;
        StringBuilder key = new StringBuilder(
                "sha256:" + initrd.in(Bank.SHA256).orElseThrow().hex());
        for (String name : StubArchive.EMBEDDED) {
            Optional<Content> content = content(name).filter(bytes -> bytes.size() > 0);
            if (content.isPresent()) {
                byte[] archive = StubArchive.embedded(name, content.get().bytes());
                hasher.update(archive);
                key.append(" pad:4 sha256:").append(Bank.SHA256.hash(archive).hex());
                archives++;
            }
            if (archives > 0 && LAST_ARCHIVES.contains(name)) {
                compositions.put(key.toString(), hasher.fork().finish());
            }
        }
    }

    private Optional<Content> content(String name) {
        return parts.stream()
                .filter(part -> part.section().name().equals(name))
                .findFirst()
                .flatMap(Part::content);
    }
}
