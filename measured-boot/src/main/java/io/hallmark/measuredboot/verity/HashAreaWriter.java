package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.MeasuredBootException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Writes a hash area, all or nothing; what was not finished is undone by closing. */
final class HashAreaWriter implements AutoCloseable {
    private final HashArea area;
    private final int hashBlockSize;
    private final FileChannel channel;
    /** A file of its own is written here first. */
    private final Optional<Path> part;

    private final long sizeBefore;
    private boolean finished;

    private HashAreaWriter(HashArea area, int hashBlockSize, FileChannel channel, Optional<Path> part)
            throws IOException {
        this.area = area;
        this.hashBlockSize = hashBlockSize;
        this.channel = channel;
        this.part = part;
        this.sizeBefore = channel.size();
    }

    /** @param withData whether the file is that of the data */
    static HashAreaWriter open(HashArea area, int hashBlockSize, boolean withData) throws IOException {
        area.treeOffset(hashBlockSize);
        if (Files.exists(area.file()) && !Files.isRegularFile(area.file())) {
            throw new MeasuredBootException(area.file() + ": is no regular file; write to a file and copy it there");
        }
        if (withData || area.offset() > 0) {
            FileChannel channel = FileChannel.open(area.file(), StandardOpenOption.WRITE);
            HashAreaWriter writer = new HashAreaWriter(area, hashBlockSize, channel, Optional.empty());
            writer.forgetOldSuperblock();
            return writer;
        }
        Path target = area.file().toAbsolutePath();
        Path part =
                Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
        FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
        return new HashAreaWriter(area, hashBlockSize, channel, Optional.of(part));
    }

    /** @param offset from the start of the tree */
    void write(long offset, byte[] block) throws IOException {
        writeAt(area.treeOffset(hashBlockSize) + offset, block);
    }

    /** Makes what was written valid. */
    void finish(Superblock superblock) throws IOException {
        channel.force(true);
        if (area.superblock()) {
            int size = (int) (area.treeOffset(hashBlockSize) - area.offset());
            writeAt(area.offset(), java.util.Arrays.copyOf(superblock.bytes(), size));
            channel.force(true);
        }
        if (part.isPresent()) {
            Files.move(part.get(), area.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        finished = true;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (finished) {
                return;
            }
            if (part.isPresent()) {
                Files.delete(part.get());
            } else {
                channel.truncate(Math.max(sizeBefore, area.offset()));
            }
        }
    }

    /** A tree that is half the old one and half the new must not look whole after a crash. */
    private void forgetOldSuperblock() throws IOException {
        if (area.superblock() && area.offset() < sizeBefore) {
            writeAt(area.offset(), new byte[(int) Math.min(Superblock.SIZE, sizeBefore - area.offset())]);
            channel.force(true);
        }
    }

    private void writeAt(long offset, byte[] bytes) throws IOException {
        ByteBuffer view = ByteBuffer.wrap(bytes);
        while (view.hasRemaining()) {
            channel.write(view, offset + view.position());
        }
    }
}
