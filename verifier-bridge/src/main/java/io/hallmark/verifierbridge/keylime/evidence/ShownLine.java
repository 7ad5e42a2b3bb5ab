package io.hallmark.verifierbridge.keylime.evidence;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that Hallmark's policy writes about an agent, after whatever the format of the log puts before messages.
 *
 * <p>Other messages of a verifier repeat what strangers sent, such as paths of requests. So a line counts only when the
 * first logger that it names is the policy's own.
 */
record ShownLine(Instant time, Statement statement) {
    private static final String LOGGERS = "keylime.";
    private static final String LOGGER = "keylime.hallmark";
    private static final String MARKER = "hallmark-boot v";
    /** As in documents: they name folders and files there. */
    private static final String NAME = "([a-z0-9][a-z0-9._-]{0,62})";

    private static final Pattern MESSAGE =
            Pattern.compile("hallmark-boot v1 time=([0-9T:-]{19}Z) agent=([A-Za-z0-9._-]{1,256})" + " baseline=" + NAME
                    + "/" + NAME + "/" + NAME + " set=([0-9a-f]{64}|none)");

    /**
     * That an agent shows a set of a baseline.
     *
     * @param set fingerprint of the accepted set that the agent's boot log matches; empty when it matches none
     */
    record Statement(String agent, String image, String chain, String hardware, Optional<String> set) {
        /** The same agent, which shows nothing that is known. */
        Statement withoutSet() {
            return new Statement(agent, image, chain, hardware, Optional.empty());
        }
    }

    /** Whether a line is one of the policy, of whatever version. */
    static boolean is(String line) {
        int logger = line.indexOf(LOGGERS);
        return logger >= 0 && line.startsWith(LOGGER, logger) && line.indexOf(MARKER, logger) >= 0;
    }

    /** Whether a line would be one of the policy if it did not name another logger, or a host of such a name, before. */
    static boolean isHidden(String line) {
        int logger = line.indexOf(LOGGER);
        return logger >= 0 && line.indexOf(MARKER, logger) >= 0 && !is(line);
    }

    /** What such a line says; empty when it has another form than this version's. */
    static Optional<ShownLine> read(String line) {
        Matcher message = MESSAGE.matcher(line.substring(line.indexOf(MARKER)));
        if (!message.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ShownLine(
                    Instant.parse(message.group(1)),
                    new Statement(
                            message.group(2),
                            message.group(3),
                            message.group(4),
                            message.group(5),
                            Optional.of(message.group(6)).filter(set -> !set.equals("none")))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The same, when the log that was judged is not that of the agent's TPM. */
    ShownLine withoutSet() {
        return new ShownLine(time, statement.withoutSet());
    }
}
