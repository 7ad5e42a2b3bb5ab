package io.hallmark.verifierbridge.corim;

import com.authlete.cbor.CBORItem;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The environment of reference values: a class of servers.
 *
 * @param id what trust anchors of its nodes name too
 */
record HardwareClass(UUID id, Optional<String> vendor, Optional<String> model) {
    private static final int UUID_TAG = 37;

    /** An environment-map that has a class-map only. PARSEC_TPM matches classes by their id and knows no other member. */
    CBORItem item(Form form) {
        Map<Integer, CBORItem> members = new TreeMap<>();
        members.put(0, Cbor.tagged(UUID_TAG, Cbor.bytes(id)));
        if (form == Form.INTEGRITY_REGISTERS) {
            vendor.ifPresent(text -> members.put(1, Cbor.text(text)));
            model.ifPresent(text -> members.put(2, Cbor.text(text)));
        }
        return Cbor.map(Map.of(0, Cbor.map(members)));
    }
}
