package io.hallmark.baselines.publish;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/**
 * Hands out secrets and remembers them, so that a reply or an error of another machine that repeats one is never shown
 * or kept. Safe for use by several threads.
 */
public final class WatchedSecrets implements SecretStore {
    /** Shorter ones are in every second word; no service that is worth publishing to has such a password. */
    private static final int SHORTEST = 5;

    /** Certificates and the keys of servers are shown to everybody who connects. */
    private static final Set<String> PUBLIC = Set.of("cert.pem", "ca.pem", "known_hosts");

    private static final int LONGEST_LINE = 500;

    /** As much of a long one tells that it is repeated, though whoever quotes it has cut it off. */
    private static final int BEGINNING = 16;

    /** User and password are sent like that (RFC 7617). */
    private static final Pattern BASE64 = Pattern.compile("([A-Za-z0-9+/]{8,})={0,2}");

    private static final String HIDDEN = "[secret]";

    private final SecretStore store;

    /** The longest first, so that a secret which contains another one goes as a whole. */
    private final ConcurrentSkipListSet<String> lines = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    public WatchedSecrets(SecretStore store) {
        this.store = store;
    }

    @Override
    public Optional<byte[]> read(String id, String part) {
        Optional<byte[]> secret = store.read(id, part);
        // Of a key the lines, since it is them that a message might repeat.
        secret.filter(bytes -> !PUBLIC.contains(part))
                .ifPresent(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.length() >= SHORTEST && !line.startsWith("-----"))
                        .forEach(lines::add));
        return secret;
    }

    @Override
    public String describe(String id, String part) {
        return store.describe(id, part);
    }

    /** A foreign text as it may be shown and kept: one line, not too long, and no secret in it. */
    public String line(String text) {
        String line = BASE64.matcher(hidden(text)).replaceAll(run -> hides(run.group(1)) ? HIDDEN : run.group());
        StringBuilder plain = new StringBuilder();
        line.codePoints()
                .limit(LONGEST_LINE)
                .map(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> ' ';
                    default -> c;
                })
                .forEach(plain::appendCodePoint);
        return plain.toString().strip() + (line.codePointCount(0, line.length()) > LONGEST_LINE ? "…" : "");
    }

    private String hidden(String text) {
        String line = text;
        for (String secret : lines) {
            line = hidden(line, secret);
        }
        return line;
    }

    private static String hidden(String text, String secret) {
        String beginning = secret.substring(0, Math.min(BEGINNING, secret.length()));
        StringBuilder line = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, from)) {
            line.append(text, from, at).append(HIDDEN);
            from = at + beginning.length();
            while (from < text.length()
                    && from - at < secret.length()
                    && text.charAt(from) == secret.charAt(from - at)) {
                from++;
            }
        }
        return line.append(text, from, text.length()).toString();
    }

    /** Whether a secret comes out of Base64 without its padding; one character alone at the end says nothing. */
    private boolean hides(String base64) {
        String whole = base64.length() % 4 == 1 ? base64.substring(0, base64.length() - 1) : base64;
        String text = new String(Base64.getDecoder().decode(whole), StandardCharsets.ISO_8859_1);
        return !hidden(text).equals(text);
    }
}
