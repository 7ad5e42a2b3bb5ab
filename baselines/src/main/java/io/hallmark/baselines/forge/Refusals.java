package io.hallmark.baselines.forge;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.publish.WatchedSecrets;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a forge did not do, in words that say what to do about it. */
final class Refusals {
    private static final int MOST_WORDS = 5;

    private final WatchedSecrets secrets;

    Refusals(WatchedSecrets secrets) {
        this.secrets = secrets;
    }

    /** The forge answered, but did not do it. */
    ForgeFailure of(Reply reply) {
        String words = words(reply);
        boolean tooMany = reply.status() == 429 || reply.status() == 403 && limited(reply.headers());
        // The latter: another run opened it between our look and our request; a second look finds it.
        boolean passing = tooMany || reply.status() == 408 || reply.status() >= 500 || words.contains("already exists");
        return new ForgeFailure(
                reply.what() + ": " + words + advice(reply, tooMany), passing, wait(reply.headers()), null);
    }

    /** No answer came. */
    ForgeFailure ofTransport(String what, Throwable cause) {
        if (chain(cause).anyMatch(GeneralSecurityException.class::isInstance)) {
            return new ForgeFailure(
                    what + ": no protected connection (" + line(cause) + "); the authority of the server's certificate"
                            + " must be one that Java trusts",
                    false,
                    Optional.empty(),
                    cause);
        }
        return new ForgeFailure(what + ": " + reason(cause), true, Optional.empty(), cause);
    }

    private String advice(Reply reply, boolean tooMany) {
        if (tooMany) {
            return "; the forge takes no more requests for now";
        }
        return switch (reply.status()) {
            case 301, 302, 307, 308 -> "; the repository has moved: give its new URL with --baselines";
            case 401 ->
                "; the token is wrong or has expired: put another one into " + secrets.describe("forge", "token");
            case 403 ->
                "; the token may not do that: it needs the right to write pull requests of this repository (GitHub: 'Pull"
                        + " requests' read and write; GitLab: scope api and role Developer; Gitea: write:repository)";
            case 404 ->
                "; the repository is not there, or the token may not see it: check the repositories that the token is"
                        + " for, and --forge-url";
            default -> "";
        };
    }

    /** GitHub answers 403 when a limit is reached, and tells it by these headers. */
    private static boolean limited(HttpHeaders headers) {
        return headers.firstValue("Retry-After").isPresent()
                || headers.firstValue("X-RateLimit-Remaining")
                        .filter("0"::equals)
                        .isPresent();
    }

    /**
     * How long the forge asks to wait: {@code Retry-After} in seconds or as a date (RFC 9110, 10.2.3), or the end of a
     * period of GitHub's or GitLab's in seconds since 1970. Dates are held against the date of the answer itself, so that
     * the clock of this machine does not matter.
     */
    private static Optional<Duration> wait(HttpHeaders headers) {
        Optional<Instant> now = headers.firstValue("Date").flatMap(Refusals::date);
        Optional<String> after = headers.firstValue("Retry-After");
        return after.flatMap(Refusals::seconds)
                .map(Duration::ofSeconds)
                .or(() -> until(now, after.flatMap(Refusals::date)))
                .or(() -> headers.firstValue("X-RateLimit-Remaining")
                        .or(() -> headers.firstValue("RateLimit-Remaining"))
                        .filter("0"::equals)
                        .flatMap(none ->
                                headers.firstValue("X-RateLimit-Reset").or(() -> headers.firstValue("RateLimit-Reset")))
                        .flatMap(Refusals::seconds)
                        .flatMap(end -> until(now, Optional.of(Instant.ofEpochSecond(end)))));
    }

    private static Optional<Duration> until(Optional<Instant> now, Optional<Instant> end) {
        return now.flatMap(start -> end.map(stop -> Duration.between(start, stop)))
                .filter(duration -> !duration.isNegative());
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> seconds(String text) {
        return text.matches("[0-9]{1,11}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** The status, with what the forge says in the places where forges say something. */
    private String words(Reply reply) {
        List<String> said = new ArrayList<>();
        try {
            Map<String, Object> answer = PlainJson.readObject("the answer", reply.body());
            List.of("message", "error", "errors").forEach(name -> collect(answer.get(name), said));
        } catch (BaselinesException e) {
            // A page for people, of a proxy say: the status has to do.
        }
        String joined =
                String.join("; ", said.stream().distinct().limit(MOST_WORDS).toList());
        return "status " + reply.status() + (joined.isBlank() ? "" : " (" + secrets.line(joined) + ")");
    }

    private static void collect(Object value, List<String> said) {
        if (value instanceof String text) {
            said.add(text);
        } else if (value instanceof List<?> items) {
            items.forEach(item -> collect(item, said));
        } else if (value instanceof Map<?, ?> members) {
            members.values().forEach(member -> collect(member, said));
        }
    }

    private String reason(Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        if (chain(cause)
                .anyMatch(each -> each instanceof UnknownHostException || each instanceof UnresolvedAddressException)) {
            return "the host name is not known";
        }
        return cause instanceof ConnectException ? "no connection" : "the connection was lost (" + line(cause) + ")";
    }

    private static Stream<Throwable> chain(Throwable cause) {
        return Stream.iterate(cause, Objects::nonNull, Throwable::getCause);
    }

    private String line(Throwable cause) {
        return secrets.line(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }
}
