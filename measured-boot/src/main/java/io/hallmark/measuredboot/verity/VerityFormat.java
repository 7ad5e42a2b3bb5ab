package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.measure.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;

/** Makes the hash tree of an image, in one pass over it. The bytes are those of {@code veritysetup format}. */
public final class VerityFormat {
    private VerityFormat() {}

    /**
     * Computes the root hash and writes nothing.
     *
     * @param dataBlocks how many blocks of the file are protected; empty for all, and then the file must end with a block
     * @throws MeasuredBootException when the file can't be read or is not made of whole blocks
     */
    public static VerityTree rootHash(
            Path data, VerityParameters parameters, OptionalLong dataBlocks, Progress progress) {
        try (FileChannel channel = FileChannel.open(data)) {
            TreeLayout layout = layout(data, channel.size(), parameters, dataBlocks);
            return build(data, channel, layout, (level, index, block) -> {}, progress);
        } catch (IOException e) {
            throw failure(data, "can't be read", e);
        }
    }

    /**
     * Makes the tree and writes it, all or nothing: a file of its own appears when it is complete; within a file that
     * holds more, the superblock comes last, and what was added is taken away again when something fails.
     *
     * @param uuid for the superblock; not used when the area has none
     * @param dataBlocks how many blocks of the file are protected; empty for all before the hash area
     * @throws MeasuredBootException when a file can't be read or written, the data is not made of whole blocks, or the
     *     hash area would overwrite data
     */
    public static VerityTree format(
            Path data,
            HashArea area,
            VerityParameters parameters,
            UUID uuid,
            OptionalLong dataBlocks,
            Progress progress) {
        try (FileChannel channel = FileChannel.open(data)) {
            boolean same = Files.exists(area.file()) && Files.isSameFile(data, area.file());
            long size = same ? Math.min(channel.size(), area.offset()) : channel.size();
            TreeLayout layout = layout(data, size, parameters, dataBlocks);
            try (HashAreaWriter writer = HashAreaWriter.open(area, parameters.hashBlockSize(), same)) {
                VerityTree tree = build(
                        data,
                        channel,
                        layout,
                        (level, index, block) ->
                                writer.write(layout.levelOffset(level) + index * parameters.hashBlockSize(), block),
                        progress);
                writer.finish(new Superblock(uuid, layout));
                return tree;
            }
        } catch (IOException e) {
            throw failure(data, "can't be read, or " + area.file() + " can't be written", e);
        }
    }

    private static TreeLayout layout(Path data, long size, VerityParameters parameters, OptionalLong dataBlocks) {
        int block = parameters.dataBlockSize();
        TreeLayout layout;
        try {
            layout = TreeLayout.of(parameters, dataBlocks.orElse(size / block));
        } catch (MeasuredBootException e) {
            throw new MeasuredBootException(data + ": " + e.getMessage(), e);
        }
        if (layout.dataSize() > size) {
            throw new MeasuredBootException(data + ": " + layout.dataBlocks() + " data blocks of " + block
                    + " bytes are asked for, but the data has only " + size + " bytes (the hash area does not count)");
        }
        if (dataBlocks.isEmpty() && size % block != 0) {
            throw new MeasuredBootException(data + ": the last " + size % block + " of " + size
                    + " bytes are no whole block of " + block + " and would not be protected; fill the image up to a"
                    + " whole block, or give the number of data blocks, " + layout.dataBlocks());
        }
        return layout;
    }

    private static VerityTree build(
            Path data, FileChannel channel, TreeLayout layout, TreeBuilder.Sink sink, Progress progress)
            throws IOException {
        VerityParameters parameters = layout.parameters();
        TreeBuilder builder = new TreeBuilder(layout, sink);
        BlockPass.run(
                new BlockPass.Blocks(channel, data.toString(), 0, parameters.dataBlockSize(), layout.dataBlocks()),
                parameters,
                (first, digests, count) -> builder.add(digests, count),
                progress);
        Digest root = builder.finish();
        return new VerityTree(root, layout);
    }

    private static MeasuredBootException failure(Path file, String what, IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return new MeasuredBootException(missing.getFile() + ": there is no such file or folder", e);
        }
        return new MeasuredBootException(file + ": " + what + ": " + e.getMessage(), e);
    }
}
