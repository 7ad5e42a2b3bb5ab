package io.hallmark.baselines.rootfs;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.io.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A walk over the root file system of an image that has been made; what it kept is removed by closing it.
 *
 * <p>It may be a folder; a tar archive or an initramfs (cpio, newc), also compressed; a squashfs or ext2, ext3 or ext4 file
 * system in a file, for which {@code sqfs2tar} and {@code debugfs} are needed. Nothing is mounted and nothing unpacked to
 * disk. What an image holds can't lead out of it: paths are names in it and never opened.
 */
public final class RootWalk implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RootWalk.class.getName());

    private final RootTree tree;
    private final Path folder;

    private RootWalk(RootTree tree, Path folder) {
        this.tree = tree;
        this.folder = folder;
    }

    /**
     * Walks.
     *
     * @param image the folder or file
     * @throws BaselinesException when it can't be read, is damaged, or goes beyond the limits; or a program that is needed
     *     is missing
     * @throws io.hallmark.measuredboot.MeasuredBootException for the same of an initramfs
     */
    public static RootWalk over(Path image, RootQuestion question, RootLimits limits, Programs programs) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("hallmark-rootfs");
            Contents contents = new Contents(image.toString(), question, limits, folder);
            TreeCollector collector = new TreeCollector(image.toString(), limits);
            read(image, question, limits, programs, collector, contents);
            return new RootWalk(collector.tree(contents.kept()), folder);
        } catch (NoSuchFileException e) {
            remove(folder);
            throw new BaselinesException(e.getFile() + ": there is no such file or folder", e);
        } catch (IOException e) {
            remove(folder);
            throw new BaselinesException(
                    image + ": can't be read: " + Printable.line(String.valueOf(e.getMessage())), e);
        } catch (RuntimeException e) {
            remove(folder);
            throw e;
        }
    }

    private static void read(
            Path image,
            RootQuestion question,
            RootLimits limits,
            Programs programs,
            TreeCollector collector,
            Contents contents)
            throws IOException {
        switch (RootFormat.of(image)) {
            case DIRECTORY -> {
                DirectorySource.read(image, collector, contents);
                if (question.xattrs()) {
                    FolderXattrs.read(image, programs, collector);
                }
            }
            case TAR -> {
                try (InputStream in = RootFormat.unpacked(image)) {
                    TarSource.read(in, collector, contents);
                }
            }
            case CPIO -> {
                try (InputStream in = Files.newInputStream(image)) {
                    CpioSource.read(image.toString(), in, limits, collector, contents);
                }
            }
            case SQUASHFS ->
                programs.run(
                        List.of(
                                "sqfs2tar",
                                "--no-skip",
                                "-r",
                                ".",
                                image.toAbsolutePath().toString()),
                        new byte[0],
                        output -> {
                            TarSource.read(output, collector, contents);
                            output.transferTo(java.io.OutputStream.nullOutputStream());
                            return null;
                        });
            case EXT4 -> Ext4Source.read(image, programs, collector, contents);
        }
    }

    public RootTree tree() {
        return tree;
    }

    @Override
    public void close() {
        remove(folder);
    }

    private static void remove(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, folder + ": can't be removed: " + e.getMessage());
        }
    }
}
