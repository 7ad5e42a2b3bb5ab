package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.measure.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks an image against its root hash from the top of the tree down, as a kernel does: the root hash vouches for the top
 * block, each level for the one below, and the lowest for the data. It stops at the first level that has bad blocks, because
 * nothing vouches for what is below them.
 */
public final class VerityCheck {
    private final FileChannel data;
    private final Path dataFile;
    private final FileChannel hashes;
    private final HashArea area;
    private final TreeLayout layout;
    private final Digest rootHash;

    private VerityCheck(
            FileChannel data, Path dataFile, FileChannel hashes, HashArea area, TreeLayout layout, Digest rootHash) {
        this.data = data;
        this.dataFile = dataFile;
        this.hashes = hashes;
        this.area = area;
        this.layout = layout;
        this.rootHash = rootHash;
    }

    /**
     * Checks an image whose hash area has a superblock, or one without whose layout is known.
     *
     * @param known the layout where the area has no superblock; must be empty where it has one
     * @throws MeasuredBootException when a file can't be read; damage is no exception but the result
     */
    public static Verification check(
            Path data, HashArea area, Optional<TreeLayout> known, Digest rootHash, Progress progress) {
        if (known.isPresent() == area.superblock()) {
            throw new IllegalArgumentException("either a superblock or a layout says how the tree was made");
        }
        try (FileChannel dataChannel = FileChannel.open(data);
                FileChannel hashChannel = FileChannel.open(area.file())) {
            TreeLayout layout;
            try {
                layout = known.isPresent()
                        ? known.get()
                        : superblock(hashChannel, area).layout();
            } catch (MeasuredBootException e) {
                Damage damage = new Damage(Damage.Part.SUPERBLOCK, 0, area.offset(), 1, e.getMessage());
                return new Verification(Optional.empty(), Optional.of(damage));
            }
            boolean same = Files.isSameFile(data, area.file());
            VerityCheck check = new VerityCheck(dataChannel, data, hashChannel, area, layout, rootHash);
            Optional<Damage> damage = check.sizes(same);
            return new Verification(Optional.of(layout), damage.isPresent() ? damage : check.levels(progress));
        } catch (NoSuchFileException e) {
            throw new MeasuredBootException(e.getFile() + ": there is no such file", e);
        } catch (IOException e) {
            throw new MeasuredBootException(data + " or " + area.file() + " can't be read: " + e.getMessage(), e);
        }
    }

    private static Superblock superblock(FileChannel channel, HashArea area) throws IOException {
        String where = area.file() + " at offset " + area.offset();
        if (channel.size() - area.offset() < Superblock.SIZE) {
            throw new MeasuredBootException(where + ": there is no room for a superblock of " + Superblock.SIZE
                    + " bytes; the file ends at " + channel.size());
        }
        byte[] bytes = new byte[Superblock.SIZE];
        BlockPass.read(channel, area.file().toString(), area.offset(), bytes, bytes.length);
        return Superblock.read(bytes, where);
    }

    /** Nothing is read before it is certain that the files hold all of it. */
    private Optional<Damage> sizes(boolean same) throws IOException {
        VerityParameters parameters = layout.parameters();
        if (parameters.algorithm() != rootHash.bank()) {
            return damage(
                    Damage.Part.SUPERBLOCK,
                    0,
                    area.offset(),
                    1,
                    area.file() + ": the hash algorithm is "
                            + parameters.algorithm().label() + ", but the root hash has the size of "
                            + rootHash.bank().label());
        }
        if (same && layout.dataSize() > area.offset()) {
            return damage(
                    Damage.Part.SUPERBLOCK,
                    0,
                    area.offset(),
                    1,
                    area.file() + ": " + layout.dataBlocks() + " data blocks would reach into the hash area at offset "
                            + area.offset());
        }
        if (data.size() < layout.dataSize()) {
            long whole = data.size() / parameters.dataBlockSize();
            return damage(
                    Damage.Part.DATA,
                    whole,
                    whole * parameters.dataBlockSize(),
                    layout.dataBlocks() - whole,
                    dataFile + ": ends at " + data.size() + ", within data block " + whole + " of "
                            + layout.dataBlocks() + "; it is truncated, or the superblock is damaged");
        }
        long end = area.treeOffset(parameters.hashBlockSize()) + layout.treeSize();
        if (hashes.size() < end) {
            return damage(
                    Damage.Part.HASH_TREE,
                    0,
                    hashes.size(),
                    1,
                    area.file() + ": ends at " + hashes.size() + ", but the hash tree reaches to " + end
                            + "; it is truncated, or the superblock is damaged");
        }
        return Optional.empty();
    }

