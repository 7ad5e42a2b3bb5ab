package io.hallmark.bootlab;

import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.machine.BootResult;
import io.hallmark.bootlab.machine.GuestReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The files of a recording, laid out as those of the project's own recordings. */
final class RecordedFiles {
    private static final int ATTRIBUTES = 4;

    private RecordedFiles() {}

    static void write(BootResult boot, Path folder) throws IOException {
        GuestReport report = boot.report().orElseThrow(() -> new BootLabException("the guest did not report its boot"));
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("eventlog.bin"),
                boot.eventLog().orElseThrow(() -> new BootLabException("the boot has no event log")));
        Files.writeString(folder.resolve("pcrs.json"), pcrs(report));
        Files.writeString(folder.resolve("efivars.json"), variables(report));
    }

    static String pcrs(GuestReport report) {
        Map<String, String> banks = new TreeMap<>();
        report.pcrs()
                .forEach((bank, values) -> banks.put(
                        bank.label(),
                        values.entrySet().stream()
                                .map(value -> "  \"" + value.getKey() + "\": \""
                                        + value.getValue().hex() + "\"")
                                .collect(Collectors.joining(",\n", "{\n", "\n }"))));
        return object(banks);
    }

    static String variables(GuestReport report) {
        Map<String, String> variables = new TreeMap<>();
        report.variables().forEach((name, bytes) -> {
            int attributes =
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
            String data = HexFormat.of().formatHex(Arrays.copyOfRange(bytes, ATTRIBUTES, bytes.length));
            variables.put(name, "{\n  \"attributes\": " + attributes + ",\n  \"data\": \"" + data + "\"\n }");
        });
        return object(variables);
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> " \"" + quoted(member.getKey()) + "\": " + member.getValue())
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    /** Firmware may name a variable as it likes. */
    private static String quoted(String name) {
        StringBuilder text = new StringBuilder();
        for (char c : name.toCharArray()) {
            boolean plain = c >= ' ' && c < 0x7F && c != '"' && c != '\\';
            text.append(plain ? Character.toString(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return text.toString();
    }
}
