package io.hallmark.puppetbridge.chef;

import io.hallmark.baselines.BaselinesException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signs requests as Chef's own clients do. Signatures are deterministic.
 *
 * @param user name of the client or user that the key belongs to
 */
record RequestSigner(String user, RSAPrivateKey key, SigningVersion version) {
    /** The version of the server's interface that requests are written for; the first with keys of their own. */
    static final String SERVER_API_VERSION = "1";

    private static final int SIGNATURE_CHARACTERS = 60;

    /**
     * The headers that prove who asks for what.
     *
     * @param path as it is sent, without query
     * @param time in UTC; servers take 15 minutes of difference
     * @param apiVersion of the server's interface
     */
    Map<String, String> headers(String method, String path, byte[] body, Instant time, String apiVersion) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Ops-Sign", version.header());
        headers.put("X-Ops-Userid", user);
        headers.put("X-Ops-Timestamp", timestamp(time));
        headers.put("X-Ops-Content-Hash", hash(body));
        String signature = Base64.getEncoder().encodeToString(sign(text(method, path, body, time, apiVersion)));
        for (int from = 0, number = 1; from < signature.length(); from += SIGNATURE_CHARACTERS, number++) {
            headers.put(
                    "X-Ops-Authorization-" + number,
                    signature.substring(from, Math.min(from + SIGNATURE_CHARACTERS, signature.length())));
        }
        return headers;
    }

    /** The text that is signed: lines with LF between them. */
    String text(String method, String path, byte[] body, Instant time, String apiVersion) {
        String plainPath = canonical(path);
        List<String> lines = new ArrayList<>();
        lines.add("Method:" + method.toUpperCase(Locale.ROOT));
        if (version == SigningVersion.V1_3) {
            lines.add("Path:" + plainPath);
            lines.add("X-Ops-Content-Hash:" + hash(body));
            lines.add("X-Ops-Sign:version=" + version.label());
            lines.add("X-Ops-Timestamp:" + timestamp(time));
            lines.add("X-Ops-UserId:" + user);
            lines.add("X-Ops-Server-API-Version:" + apiVersion);
        } else {
            lines.add("Hashed Path:" + hash(utf8(plainPath)));
            lines.add("X-Ops-Content-Hash:" + hash(body));
            lines.add("X-Ops-Timestamp:" + timestamp(time));
            lines.add("X-Ops-UserId:" + (version == SigningVersion.V1_1 ? hash(utf8(user)) : user));
        }
        return String.join("\n", lines);
    }

    /** No repeated slashes, and none at the end but of the root itself. */
    private static String canonical(String path) {
        String single = path.replaceAll("/+", "/");
        return single.length() > 1 ? single.replaceFirst("/$", "") : single;
    }

    private static String timestamp(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private String hash(byte[] bytes) {
        return Base64.getEncoder().encodeToString(version.digest().hash(bytes).bytes());
    }

    private byte[] sign(String text) {
        try {
            Signature signature = Signature.getInstance(version.signature());
            signature.initSign(key);
            signature.update(utf8(text));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            // What it says could tell of the key.
            throw new BaselinesException("the request can't be signed with version " + version.label() + " as '" + user
                    + "'; check that the key is the one of this client");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "RequestSigner[" + user + ", " + version.label() + "]";
    }
}
