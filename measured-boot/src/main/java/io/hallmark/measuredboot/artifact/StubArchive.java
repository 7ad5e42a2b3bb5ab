package io.hallmark.measuredboot.artifact;

import io.hallmark.measuredboot.artifact.Composition.Literal;
import io.hallmark.measuredboot.artifact.Composition.PadTo;
import io.hallmark.measuredboot.artifact.Composition.Piece;
import io.hallmark.measuredboot.artifact.Composition.Whole;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * The cpio archives (newc) that systemd-stub makes to pass files to the kernel, byte for byte: {@code src/boot/efi/cpio.c}.
 * Inodes are counted from 1; time stamps and owners are zero; the trailer's name size is written in upper case.
 */
public final class StubArchive {
    /** Sections that stubs since v252 pass on in archives of their own, in this order. */
    public static final List<String> SIGNATURES = List.of(".pcrsig", ".pcrpkey");

    /** The same since v257. */
    public static final List<String> EMBEDDED = List.of(".pcrsig", ".pcrpkey", ".osrel", ".profile");

    private static final Map<String, String> FILES = Map.of(
            ".pcrsig", "tpm2-pcr-signature.json",
            ".pcrpkey", "tpm2-pcr-public-key.pem",
            ".osrel", "os-release",
            ".profile", "profile");

    private static final int DIRECTORY = 0040000;
    private static final int FILE = 0100000;
    private static final String TRAILER = "TRAILER!!!";

    private final List<Piece> pieces = new ArrayList<>();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private int inode;

    private StubArchive() {}

    /**
     * The archive of its own that the stub makes of a section ({@code pack_cpio_literal}, called in {@code stub.c}).
     *
     * @param section one of {@link #EMBEDDED}
     */
    public static byte[] embedded(String section, byte[] content) {
        String path = ".extra/" + FILES.get(section);
        StubArchive archive = new StubArchive();
        archive.entry(DIRECTORY | 0555, ".extra", 0);
        archive.entry(FILE | 0444, path, content.length);
        archive.pending.writeBytes(content);
        archive.align(content.length);
        archive.trailer();
        return archive.pending.toByteArray();
    }

    /**
     * An archive of companion files.
     *
     * @param directory {@code .extra/credentials}; the one above it gets mode 0555
     * @param directoryMode permission bits of the last directory
     * @param fileMode permission bits of the files
     * @param files by name; what lies in the archive is their whole content
     */
    public static List<Piece> pieces(
            String directory, int directoryMode, int fileMode, SortedMap<String, Artifact> files) {
        StubArchive archive = new StubArchive();
        String path = "";
        for (String part : directory.split("/")) {
            path = path.isEmpty() ? part : path + "/" + part;
            archive.entry(DIRECTORY | (path.equals(directory) ? directoryMode : 0555), path, 0);
        }
        files.forEach((name, artifact) -> archive.file(directory + "/" + name, fileMode, artifact));
        archive.trailer();
        archive.flush();
        return List.copyOf(archive.pieces);
    }

    private void file(String path, int mode, Artifact artifact) {
        entry(FILE | mode, path, artifact.facts().size());
        flush();
        pieces.add(new Whole(artifact));
        pieces.add(new PadTo(4));
    }

    private void entry(int mode, String path, long size) {
        inode++;
        header(inode, mode, size, String.format(Locale.ROOT, "%08x", path.length() + 1), path);
    }

    private void trailer() {
        header(0, 0, 0, String.format(Locale.ROOT, "%08X", TRAILER.length() + 1), TRAILER);
    }

    private void header(int number, int mode, long size, String nameSize, String name) {
        int links = 1;
        String text = String.format(
                Locale.ROOT,
                "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s%08x",
                number,
                mode,
                0,
                0,
                links,
                0,
                size,
                0,
                0,
                0,
                0,
                nameSize,
                0);
        pending.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        pending.writeBytes((name + "\0").getBytes(StandardCharsets.UTF_8));
        align(text.length() + name.length() + 1L);
    }

    private void align(long written) {
        for (long i = written; i % 4 != 0; i++) {
            pending.write(0);
        }
    }

    private void flush() {
        if (pending.size() > 0) {
            pieces.add(new Literal(new Content(pending.toByteArray())));
            pending.reset();
        }
    }
}
