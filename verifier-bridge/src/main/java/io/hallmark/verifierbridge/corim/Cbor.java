package io.hallmark.verifierbridge.corim;

import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORInteger;
import com.authlete.cbor.CBORItem;
import com.authlete.cbor.CBORItemList;
import com.authlete.cbor.CBORPair;
import com.authlete.cbor.CBORPairList;
import com.authlete.cbor.CBORString;
import com.authlete.cbor.CBORTaggedItem;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * CBOR items that are encoded in one way only: definite lengths and the shortest integers, as the library writes them,
 * and keys of maps in the order of their encodings (RFC 8949, 4.2.1 "Core Deterministic Encoding Requirements").
 */
final class Cbor {
    private static final int URI = 32;

    private Cbor() {}

    static CBORItem number(int value) {
        return new CBORInteger(value);
    }

    static CBORItem text(String text) {
        return new CBORString(text);
    }

    static CBORItem bytes(byte[] bytes) {
        return new CBORByteArray(bytes);
    }

    /** A byte string that holds an encoded item, as {@code bytes .cbor} in CDDL. */
    static CBORItem wrapped(CBORItem item) {
        return bytes(item.encode());
    }

    static CBORItem tagged(int tag, CBORItem item) {
        return new CBORTaggedItem(tag, item);
    }

    /** A URI in its tag; it is taken as it is written. */
    static CBORItem uri(String uri) {
        return tagged(URI, text(uri));
    }

    static CBORItem array(List<? extends CBORItem> items) {
        return new CBORItemList(items);
    }

    static CBORItem array(CBORItem... items) {
        return array(List.of(items));
    }

    static CBORItem map(Map<Integer, ? extends CBORItem> members) {
        List<CBORPair> pairs = members.entrySet().stream()
                .map(member -> new CBORPair(number(member.getKey()), member.getValue()))
                .sorted(Comparator.comparing(pair -> pair.getKey().encode(), Arrays::compareUnsigned))
                .toList();
        return new CBORPairList(pairs);
    }

    /** The 16 bytes of a UUID, in network order. */
    static CBORItem bytes(UUID uuid) {
        return bytes(java.nio.ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }
}