    private Optional<Damage> levels(Progress progress) throws IOException {
        VerityParameters parameters = layout.parameters();
        for (int level = layout.levels().size() - 1; level >= 0; level--) {
            Optional<Damage> damage = level(
                    new BlockPass.Blocks(
                            hashes,
                            area.file().toString(),
                            offset(level),
                            parameters.hashBlockSize(),
                            layout.levels().get(level)),
                    level,
                    Progress.NONE);
            if (damage.isPresent()) {
                return damage;
            }
        }
        return level(
                new BlockPass.Blocks(data, dataFile.toString(), 0, parameters.dataBlockSize(), layout.dataBlocks()),
                -1,
                progress);
    }

    private long offset(int level) {
        return area.treeOffset(layout.parameters().hashBlockSize()) + layout.levelOffset(level);
    }

    /** @param level of the blocks; -1 for the data */
    private Optional<Damage> level(BlockPass.Blocks blocks, int level, Progress progress) throws IOException {
        Findings found = new Findings();
        int size = layout.parameters().algorithm().size();
        if (level + 1 == layout.levels().size()) {
            byte[] root = rootHash.bytes();
            BlockPass.run(
                    blocks,
                    layout.parameters(),
                    (first, digests, count) -> found.add(0, java.util.Arrays.equals(root, digests)),
                    progress);
            return found.damage(
                    blocks,
                    level,
                    ": it, or what the superblock says, is damaged, or the root hash is that" + " of another image");
        }
        ParentSlots parents =
                new ParentSlots(hashes, area.file().toString(), layout.parameters(), offset(level + 1), blocks.count());
        BlockPass.run(
                blocks,
                layout.parameters(),
                (first, digests, count) -> {
                    for (int i = 0; i < count; i++) {
                        found.add(first + i, parents.agrees(first + i, digests, i * size));
                    }
                },
                progress);
        if (found.bad == 0 && !parents.endsWithZeros()) {
            return damage(
                    Damage.Part.SUPERBLOCK,
                    0,
                    area.offset(),
                    1,
                    area.file() + ": the hash tree has digests of more" + " than " + layout.dataBlocks()
                            + " data blocks: their number in the superblock is wrong");
        }
        return found.damage(blocks, level, "");
    }

    private static Optional<Damage> damage(Damage.Part part, long block, long offset, long bad, String message) {
        return Optional.of(new Damage(part, block, offset, bad, message));
    }

    /** The bad blocks of one level. */
    private static final class Findings {
        private long firstBad;
        private long bad;

        void add(long block, boolean good) {
            if (!good && bad++ == 0) {
                firstBad = block;
            }
        }

        Optional<Damage> damage(BlockPass.Blocks blocks, int level, String reason) {
            if (bad == 0) {
                return Optional.empty();
            }
            long offset = blocks.offset() + firstBad * blocks.size();
            String which = level < 0 ? "data block " + firstBad : "hash block " + firstBad + " of level " + level;
            return VerityCheck.damage(
                    level < 0 ? Damage.Part.DATA : Damage.Part.HASH_TREE,
                    firstBad,
                    offset,
                    bad,
                    blocks.name() + ": " + which + ", at offset " + offset + ", is not what it was"
                            + (reason.isEmpty() && bad > 1
                                    ? "; " + bad + " of " + blocks.count() + " such blocks are bad"
                                    : reason));
        }
    }
}
