package io.hallmark.puppetbridge.chef;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.document.Quoted;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** What a Chef Infra Server refused, in words that say what to do. */
record Refusal(ServerAddress address, String user) {
    /** Servers take 15 minutes; what comes near is worth telling when they refuse. */
    private static final Duration SUSPICIOUS = Duration.ofMinutes(10);

    /**
     * The exception for an answer that is neither good nor 404.
     *
     * @param what was asked, method and path
     * @param signed when the request was
     */
    BaselinesException of(String what, int status, HttpHeaders headers, byte[] body, Instant signed) {
        String said = said(body);
        String start = "Chef at " + address + " answers " + status + " to " + what
                + (said.isEmpty() ? "" : ", " + Quoted.of(said));
        return switch (status) {
            case 401 -> new BaselinesException(start + ": " + unauthorized(said, headers, signed));
            case 403 ->
                new BaselinesException(start + ": client '" + user
                        + "' may not do that; give it the rights of an administrator there");
            case 408, 425, 429 -> BaselinesException.remote(start, null);
            case 409 ->
                new BaselinesException(start + ": it is frozen, or somebody else changed it meanwhile; look at it with"
                        + " knife, then publish again");
            case 413 -> new BaselinesException(start + ": raise the largest size of a request that the server takes");
            default ->
                status / 100 == 5
                        ? BaselinesException.remote(start, null)
                        : new BaselinesException(start + ": check 'url', 'organization' and the version of the server");
        };
    }

    private String unauthorized(String said, HttpHeaders headers, Instant signed) {
        Optional<Duration> apart = serverTime(headers).map(server -> Duration.between(signed, server));
        if (said.contains("clock")
                || apart.filter(gap -> gap.abs().compareTo(SUSPICIOUS) > 0).isPresent()) {
            return "the request was signed at " + signed
                    + apart.map(gap -> ", " + gap.abs().toMinutes() + " minutes "
                                    + (gap.isNegative() ? "after" : "before") + " the server's time")
                            .orElse("")
                    + "; set the clocks of both, servers take 15 minutes of difference";
        }
        if (said.contains("verification error") || said.contains("Invalid signature")) {
            return "key.pem is not the key that the server knows of '" + user + "'";
        }
        if (said.contains("Content hash")) {
            return "what arrived is not what was sent; look at proxies on the way";
        }
        return "it knows no client or user '" + user + "', or another key of it; check 'client' and key.pem";
    }

    private static Optional<Instant> serverTime(HttpHeaders headers) {
        try {
            return headers.firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Errors are objects with a list of texts; what stands before a server may answer with anything. */
    private static String said(byte[] body) {
        try {
            Object error = PlainJson.readObject("error", body).get("error");
            return error instanceof List<?> texts && !texts.isEmpty()
                    ? String.valueOf(texts.get(0))
                    : error instanceof String text ? text : "";
        } catch (BaselinesException e) {
            return new String(body, StandardCharsets.UTF_8).strip();
        }
    }
}
