package io.hallmark.verifierbridge.corim;

import com.authlete.cbor.CBORItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A Concise Module Identifier: reference values, and who says them (draft-ietf-rats-corim-11, "Concise Module Identifier
 * (CoMID)").
 *
 * @param id of the tag
 * @param entity who says so
 * @param references at least one; those with one and the same environment are alternatives
 */
record Comid(UUID id, Entity entity, List<ReferenceValues> references) {
    private static final int TAG = 506;
    private static final int IDENTITY = 1;
    private static final int ENTITIES = 2;
    private static final int TRIPLES = 4;
    private static final int REFERENCE_TRIPLES = 0;

    Comid {
        references = List.copyOf(references);
    }

    /**
     * An entity-map.
     *
     * @param regid a URI
     * @param roles 0 tag creator, 1 creator, 2 maintainer
     */
    record Entity(String name, Optional<String> regid, List<Integer> roles) {
        CBORItem item() {
            Map<Integer, CBORItem> members = new TreeMap<>();
            members.put(0, Cbor.text(name));
            regid.ifPresent(uri -> members.put(1, Cbor.uri(uri)));
            members.put(2, Cbor.array(roles.stream().map(Cbor::number).toList()));
            return Cbor.map(members);
        }
    }

    CBORItem item(Form form) {
        List<CBORItem> triples =
                references.stream().map(reference -> reference.item(form)).toList();
        CBORItem map = Cbor.map(Map.of(
                IDENTITY, Cbor.map(Map.of(0, Cbor.bytes(id))),
                ENTITIES, Cbor.array(entity.item()),
                TRIPLES, Cbor.map(Map.of(REFERENCE_TRIPLES, Cbor.array(triples)))));
        return Cbor.tagged(TAG, Cbor.wrapped(map));
    }
}
