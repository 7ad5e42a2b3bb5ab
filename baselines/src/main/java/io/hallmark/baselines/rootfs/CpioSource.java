package io.hallmark.baselines.rootfs;

import io.hallmark.baselines.initramfs.Decompressors;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.initramfs.Entry;
import io.hallmark.measuredboot.initramfs.Initramfs;
import io.hallmark.measuredboot.initramfs.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An initramfs, or any other cpio archive of the newc format, as Linux unpacks it. */
final class CpioSource {
    private static final int SEGMENTS = 1024;

    private final TreeCollector collector;
    private final Contents contents;
    private final Set<Bank> others;
    /** The names of one file, by the first of them. */
    private final Map<String, List<String>> links = new HashMap<>();

    /** Of the file that is being read. */
    private Digests digests = Digests.none();

    private CpioSource(TreeCollector collector, Contents contents) {
        this.collector = collector;
        this.contents = contents;
        // The reader has computed SHA-256 already.
        this.others = EnumSet.noneOf(Bank.class);
        others.addAll(contents.banks());
        others.remove(Bank.SHA256);
    }

    static void read(String name, InputStream image, RootLimits limits, TreeCollector collector, Contents contents) {
        CpioSource source = new CpioSource(collector, contents);
        Limits most = new Limits(limits.bytes(), limits.entries(), SEGMENTS, limits.nameBytes());
        Initramfs.read(name, image, Decompressors.all(), most, source::open, source::take);
    }

    private OutputStream open(String path, long size) throws IOException {
        String from = collector.path(path);
        if (size > 0) {
            contents.replaced(from);
        }
        Contents.Sink sink = contents.open(from, size, others);
        return new java.io.FilterOutputStream(sink) {
            @Override
            public void write(byte[] data, int offset, int length) throws IOException {
                sink.write(data, offset, length);
            }

            @Override
            public void close() throws IOException {
                digests = sink.digests();
                sink.close();
            }
        };
    }

    private void take(Entry entry) {
        String path = collector.path(entry.path());
        if (entry.hostile()) {
            throw collector.refused(path, "a name that is not printable or leads out of its folder");
        }
        FileType type = FileType.of(entry.mode())
                .orElseThrow(() -> collector.refused(path, "a file of a type that Linux doesn't know"));
        RootEntry file = new RootEntry(
                path,
                type,
                entry.mode() & 07777,
                entry.uid(),
                entry.gid(),
                TreeCollector.archivedSize(type, entry.size()),
                entry.mtime(),
                entry.target(),
                new TreeMap<>(),
                type == FileType.REGULAR ? all(entry.sha256()) : Digests.none());
        if (entry.hardLinkTo().isPresent() && type == FileType.REGULAR) {
            linked(file, collector.path(entry.hardLinkTo().get()));
        } else {
            links.remove(path);
            collector.put(file);
        }
    }

    /** The content of a file with several names is in any one of its entries, and its attributes are those of the last. */
    private void linked(RootEntry file, String first) {
        RootEntry before = collector.entries().get(first);
        if (before == null || !before.isRegular()) {
            throw collector.refused(file.path(), "a hard link to what is not there any more");
        }
        boolean hasContent = file.size().orElse(0) > 0;
        RootEntry whole = hasContent ? file : file.withContentOf(before);
        List<String> names = links.computeIfAbsent(first, name -> new ArrayList<>(List.of(name)));
        names.add(file.path());
        for (String name : names) {
            collector.put(whole.at(name));
        }
        contents.same(hasContent ? file.path() : first, names);
    }

    private Digests all(Digest sha256) {
        List<Digest> all = new ArrayList<>(digests.all());
        Optional.of(sha256)
                .filter(digest -> contents.banks().contains(Bank.SHA256))
                .ifPresent(all::add);
        return Digests.of(all);
    }
}
