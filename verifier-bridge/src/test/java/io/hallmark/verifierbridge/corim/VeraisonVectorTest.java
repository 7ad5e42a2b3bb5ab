package io.hallmark.verifierbridge.corim;

import static org.assertj.core.api.Assertions.assertThat;

import com.authlete.cbor.CBORItem;
import com.upokecenter.cbor.CBORObject;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A manifest that Veraison's own tools compiled. */
class VeraisonVectorTest {
    private static final String SHA384 =
            "42 84b5694ca6c0d2cf4789a0b95ac8025c818de52304364be7cd2981b2d2edc685b322277ec25819962413d8c9b2c1f5";

    @Test
    void encoding_what_it_says_gives_its_bytes() throws IOException {
        byte[] vector = vector();

        assertThat(again(CBORObject.DecodeFromBytes(vector)).encode()).isEqualTo(vector);
    }

    @Test
    void its_reference_values_are_made_from_pcr_values() throws IOException {
        HardwareClass hardware = new HardwareClass(
                UUID.fromString("cd1f0e55-26f9-460d-b9d8-f7fde171787c"), Optional.empty(), Optional.empty());
        Map<Integer, Digests> pcrs = new TreeMap<>();
        pcrs.put(0, digests(SHA384));
        pcrs.put(1, digests(SHA384));
        pcrs.put(
                2,
                digests(
                        "2107bbe761fca52d95136a1354db7a4dd57b1b26be0d3da71d9eb23986b34ba615abf6514cf35e5a9ea55a032d068a78"));
        Comid comid = new Comid(
                UUID.fromString("99019224-57aa-44bc-bef8-d36bdd6bd035"),
                new Comid.Entity("Parsec", Optional.of("https://github.com/parallaxsecond"), List.of(0, 1, 2)),
                List.of(new ReferenceValues(hardware, new TreeMap<>(pcrs))));

        CBORObject first = CBORObject.DecodeFromBytes(vector()).get(1).get(0);
        assertThat(comid.item(Form.PARSEC_TPM).encode()).isEqualTo(first.EncodeToBytes());
    }

    private static byte[] vector() throws IOException {
        return Files.readAllBytes(Fixtures.path("corim/veraison-parsec-tpm-valid.corim.cbor"));
    }

    private static Digests digests(String sha384) {
        return Digests.of(
                Bank.SHA256.zero(), new Digest(Bank.SHA384, HexFormat.of().parseHex(sha384.replace(" ", ""))));
    }

    /** The same item, made of what the encoder has. */
    private static CBORItem again(CBORObject item) {
        if (item.isTagged()) {
            return Cbor.tagged(item.getMostOuterTag().ToInt32Checked(), again(item.UntagOne()));
        }
        return switch (item.getType()) {
            case Integer -> Cbor.number(item.AsInt32());
            case TextString -> Cbor.text(item.AsString());
            case ByteString -> Cbor.bytes(item.GetByteString());
            case Array ->
                Cbor.array(
                        item.getValues().stream().map(VeraisonVectorTest::again).toList());
            case Map -> {
                Map<Integer, CBORItem> members = new TreeMap<>();
                item.getEntries().forEach(entry -> members.put(entry.getKey().AsInt32(), again(entry.getValue())));
                yield Cbor.map(members);
            }
            default -> throw new IllegalArgumentException(item.toString());
        };
    }
}
