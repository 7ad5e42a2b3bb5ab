package io.hallmark.bootlab.guest;

import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.host.Command;
import io.hallmark.bootlab.host.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Packages of the day, in the version that apt would install now. They are downloaded and unpacked, not installed: the
 * host needs no boot loader of a guest.
 */
public final class DebianPackages {
    private final Path cache;
    private final SortedMap<String, DebianPackage> used = new TreeMap<>();

    /** @param cache where unpacked packages stay from run to run, by name and version */
    public DebianPackages(Path cache) {
        this.cache = cache;
    }

    /** {@code HALLMARK_BOOT_LAB_CACHE}, or {@code hallmark/boot-lab} in the user's cache folder. */
    public static Path usualCache() {
        return Optional.ofNullable(System.getenv("HALLMARK_BOOT_LAB_CACHE"))
                .map(Path::of)
                .orElseGet(() -> Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("hallmark/boot-lab"));
    }

    public synchronized DebianPackage get(String name) {
        return used.computeIfAbsent(name, this::fetch);
    }

    /** The package with the kernel that a package like {@code linux-image-amd64} stands for. */
    public DebianPackage kernel(String metaPackage) {
        return get(control(metaPackage).dependencies().stream()
                .filter(name -> name.startsWith("linux-image-"))
                .findFirst()
                .orElseThrow(() -> new BootLabException("package " + metaPackage + " depends on no kernel")));
    }

    /** The versions of all packages that were asked for so far, by name. */
    public synchronized SortedMap<String, String> versions() {
        SortedMap<String, String> versions = new TreeMap<>();
        for (Map.Entry<String, DebianPackage> entry : used.entrySet()) {
            versions.put(entry.getKey(), entry.getValue().version());
        }
        return versions;
    }

    private static ControlFields control(String name) {
        return new ControlFields(
                Command.of("apt-cache", "show", "--no-all-versions", name).run());
    }

    private DebianPackage fetch(String name) {
        String version = control(name).field("Version");
        Path root = cache.resolve(name + "_" + version.replace(":", "%3a"));
        if (!Files.isDirectory(root)) {
            try (Workspace workspace = Workspace.create()) {
                download(name, version, workspace, root);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new DebianPackage(name, version, root);
    }

    private void download(String name, String version, Workspace workspace, Path root) throws IOException {
        Files.createDirectories(cache);
        Path folder = workspace.folder("download");
        Command.of("apt-get", "download", name + "=" + version).in(folder).run();
        Path unpacked = Files.createTempDirectory(cache, ".unpacking");
        try (Stream<Path> files = Files.list(folder)) {
            Path archive =
                    files.findFirst().orElseThrow(() -> new BootLabException("apt-get downloaded nothing for " + name));
            Command.of("dpkg-deb", "-x", archive.toString(), unpacked.toString())
                    .run();
        }
        try {
            Files.move(unpacked, root);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            throw new BootLabException("another run unpacks " + name + " into " + root + " just now; try again", e);
        }
    }
}
