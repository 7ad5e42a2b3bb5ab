package io.hallmark.verifierbridge.keylime.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A runtime policy in its envelope, with the key that verifies it.
 *
 * <p>Keylime trusts whichever key comes with the call, and looks at the signature only where {@code
 * require_allow_list_signatures} is set: it protects the text between signer and sender, not the call.
 *
 * @param envelope DSSE, as JSON
 * @param publicKey SubjectPublicKeyInfo in PEM
 */
public record SignedPolicy(String envelope, String publicKey) {
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tpm_policy", "");
        json.put("runtime_policy", base64(envelope));
        json.put("runtime_policy_key", base64(publicKey));
        return json;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
