package io.hallmark.baselines.rootfs;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.initramfs.Decompressors;
import io.hallmark.measuredboot.initramfs.Compression;
import io.hallmark.measuredboot.initramfs.Decompressor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** What a root file system comes as, told by what it begins with. */
enum RootFormat {
    DIRECTORY,
    TAR,
    CPIO,
    SQUASHFS,
    EXT4;

    private static final int START = 4096;
    private static final int EXT_MAGIC = 1024 + 56;

    /** @throws BaselinesException when it is nothing that can be read */
    static RootFormat of(Path image) throws IOException {
        if (Files.isDirectory(image)) {
            return DIRECTORY;
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(image)) {
            start = in.readNBytes(START);
        }
        String magic = new String(start, 0, Math.min(6, start.length), StandardCharsets.ISO_8859_1);
        if (magic.startsWith("hsqs")) {
            return SQUASHFS;
        }
        if (start.length > EXT_MAGIC + 1
                && (start[EXT_MAGIC] & 0xFF) == 0x53
                && (start[EXT_MAGIC + 1] & 0xFF) == 0xEF) {
            return EXT4;
        }
        if (TarHeader.isAt(start)) {
            return TAR;
        }
        if (magic.equals("070701") || magic.equals("070702")) {
            return CPIO;
        }
        if (Compression.of(start).isPresent()) {
            try (InputStream in = unpacked(image)) {
                return TarHeader.isAt(in.readNBytes(TarHeader.BLOCK)) ? TAR : CPIO;
            }
        }
        throw new BaselinesException(
                image + ": is no folder, tar archive, cpio archive (initramfs), squashfs or ext4 file"
                        + " system; of an image with partitions, give the partition");
    }

    /** The bytes of a file, unpacked when they are compressed. */
    static InputStream unpacked(Path image) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(image), 256 * 1024);
        try {
            return unpacked(image, in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream unpacked(Path image, BufferedInputStream in) throws IOException {
        in.mark(16);
        byte[] start = in.readNBytes(6);
        in.reset();
        Optional<Compression> compression = Compression.of(start);
        if (compression.isEmpty()) {
            return in;
        }
        if (compression.get() == Compression.GZIP) {
            return new GZIPInputStream(in, 64 * 1024);
        }
        for (Decompressor decompressor : Decompressors.all()) {
            if (decompressor.recognises(start)) {
                return decompressor.open(in);
            }
        }
        throw new BaselinesException(image + ": can't be unpacked here: it is compressed with "
                + compression.get().label());
    }
}
