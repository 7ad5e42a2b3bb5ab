package io.hallmark.measuredboot.recordings;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A folder with the recording of one real boot: its event log, the TPM's PCRs and what was booted. */
public final class Recording {
    private final Path folder;
    private final Map<String, Object> description;

    private Recording(Path folder) {
        this.folder = folder;
        this.description = yaml(folder.resolve("boot.yaml"));
    }

    /** All recordings below a folder, by name. */
    public static Map<String, Recording> below(Path root) {
        Map<String, Recording> recordings = new TreeMap<>();
        try (Stream<Path> folders = Files.list(root)) {
            folders.filter(folder -> Files.exists(folder.resolve("boot.yaml")))
                    .forEach(folder -> recordings.put(folder.getFileName().toString(), new Recording(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return recordings;
    }

    public static Map<String, Object> yaml(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(32 * 1024 * 1024);
        try {
            return new Yaml(new SafeConstructor(options)).load(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return folder.getFileName().toString();
    }

    public Optional<String> base() {
        return text("base");
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(description.get(key)).map(Object::toString);
    }

    @SuppressWarnings("unchecked")
    Optional<Map<String, Object>> mapping(String key) {
        return Optional.ofNullable((Map<String, Object>) description.get(key));
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> inputs() {
        return (List<Map<String, Object>>) description.get("inputs");
    }

    List<Map<String, Object>> inputs(String role) {
        return inputs().stream().filter(input -> role.equals(input.get("role"))).toList();
    }

    /** The text of a configuration file, if the description has it; recognised by its digest. */
    Optional<Content> configuration(String sha256) {
        return Stream.of("grub_cfg", "esp_grub_cfg")
                .flatMap(key -> text(key).stream())
                .map(text -> new Content(text.getBytes(StandardCharsets.UTF_8)))
                .filter(content -> Bank.SHA256.hash(content.bytes()).equals(Digest.ofHex(Bank.SHA256, sha256)))
                .findFirst();
    }

    Path logFile() {
        return folder.resolve("eventlog.bin");
    }

    public EventLog log() {
        return EventLogReader.read(logFile());
    }

    /** The PCRs that the TPM itself reported. */
    public Map<Bank, Map<Integer, Digest>> pcrs() {
        Map<Bank, Map<Integer, Digest>> pcrs = new EnumMap<>(Bank.class);
        yaml(folder.resolve("pcrs.json")).forEach((label, values) -> {
            Bank bank = Bank.ofLabel(label).orElseThrow();
            Map<Integer, Digest> byIndex = new TreeMap<>();
            ((Map<?, ?>) values)
                    .forEach((index, hex) ->
                            byIndex.put(Integer.valueOf(index.toString()), Digest.ofHex(bank, hex.toString())));
            pcrs.put(bank, byIndex);
        });
        return pcrs;
    }

    /** The state of the firmware's variables, from the dump that the booted system made; only these names. */
    public FirmwareState firmware(String... names) {
        Map<String, Content> variables = new TreeMap<>();
        Path dump = folder.resolve("efivars.json");
        if (Files.exists(dump)) {
            yaml(dump).forEach((name, value) -> {
                if (Stream.of(names).anyMatch(wanted -> name.matches(wanted + "-[0-9a-f-]{36}"))) {
                    String hex = ((Map<?, ?>) value).get("data").toString();
                    variables.put(name, new Content(HexFormat.of().parseHex(hex)));
                }
            });
        }
        boolean secureBoot = Boolean.TRUE.equals(description.get("secure_boot"));
        return new FirmwareState(secureBoot, variables);
    }

    /** The first sectors of the disk, when it has a GPT. */
    Optional<byte[]> partitionTable() {
        return mapping("partition_layout")
                .filter(layout -> "gpt".equals(layout.get("table")))
                .map(layout -> {
                    byte[] sectors = new byte[34 * 512];
                    byte[] header = HexFormat.of().parseHex((String) layout.get("header_hex"));
                    System.arraycopy(header, 0, sectors, 512, header.length);
                    for (Map<?, ?> partition : entries(layout)) {
                        int number = (Integer) partition.get("number");
                        byte[] entry = HexFormat.of().parseHex((String) partition.get("entry_hex"));
                        System.arraycopy(entry, 0, sectors, 1024 + (number - 1) * 128, entry.length);
                    }
                    return sectors;
                });
    }

    /** The first sector of the disk, when it has an MBR. */
    Optional<byte[]> mbr() {
        return mapping("partition_layout")
                .filter(layout -> "mbr".equals(layout.get("table")))
                .map(layout -> HexFormat.of().parseHex((String) layout.get("mbr_hex")));
    }

    private static List<Map<?, ?>> entries(Map<String, Object> layout) {
        List<Map<?, ?>> entries = new ArrayList<>();
        ((List<?>) layout.get("partitions")).forEach(partition -> entries.add((Map<?, ?>) partition));
        return entries;
    }

    @Override
    public String toString() {
        return name();
    }
}
