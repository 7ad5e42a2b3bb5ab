package io.hallmark.bootlab.medium;

import io.hallmark.bootlab.host.Command;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A disk with a GPT and one partition, the EFI system partition; all identifiers are fixed. */
public final class EspDisk {
    public static final String PARTITION_GUID = "5d6e9c1b-3f27-4a80-9b64-2c1e0a7d8f11";
    public static final long FIRST_SECTOR = 2048;
    public static final long SECTORS = 204_800;

    private static final String DISK_GUID = "0b9f6c52-7a1d-4e35-8c40-96d2f1e3a7b8";
    private static final int SECTOR = 512;
    private static final long DISK_BYTES = 128L << 20;
    /** Protective MBR, GPT header and 128 entries. */
    private static final int TABLE_SECTORS = 34;

    private EspDisk() {}

    /** Makes a disk that holds the files. */
    public static Path write(FileTree files, Path disk) {
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(DISK_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.of(
                        "sgdisk",
                        "--disk-guid=" + DISK_GUID,
                        "--new=1:" + FIRST_SECTOR + ":" + (FIRST_SECTOR + SECTORS - 1),
                        "--typecode=1:ef00",
                        "--change-name=1:EFI System",
                        "--partition-guid=1:" + PARTITION_GUID,
                        disk.toString())
                .run();
        Command.of(
                        "mkfs.vfat",
                        "-F",
                        "32",
                        "-i",
                        "1ab0b007",
                        "--invariant",
                        "--offset=" + FIRST_SECTOR,
                        disk.toString(),
                        Long.toString(SECTORS * SECTOR / 1024))
                .run();
        List<String> copy = new ArrayList<>(List.of("-s", "-Q", "-i", disk + "@@" + FIRST_SECTOR * SECTOR));
        try (Stream<Path> top = Files.list(files.root())) {
            top.sorted().map(Path::toString).forEach(copy::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        copy.add("::/");
        Command.of("mcopy", copy).run();
        return disk;
    }

    /** Writes the disk's first sectors, which say how it is partitioned, to a file of their own. */
    public static Path table(Path disk, Path file) {
        byte[] sectors = new byte[TABLE_SECTORS * SECTOR];
        try (RandomAccessFile in = new RandomAccessFile(disk.toFile(), "r")) {
            in.readFully(sectors);
            return Files.write(file, sectors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
