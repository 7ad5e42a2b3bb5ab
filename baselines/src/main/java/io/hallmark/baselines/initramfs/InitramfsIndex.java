package io.hallmark.baselines.initramfs;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.initramfs.Entry;
import io.hallmark.measuredboot.initramfs.Initramfs;
import io.hallmark.measuredboot.initramfs.Limits;
import io.hallmark.measuredboot.io.RandomBytes;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What lies in an initramfs, without the contents: small enough to keep, so that the next image can be compared when
 * this one is gone.
 *
 * @param files by path; a later entry of the same path replaces an earlier one, as when Linux unpacks them
 * @param compressions of its segments, in order
 */
public record InitramfsIndex(SortedMap<String, Item> files, Set<String> compressions) {
    private static final String HEAD = "hallmark initramfs index 1";

    /**
     * A file, folder or link.
     *
     * @param what mode in octal, size and SHA-256 or target: two items are equal when their {@code what} is
     */
    public record Item(String what) {
        boolean isFolder() {
            return mode().startsWith("40");
        }

        /** What is different about a file, in words. */
        String differenceTo(Item before) {
            List<String> words = new ArrayList<>();
            if (!mode().equals(before.mode())) {
                words.add("mode " + before.mode() + " → " + mode());
            }
            String was = before.content();
            String is = content();
            if (was.startsWith("-") || is.startsWith("-")) {
                if (!was.equals(is)) {
                    words.add(described(was) + " became " + described(is));
                }
            } else if (!size(was).equals(size(is))) {
                words.add("size " + size(was) + " → " + size(is));
            } else if (!was.equals(is)) {
                words.add("another content of the same size");
            }
            return String.join(", ", words);
        }

        private String mode() {
            return what.substring(0, Math.max(0, what.indexOf(' ')));
        }

        private String content() {
            return what.substring(what.indexOf(' ') + 1);
        }

        private static String size(String content) {
            return content.substring(0, Math.max(0, content.indexOf(' ')));
        }

        private static String described(String content) {
            return content.startsWith("-> ")
                    ? "link to " + content.substring(3)
                    : content.startsWith("-") ? "no file" : "file of " + size(content) + " bytes";
        }
    }

    public InitramfsIndex {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        compressions = Collections.unmodifiableSet(new LinkedHashSet<>(compressions));
    }

    /**
     * Reads an image.
     *
     * @throws io.hallmark.measuredboot.MeasuredBootException when it is no initramfs, or too large when unpacked
     */
    public static InitramfsIndex of(Path image) {
        return of(image, image.toString());
    }

    /**
     * Reads an image, or the one inside a unified kernel image.
     *
     * @param name for messages: what the image is called wherever it lies
     * @throws MeasuredBootException when it can't be read, is no initramfs, or is too large when unpacked
     */
    public static InitramfsIndex of(Path image, String name) {
        SortedMap<String, Item> files = new TreeMap<>();
        Set<String> compressions = new LinkedHashSet<>();
        try (SeekableByteChannel channel = Files.newByteChannel(image)) {
            RandomBytes part = InitrdPart.of(RandomBytes.of(channel, name));
            Initramfs.read(part.name(), new PartStream(part), Decompressors.all(), Limits.DEFAULT, entry -> {
                compressions.add(entry.segment().compression().label());
                files.put(entry.path(), item(entry));
            });
        } catch (IOException e) {
            throw new MeasuredBootException(name + ": can't be read: " + e.getMessage(), e);
        }
        return new InitramfsIndex(files, compressions);
    }

    private static Item item(Entry entry) {
        String content = entry.isFile()
                ? entry.size() + " " + entry.sha256().hex()
                : entry.target().map(target -> "-> " + target).orElse("-");
        return new Item(Integer.toOctalString(entry.mode()) + " " + content);
    }

    /** One line a file; paths are printable, see {@link Entry}. */
    public byte[] toBytes() {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        text.append(String.join(" ", compressions)).append('\n');
        files.forEach((path, item) ->
                text.append(path).append('\t').append(item.what()).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws BaselinesException when the bytes are no index */
    public static InitramfsIndex ofBytes(String name, byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length < 3 || !lines[0].equals(HEAD)) {
            throw new BaselinesException(name + ": no index of an initramfs; remove it, it is made anew");
        }
        SortedMap<String, Item> files = new TreeMap<>();
        for (int i = 2; i < lines.length - 1; i++) {
            int tab = lines[i].lastIndexOf('\t');
            if (tab < 0) {
                throw new BaselinesException(name + ":" + (i + 1) + ": damaged index of an initramfs; remove it");
            }
            files.put(lines[i].substring(0, tab), new Item(lines[i].substring(tab + 1)));
        }
        Set<String> compressions = lines[1].isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(lines[1].split(" ")));
        return new InitramfsIndex(files, compressions);
    }
}
