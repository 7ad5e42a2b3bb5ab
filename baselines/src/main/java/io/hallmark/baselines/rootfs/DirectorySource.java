package io.hallmark.baselines.rootfs;

import io.hallmark.measuredboot.digest.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** A folder: contents are read on all processors; a file with several names is read once. */
final class DirectorySource {
    private static final String ATTRIBUTES = "unix:mode,uid,gid,size,ino,dev,nlink,lastModifiedTime";

    private final Path root;
    private final TreeCollector collector;
    private final Contents contents;
    private final Map<List<Object>, String> firstNames = new HashMap<>();
    private final Map<String, String> otherNames = new HashMap<>();
    private final Map<String, Future<Digests>> digests = new HashMap<>();

    private DirectorySource(Path root, TreeCollector collector, Contents contents) throws IOException {
        this.root = root.toRealPath();
        this.collector = collector;
        this.contents = contents;
    }

    /** @param path from the root of the walk */
    private record Found(Path file, String path) {}

    static void read(Path root, TreeCollector collector, Contents contents) throws IOException {
        new DirectorySource(root, collector, contents).read();
    }

    private void read() throws IOException {
        ExecutorService readers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
                    Thread thread = new Thread(task, "hallmark-rootfs");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            Deque<Found> folders = new ArrayDeque<>();
            Found first = new Found(root, "/");
            take(first, readers);
            for (Found folder = first; folder != null; folder = folders.poll()) {
                for (Path file : in(folder.file())) {
                    Found found =
                            new Found(file, collector.path(folder.path() + "/" + NativeName.of(file.getFileName())));
                    if (take(found, readers)) {
                        folders.add(found);
                    }
                }
            }
            for (Map.Entry<String, Future<Digests>> read : digests.entrySet()) {
                collector.complete(read.getKey(), get(read.getValue()));
            }
            for (Map.Entry<String, String> name : otherNames.entrySet()) {
                collector.complete(
                        name.getKey(), collector.entries().get(name.getValue()).digests());
                contents.same(name.getValue(), List.of(name.getKey()));
            }
        } finally {
            readers.shutdownNow();
        }
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether the file is a folder. */
    private boolean take(Found found, ExecutorService readers) throws IOException {
        Path file = found.file();
        String path = found.path();
        Map<String, Object> attributes = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) attributes.get("mode");
        FileType type = FileType.of(mode)
                .orElseThrow(() -> collector.refused(path, "a file of a type that Linux doesn't know"));
        long size = (Long) attributes.get("size");
        collector.put(new RootEntry(
                path,
                type,
                mode & 07777,
                Integer.toUnsignedLong((Integer) attributes.get("uid")),
                Integer.toUnsignedLong((Integer) attributes.get("gid")),
                OptionalLong.of(size),
                Math.floorDiv(((FileTime) attributes.get("lastModifiedTime")).toMillis(), 1000L),
                type == FileType.SYMBOLIC_LINK
                        ? Optional.of(NativeName.of(Files.readSymbolicLink(file)))
                        : Optional.empty(),
                new TreeMap<>(),
                Digests.none()));
        if (type == FileType.REGULAR && contents.wants(path)) {
            String first = (Integer) attributes.get("nlink") > 1
                    ? firstNames.putIfAbsent(List.of(attributes.get("dev"), attributes.get("ino")), path)
                    : null;
            if (first == null) {
                digests.put(path, readers.submit(() -> digests(file, path, size)));
            } else {
                otherNames.put(path, first);
            }
        }
        return type == FileType.DIRECTORY;
    }

    private Digests digests(Path file, String path, long size) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            Digests digests = contents.take(path, in, size);
            if (in.read() >= 0) {
                throw collector.refused(path, "it became longer while it was read");
            }
            return digests;
        }
    }

    private static Digests get(Future<Digests> read) throws IOException {
        try {
            return read.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the walk was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a content could not be read", e.getCause());
        }
    }
}
