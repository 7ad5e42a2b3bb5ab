package io.hallmark.baselines.publish;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

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
        String line = text;
        for (String secret : lines) {
            line = line.replace(secret, "[secret]");
        }
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
}
