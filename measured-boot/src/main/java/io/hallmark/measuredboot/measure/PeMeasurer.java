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
            ".linux", ".osrel", ".cmdline", ".initrd", ".ucode", ".splash", ".dtb", ".dtbauto", ".hwids", ".efifw",
            ".uname", ".sbat", ".pcrsig", ".pcrpkey", ".profile", ".sdmagic", ".sbatlevel", ".vendor_cert");

    /** A section can be larger in memory than in the file; more zeros than this are no boot file's. */
    private static final long MOST_ZEROS = 64L * 1024 * 1024;

    private static final List<Bank> BANKS = Bank.allComputable();

    private final RandomBytes file;
    private final PeLayout layout;
    private final RangeHasher authenticode;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Digests> compositions = new TreeMap<>();

    /** A section that is measured, and the PE file inside it, if there is one. */
    private record Part(PeSection section, RangeHasher content, Optional<RangeHasher> image) {}

    PeMeasurer(RandomBytes file, PeLayout layout) throws IOException {
        this.file = file;
        this.layout = layout;
        this.authenticode = hasher(layout, 0);
        for (PeSection section : layout.sections()) {
            if (MEASURED.contains(section.name())) {
                if (section.memorySize() - section.contentSize() > MOST_ZEROS) {
                    throw new MeasuredBootException(file.name() + ": damaged PE file: section " + section.name()
                            + " at offset " + section.rawOffset() + " has " + section.contentSize()
                            + " bytes in the file and claims " + section.memorySize() + " in memory");
                }
                Range content = new Range(section.rawOffset(), section.rawOffset() + section.contentSize());
                parts.add(new Part(section, new RangeHasher(List.of(content), BANKS), image(section)));
            }
        }
    }

    /** The Authenticode digest of the kernel inside a unified kernel image: its stub starts it with LoadImage. */
    private Optional<RangeHasher> image(PeSection section) throws IOException {
        if (!section.name().equals(".linux") || section.contentSize() < 64) {
            return Optional.empty();
        }
        RandomBytes inner = file.part("section .linux", section.rawOffset(), section.contentSize());
        if (!PeLayout.claimed(inner.read(0, 2))) {
            return Optional.empty();
        }
        Optional<PeLayout> innerLayout = PeLayout.read(inner);
        return innerLayout.isPresent()
                ? Optional.of(hasher(innerLayout.get(), section.rawOffset()))
                : Optional.empty();
    }

    private RangeHasher hasher(PeLayout of, long shift) {
        List<Range> ranges = new ArrayList<>();
        long end = 0;
        for (Range range : of.authenticodeRanges()) {
            if (range.start() < end) {
                throw new MeasuredBootException(file.name() + ": PE file with gaps between its sections, so that the"
                        + " digest covers bytes at offset " + (shift + range.start())
                        + " twice; firmware disagrees about such files, build it without gaps");
            }
            ranges.add(new Range(shift + range.start(), shift + range.end()));
            end = range.end();
        }
        return new RangeHasher(ranges, BANKS);
    }

    List<RangeHasher> takers() {
        List<RangeHasher> takers = new ArrayList<>();
        takers.add(authenticode);
        for (Part part : parts) {
            takers.add(part.content());
            part.image().ifPresent(takers::add);
        }
        return takers;
    }

    /** The facts, after the pass. */
    PeFacts facts(List<String> notes) throws IOException {
        Optional<Content> osRelease = content(".osrel");
        List<SectionFacts> sections = new ArrayList<>();
        for (Part part : parts) {
            PeSection section = part.section();
            Hasher hasher = part.content().hasher();
            hasher.zeros(section.memorySize() - section.contentSize());
            Optional<Hasher> handed = section.name().equals(".initrd") && osRelease.isPresent()
                    ? Optional.of(hasher.fork())
                    : Optional.empty();
            Digests digests = hasher.finish();
            handed.ifPresent(h -> compose(h, section, digests, osRelease.orElseThrow()));
            sections.add(new SectionFacts(
                    section.name(),
                    section.memorySize(),
                    digests,
                    part.image().map(image -> image.hasher().finish()),
                    linuxVersion(section),
                    content(section)));
        }
        content(".sbat").ifPresent(sbat -> Sbat.parse(sbat.text()).rows().forEach(row -> notes.add("SBAT " + row)));
        return new PeFacts(
                authenticode.hasher().finish(), sections, SignatureReader.signers(file, layout, notes));
    }

    /** Compositions that begin with a part of the file, after {@link #facts}. */
    Map<String, Digests> compositions() {
        return compositions;
    }

    /** What systemd-stub hands to the kernel as initrd when there are no companion files. */
    private void compose(Hasher hasher, PeSection section, Digests initrd, Content osRelease) {
        byte[] archive = StubArchive.osRelease(osRelease.bytes());
        hasher.zeros((4 - section.memorySize() % 4) % 4);
        hasher.update(archive);
        String key = "sha256:" + initrd.in(Bank.SHA256).orElseThrow().hex() + " pad:4 sha256:"
                + Bank.SHA256.hash(archive).hex();
        compositions.put(key, hasher.finish());
    }

    private Optional<String> linuxVersion(PeSection section) throws IOException {
        if (!section.name().equals(".linux")) {
            return Optional.empty();
        }
        int size = (int) Math.min(section.contentSize(), LinuxVersion.NEEDED);
        return LinuxVersion.of(file.read(section.rawOffset(), size));
    }

    private Optional<Content> content(String name) throws IOException {
        for (Part part : parts) {
            if (part.section().name().equals(name)) {
                return content(part.section());
            }
        }
        return Optional.empty();
    }

    private Optional<Content> content(PeSection section) throws IOException {
        if (section.memorySize() > FileFacts.KEPT_CONTENT) {
            return Optional.empty();
        }
        byte[] bytes = new byte[(int) section.memorySize()];
        byte[] read = file.read(section.rawOffset(), (int) section.contentSize());
        System.arraycopy(read, 0, bytes, 0, read.length);
        return Optional.of(new Content(bytes));
    }
}
