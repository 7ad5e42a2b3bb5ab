package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * What the guest's init script says of its boot.
 *
 * @param tag of the initramfs that ran
 * @param kernel release of the kernel that ran
 * @param commandLine that the kernel got
 * @param eventLog as the kernel has it; absent when it was entered past its EFI stub
 * @param pcrs as the TPM has them, by bank and index
 * @param variables of the firmware: four bytes of attributes, then the content, by {@code Name-guid}
 */
public record GuestReport(
        String tag,
        String kernel,
        String commandLine,
        Optional<byte[]> eventLog,
        Map<Bank, Map<Integer, Digest>> pcrs,
        Map<String, byte[]> variables) {
    static final String END = "@@end";

    private static final String BEGIN = "@@begin";
    private static final String MARK = "@@";
    private static final int LARGEST_FILE = 16 << 20;

    /**
     * Reads the report out of what stands on the console.
     *
     * @return empty when the guest did not get as far as to its end
     * @throws BootLabException when the report is damaged
     */
    static Optional<GuestReport> find(String console) {
        List<String> lines = console.lines().map(String::strip).toList();
        int begin = lines.indexOf(BEGIN);
        int end = lines.lastIndexOf(END);
        return begin < 0 || end < begin ? Optional.empty() : Optional.of(parse(lines.subList(begin + 1, end)));
    }

    private static GuestReport parse(List<String> lines) {
        Map<String, String> texts = new TreeMap<>();
        Map<Bank, Map<Integer, Digest>> pcrs = new EnumMap<>(Bank.class);
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String[] words = lines.get(i).split(" ", 3);
            switch (words[0]) {
                case "@@tag", "@@kernel" -> texts.put(words[0], word(words, 1));
                case "@@cmdline" ->
                    texts.put(
                            words[0],
                            lines.get(i).substring("@@cmdline".length()).strip());
                case "@@pcr" -> pcr(pcrs, lines.get(i).split(" "));
                case "@@file" -> {
                    StringBuilder base64 = new StringBuilder();
                    while (i + 1 < lines.size() && !lines.get(i + 1).startsWith(MARK)) {
                        base64.append(lines.get(++i));
                    }
                    files.put(word(words, 2), file(words, base64.toString()));
                }
                default -> throw damaged("a line that does not belong there: " + lines.get(i));
            }
        }
        Map<String, byte[]> variables = new TreeMap<>();
        files.forEach((name, content) -> {
            if (name.startsWith("efivar ")) {
                variables.put(name.substring("efivar ".length()), content);
            }
        });
        return new GuestReport(
                texts.getOrDefault("@@tag", ""),
                texts.getOrDefault("@@kernel", ""),
                texts.getOrDefault("@@cmdline", ""),
                Optional.ofNullable(files.get("eventlog")),
                pcrs,
                variables);
    }

    private static void pcr(Map<Bank, Map<Integer, Digest>> pcrs, String[] words) {
        Bank bank = Bank.ofLabel(word(words, 1)).orElseThrow(() -> damaged("bank " + words[1]));
        Digest value = Digest.ofHex(bank, word(words, 3).toLowerCase(Locale.ROOT));
        pcrs.computeIfAbsent(bank, b -> new TreeMap<>()).put(Integer.valueOf(word(words, 2)), value);
    }

    private static byte[] file(String[] words, String base64) {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            byte[] content = in.readNBytes(LARGEST_FILE);
            if (content.length != Integer.parseInt(words[1])) {
                throw damaged(words[2] + " has " + content.length + " bytes, not " + words[1]);
            }
            return content;
        } catch (IOException | IllegalArgumentException e) {
            throw new BootLabException("the guest's report is damaged: " + words[2] + ": " + e.getMessage(), e);
        }
    }

    private static String word(String[] words, int index) {
        if (index >= words.length) {
            throw damaged("a line ends early: " + String.join(" ", words));
        }
        return words[index];
    }

    private static BootLabException damaged(String what) {
        return new BootLabException("the guest's report is damaged: " + what);
    }
}
