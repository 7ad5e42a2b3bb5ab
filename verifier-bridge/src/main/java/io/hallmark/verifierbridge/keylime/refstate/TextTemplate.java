package io.hallmark.verifierbridge.keylime.refstate;

import io.hallmark.measuredboot.chain.PredictedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A measured text with variables of the node in it, of an event whose log entry has the text as well.
 *
 * @param text the template: {@code ip=${ip} quiet}
 * @param encoding of the bytes that the digest is of
 * @param prefix what stands before the text in the log and is not measured: {@code kernel_cmdline: }
 */
record TextTemplate(String text, Encoding encoding, String prefix) {
    private static final String NUL = "\0";

    /** Which bytes of a text are measured. */
    enum Encoding {
        /** The characters alone, as GRUB does. */
        UTF_8("utf-8"),
        /** UTF-16, little-endian, with a NUL character at the end, as systemd-boot and systemd-stub do. */
        UTF_16LE("utf-16le");

        private final String label;

        Encoding(String label) {
            this.label = label;
        }
    }

    /**
     * The template of an event that varies by one; empty when the log has only a name instead of the text, as with the
     * load options that Linux measures.
     */
    static Optional<TextTemplate> of(PredictedEvent event) {
        return event.variation()
                .flatMap(variation -> variation.template())
                .flatMap(template -> inLog(template, event.data().bytes()));
    }

    private static Optional<TextTemplate> inLog(String template, byte[] data) {
        Optional<TextTemplate> found = Optional.empty();
        if (Arrays.equals(data, (template + NUL).getBytes(StandardCharsets.UTF_16LE))) {
            found = Optional.of(new TextTemplate(template, Encoding.UTF_16LE, ""));
        } else {
            String logged = new String(data, StandardCharsets.UTF_8);
            if (logged.endsWith(template + NUL)) {
                String prefix = logged.substring(0, logged.length() - template.length() - NUL.length());
                found = Optional.of(new TextTemplate(template, Encoding.UTF_8, prefix));
            }
        }
        return found;
    }

    /** Why the policy could not judge such a text. */
    Optional<String> problem() {
        boolean judged = text.length() + prefix.length() <= PolicyLimits.LONGEST_TEXT
                && (text + prefix).chars().allMatch(c -> c >= ' ' && c <= '~');
        return judged
                ? Optional.empty()
                : Optional.of("the measured text '" + ExpectedEvent.shortened(text)
                        + "' has variables of the node in it and is too long or has characters other than ASCII:"
                        + " Keylime's log can't be compared with it; write the text without variables");
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("text", text);
        json.put("encoding", encoding.label);
        json.put("prefix", prefix);
        return json;
    }
}
