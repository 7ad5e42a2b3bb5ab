package io.hallmark.baselines.initramfs;

import io.airlift.compress.zstd.ZstdInputStream;
import io.hallmark.measuredboot.initramfs.Compression;
import io.hallmark.measuredboot.initramfs.Decompressor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.SingleXZInputStream;

/** The decompressors beyond gzip, which the JDK has: those that Linux takes for an initramfs, but for lzo. */
public final class Decompressors {
    /** What an xz or lzma dictionary may need, in KiB. */
    private static final int MEMORY_KIB = 256 * 1024;

    private Decompressors() {}

    public static List<Decompressor> all() {
        return List.of(
                new Format(Compression.XZ, in -> new SingleXZInputStream(in, MEMORY_KIB)),
                new Format(Compression.LZMA, in -> new LZMAInputStream(in, MEMORY_KIB)),
                new Format(Compression.ZSTD, ZstdInputStream::new),
                new Format(Compression.BZIP2, in -> new BZip2CompressorInputStream(in, false)),
                new Format(Compression.LZ4_LEGACY, Lz4Blocks::legacy),
                new Format(Compression.LZ4_FRAME, Lz4Blocks::frame));
    }

    /** Opens a member. */
    @FunctionalInterface
    private interface Opener {
        InputStream open(InputStream in) throws IOException;
    }

    private record Format(Compression compression, Opener opener) implements Decompressor {
        @Override
        public boolean recognises(byte[] start) {
            return Compression.of(start).filter(compression::equals).isPresent();
        }

        @Override
        public InputStream open(InputStream in) throws IOException {
            return new GuardedInputStream(opener.open(in));
        }
    }
}
