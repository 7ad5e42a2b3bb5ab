package io.hallmark.verifierbridge.keylime.evidence;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.EvidenceDocument;
import io.hallmark.baselines.document.EvidenceDocument.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which accepted sets the agents of a Keylime verifier have shown, from the log of a verifier that runs Hallmark's policy.
 *
 * <p>Keylime asks a policy also about a boot log that does not give the PCR values of the quote. It refuses the agent then,
 * and says so in a line before. What the policy says next about that agent shows nothing.
 */
public final class VerifierLog {
    /** More distinct statements are a log of something else than one verifier, or made up. */
    static final int MOST_STATEMENTS = 100_000;

    private static final Duration SKEW = Duration.ofMinutes(5);

    /** {@code Tpm.check_pcrs} of Keylime 6.4 to 7.14. */
    private static final Pattern OTHER_LOG =
            Pattern.compile("the boot event log has value .{0,200} but the agent ([A-Za-z0-9._-]{1,256}) returned ");

    private final String file;
    private final Instant now;
    /** Each with the newest time only; earlier ones say nothing more. */
    private final Map<ShownLine.Statement, Instant> statements = new HashMap<>();

    private final Map<String, ShownLine> newest = new HashMap<>();
    private final Set<String> doubted = new HashSet<>();
    private long hidden;

    private VerifierLog(String file, Instant now) {
        this.file = file;
        this.now = now;
    }

    /**
     * Reads a log in one pass, in memory that depends on the number of agents alone.
     *
     * @param file name for messages and for what the evidence is from
     * @param now lines from later than this, but for five minutes, are refused
     * @throws BaselinesException when no line is of Hallmark's policy, or one has another form; with its number
     * @throws IOException when the log can't be read
     */
    public static EvidenceDocument read(String file, InputStream in, Instant now) throws IOException {
        VerifierLog log = new VerifierLog(file, now);
        LogLines lines = new LogLines(in);
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            log.line(line.get(), lines.number());
        }
        if (log.newest.isEmpty()) {
            throw new BaselinesException(
                    file + " is no evidence, and no line of it is one of Hallmark's policy for Keylime:"
                            + " give the log of a verifier that runs it, which has the name of the logger in each line and is kept"
                            + " from level INFO on" + log.hiddenWords());
        }
        return log.document();
    }

    private void line(String line, long number) {
        if (ShownLine.is(line)) {
            ShownLine shown = ShownLine.read(line)
                    .orElseThrow(() -> error(
                            number,
                            "is not as this version of Hallmark's policy writes it; use Hallmark"
                                    + " and policy of one version"));
            if (shown.time().isAfter(now.plus(SKEW))) {
                throw error(
                        number,
                        "is from the future (" + shown.time() + "): set the clock of this machine or the"
                                + " verifier");
            }
            add(doubted.remove(shown.statement().agent()) ? shown.withoutSet() : shown, number);
            return;
        }
        hidden += ShownLine.isHidden(line) ? 1 : 0;
        Matcher other = OTHER_LOG.matcher(line);
        if (other.find()) {
            String agent = other.group(1);
            doubted.add(agent);
            bounded(doubted.size(), number);
            Optional.ofNullable(newest.get(agent)).ifPresent(last -> add(last.withoutSet(), number));
        }
    }

    /** A host can be called like a logger, and it is not for a log to say which is which. */
    private String hiddenWords() {
        return hidden == 0
                ? ""
                : "; lines that are not believed, since they name something that begins with 'keylime.' before: "
                        + hidden + "; if that is the name of a host, give the log without it (journalctl -o cat)";
    }

    private void add(ShownLine shown, long number) {
        statements.merge(shown.statement(), shown.time(), (one, other) -> one.isAfter(other) ? one : other);
        bounded(statements.size(), number);
        newest.merge(
                shown.statement().agent(), shown, (one, other) -> other.time().isBefore(one.time()) ? one : other);
    }

    private void bounded(int size, long number) {
        if (size > MOST_STATEMENTS) {
            throw error(
                    number,
                    "is about one agent more than this can hold (" + MOST_STATEMENTS
                            + " statements): give a part of the log");
        }
    }

    private BaselinesException error(long number, String problem) {
        return new BaselinesException(file + ", line " + number + ": the line about an agent " + problem);
    }

    private EvidenceDocument document() {
        return new EvidenceDocument(statements.entrySet().stream()
                .map(entry -> new Observation(
                        entry.getKey().agent(),
                        entry.getKey().image(),
                        entry.getKey().chain(),
                        entry.getKey().hardware(),
                        entry.getKey().set(),
                        entry.getValue(),
                        "Keylime's log " + file))
                .toList());
    }
}
