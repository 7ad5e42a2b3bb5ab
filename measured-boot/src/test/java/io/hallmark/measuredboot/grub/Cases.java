package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.artifact.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The folders of {@code fixtures/grub}, and runs in words. */
final class Cases {
    private static final Path ROOT =
            Path.of(System.getProperty("hallmark.fixtures")).resolve("grub");

    private Cases() {}

    @SuppressWarnings("StreamResourceLeak") // JUnit closes it
    static Stream<Path> all() throws IOException {
        return Files.list(ROOT).filter(Files::isDirectory).sorted();
    }

    static GrubEnvironment environment(Path folder) throws IOException {
        Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(folder.resolve("environment.yaml")));
        GrubBuildProfile build =
                switch ((String) yaml.get("build")) {
                    case "DEBIAN_2_06_DISK" -> GrubBuildProfile.DEBIAN_2_06_DISK;
                    case "DEBIAN_2_06_NET" -> GrubBuildProfile.DEBIAN_2_06_NET;
                    case "RED_HAT" -> GrubBuildProfile.RED_HAT;
                    default -> GrubBuildProfile.UPSTREAM;
                };
        Map<String, String> variables = new LinkedHashMap<>();
        ((Map<?, ?>) yaml.getOrDefault("variables", Map.of())).forEach((k, v) -> variables.put("" + k, "" + v));
        List<GrubDevice> devices = new ArrayList<>();
        for (Object entry : (List<?>) yaml.getOrDefault("devices", List.of())) {
            Map<?, ?> device = (Map<?, ?>) entry;
            devices.add(new GrubDevice(
                    (String) device.get("name"),
                    Optional.of("" + device.get("uuid")),
                    Optional.of("" + device.get("label")),
                    Optional.of("" + device.get("kind"))));
        }
        return new GrubEnvironment(
                build,
                (String) yaml.get("prefix"),
                files(folder.resolve("files")),
                devices,
                variables,
                false,
                "efi",
                Set.copyOf(strings(yaml, "linked")),
                Optional.of(true),
                strings(yaml, "directoryOrder"));
    }

    private static List<String> strings(Map<String, Object> yaml, String key) {
        return ((List<?>) yaml.getOrDefault(key, List.of()))
                .stream().map(Object::toString).toList();
    }

    private static GrubFiles files(Path root) throws IOException {
        Map<String, GrubFile> files = new LinkedHashMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(Files::isRegularFile).sorted().forEach(path -> {
                try {
                    files.put("/" + root.relativize(path), file(Files.readAllBytes(path)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return new GrubFiles(files);
    }

    static GrubFile file(byte[] bytes) {
        return new GrubFile(Optional.empty(), Optional.of(new Content(bytes)), OptionalLong.of(bytes.length));
    }

    /** A run in lines, as {@code fixtures/grub/README.md} tells. */
    static String words(GrubRun run) {
        StringBuilder lines = new StringBuilder();
        for (GrubMeasurement measurement : run.measurements()) {
            if (measurement instanceof GrubMeasurement.Text text) {
                lines.append("8 ").append(text.prefix()).append(text.text());
            } else if (measurement instanceof GrubMeasurement.FileOpened file) {
                lines.append("9 ").append(file.name());
            } else if (measurement instanceof GrubMeasurement.Unknown unknown) {
                lines.append("? ").append(unknown.reason());
            }
            lines.append('\n');
        }
        return lines.append("= ").append(run.boot()).append('\n').toString();
    }
}
