package io.hallmark.baselines.forge;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.PlainJson;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a forge answered.
 *
 * @param what was asked: method and URL, without query
 */
record Reply(String what, int status, HttpHeaders headers, byte[] body) {
    boolean good() {
        return status / 100 == 2;
    }

    /** The answer as one object. */
    Json object() {
        return Json.of(what, json());
    }

    /** The answer as a list of objects. */
    List<Json> objects() {
        if (json() instanceof List<?> items) {
            return items.stream().map(item -> Json.of(what, item)).toList();
        }
        throw new ForgeFailure(
                what + ": the answer is no list; is this the interface of such a forge? see --forge and --forge-url",
                false,
                Optional.empty(),
                null);
    }

    /** Whether the list goes on at another page (RFC 8288). */
    boolean hasNext() {
        return headers.allValues("Link").stream().anyMatch(link -> link.contains("rel=\"next\""));
    }

    private Object json() {
        try {
            return PlainJson.read("the answer", body);
        } catch (BaselinesException e) {
            throw new ForgeFailure(
                    what + ": the answer is not what such a forge gives; see --forge and --forge-url",
                    false,
                    Optional.empty(),
                    e);
        }
    }

    /** An object of an answer. */
    record Json(String what, Map<?, ?> members) {
        static Json of(String what, Object value) {
            if (value instanceof Map<?, ?> members) {
                return new Json(what, members);
            }
            throw missing(what, "objects");
        }

        /** A text; empty when there is none, or null. */
        String text(String name) {
            return members.get(name) instanceof String text ? text : "";
        }

        long number(String name) {
            if (members.get(name) instanceof Number number) {
                return number.longValue();
            }
            throw missing(what, name);
        }

        /** An object within; one without members when there is none, or null. */
        Json within(String name) {
            return members.get(name) instanceof Map<?, ?> inner ? new Json(what, inner) : new Json(what, Map.of());
        }

        /** Whether two numbers are there and the same. */
        boolean same(String name, Json other, String otherName) {
            Object value = members.get(name);
            return value instanceof Number && value.equals(other.members.get(otherName));
        }

        /** An address that people are sent to. */
        String url(String name) {
            String url = text(name);
            if (url.length() > 2000 || !url.matches("https?://[!-~]+")) {
                throw missing(what, name);
            }
            return url;
        }

        private static ForgeFailure missing(String what, String name) {
            return new ForgeFailure(
                    what + ": the answer has no " + name + "; is this the interface of such a forge? see --forge",
                    false,
                    Optional.empty(),
                    null);
        }
    }
}
