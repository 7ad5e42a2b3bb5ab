package io.hallmark.verifierbridge.corim;

import com.authlete.cbor.CBORItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Concise Reference Integrity Manifest: tags, and the profile that they follow (draft-ietf-rats-corim-11, "Concise
 * Reference Integrity Manifest (CoRIM)").
 *
 * @param id of the manifest
 * @param profile a URI
 */
record Corim(String id, List<Comid> tags, Form form, Optional<String> profile) {
    private static final int TAG = 501;

    Corim {
        tags = List.copyOf(tags);
    }

    /** The unsigned manifest. */
    byte[] encode() {
        Map<Integer, CBORItem> members = new TreeMap<>();
        members.put(0, Cbor.text(id));
        members.put(1, Cbor.array(tags.stream().map(tag -> tag.item(form)).toList()));
        profile.ifPresent(uri -> members.put(3, Cbor.uri(uri)));
        return Cbor.tagged(TAG, Cbor.map(members)).encode();
    }
}
