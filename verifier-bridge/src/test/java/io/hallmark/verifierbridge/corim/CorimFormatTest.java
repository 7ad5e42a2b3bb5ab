package io.hallmark.verifierbridge.corim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.verifierbridge.RecordedBoot;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorimFormatTest {
    private static final List<Integer> ENFORCE = List.of(0, 4, 7, 9);

    @Test
    void a_manifest_holds_the_values_that_the_tpm_reported() {
        CBORObject triple = triples(manifest(RecordedBoot.baseline(ENFORCE, RecordedBoot.recorded())))
                .get(0);

        CBORObject measurements = triple.get(1);
        assertThat(measurements.size()).isEqualTo(4);
        for (CBORObject measurement : measurements.getValues()) {
            int pcr = measurement.get(0).AsInt32();
            CBORObject digests = measurement.get(1).get(2);
            assertThat(ENFORCE).contains(pcr);
            assertThat(digests.size()).isEqualTo(2);
            assertThat(digests.get(0).get(0).AsInt32()).isEqualTo(1);
            assertThat(hex(digests.get(0).get(1))).isEqualTo(RecordedBoot.reported(Bank.SHA256, pcr));
            assertThat(digests.get(1).get(0).AsInt32()).isEqualTo(7);
            assertThat(hex(digests.get(1).get(1))).isEqualTo(RecordedBoot.reported(Bank.SHA384, pcr));
        }
    }

    @Test
    void each_accepted_set_is_a_triple_of_the_same_class() {
        CBORObject triples = triples(manifest(
                RecordedBoot.baseline(ENFORCE, RecordedBoot.with("", "another kernel"), RecordedBoot.recorded())));

        assertThat(triples.size()).isEqualTo(2);
        assertThat(triples.get(0).get(0)).isEqualTo(triples.get(1).get(0));
        assertThat(triples.get(0).get(1)).isNotEqualTo(triples.get(1).get(1));
    }

    @Test
    void sets_that_expect_the_same_are_said_once() {
        AcceptedSet recorded = RecordedBoot.recorded();

        assertThat(triples(manifest(RecordedBoot.baseline(ENFORCE, recorded, recorded)))
                        .size())
                .isEqualTo(1);
    }

    @Test
    void integrity_registers_hold_all_pcrs_in_one_measurement() {
        BaselineDocument baseline = RecordedBoot.baseline(ENFORCE, RecordedBoot.recorded());
        CBORObject triple =
                triples(manifest(baseline, "form: integrity-registers")).get(0);

        CBORObject vendor = triple.get(0).get(0);
        assertThat(vendor.get(1).AsString()).isEqualTo("Example & Sons");
        assertThat(vendor.get(2).AsString()).isEqualTo("Standard PC");
        CBORObject registers = triple.get(1).get(0).get(1).get(14);
        assertThat(registers.getKeys()).extracting(CBORObject::AsInt32).containsExactlyInAnyOrderElementsOf(ENFORCE);
        assertThat(hex(registers.get(4).get(0).get(1))).isEqualTo(RecordedBoot.reported(Bank.SHA256, 4));
    }

    @Test
    void what_the_settings_say_stands_in_the_manifest() {
        CBORObject manifest = CBORObject.DecodeFromBytes(content(render(
                RecordedBoot.baseline(ENFORCE, RecordedBoot.recorded()),
                "entity: Example Platform Team",
                "regid: https://example.org",
                "class-ids: {q35: cd1f0e55-26f9-460d-b9d8-f7fde171787c}")));
        CBORObject comid = comid(manifest);

        assertThat(manifest.HasMostOuterTag(501)).isTrue();
        assertThat(manifest.get(0).AsString()).matches("compute/pxe/q35/[0-9a-f]{16}");
        assertThat(manifest.get(3).HasMostOuterTag(32)).isTrue();
        assertThat(manifest.get(3).Untag().AsString()).isEqualTo("tag:github.com/parallaxsecond,2023-03-03:tpm");
        assertThat(comid.get(2).get(0).get(0).AsString()).isEqualTo("Example Platform Team");
        assertThat(comid.get(2).get(0).get(1).Untag().AsString()).isEqualTo("https://example.org");
        CBORObject id = comid.get(4).get(0).get(0).get(0).get(0).get(0);
        assertThat(id.HasMostOuterTag(37)).isTrue();
        assertThat(hex(id.Untag())).isEqualTo("cd1f0e5526f9460db9d8f7fde171787c");
    }

    @Test
    void equal_content_is_equal_bytes_and_other_content_is_another_manifest() {
        BaselineDocument one = RecordedBoot.baseline(ENFORCE, RecordedBoot.recorded());
        BaselineDocument other = RecordedBoot.baseline(ENFORCE, RecordedBoot.with("", "another kernel"));

        assertThat(content(render(one))).isEqualTo(content(render(one)));
        CBORObject first = CBORObject.DecodeFromBytes(content(render(one)));
        CBORObject second = CBORObject.DecodeFromBytes(content(render(other)));
        assertThat(first.get(0)).isNotEqualTo(second.get(0));
        assertThat(comid(first).get(1)).isNotEqualTo(comid(second).get(1));
        assertThat(render(one).path()).isEqualTo(render(other).path());
    }

    @Test
    void keys_of_maps_are_in_the_order_of_their_encodings() {
        assertSorted(CBORObject.DecodeFromBytes(
                content(render(RecordedBoot.baseline(ENFORCE, RecordedBoot.recorded()), "form: integrity-registers"))));
    }

    @Test
    void a_bank_that_the_format_has_no_name_for_is_left_out_and_said() {
        assertThat(render(RecordedBoot.baseline(ENFORCE, RecordedBoot.recorded()))
                        .words())
                .anyMatch(line -> line.contains("sha1"));
    }

    @Test
    void a_baseline_without_an_enforceable_pcr_is_refused() {
        RenderedFile file = render(RecordedBoot.baseline(List.of(1), RecordedBoot.recorded()));

        assertThat(file.content()).isEmpty();
        assertThat(file.words()).singleElement().asString().contains("no set has a PCR that can be enforced");
    }

    @Test
    void a_wrong_class_id_is_refused_with_its_place() {
        assertThatThrownBy(() -> CorimFormat.of(RecordedBoot.settings("kind: x", "class-ids: {q35: 17}"), secrets()))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("hallmark.yaml:4:")
                .hasMessageContaining("no UUID");
    }

    private static io.hallmark.baselines.publish.SecretStore secrets() {
        return RecordedBoot.secrets(Map.of());
    }

    private static RenderedFile render(BaselineDocument baseline, String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = "kind: x";
        System.arraycopy(lines, 0, all, 1, lines.length);
        List<RenderedFile> files =
                CorimFormat.of(RecordedBoot.settings(all), secrets()).render(RecordedBoot.state(baseline), baseline);
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    private static byte[] content(RenderedFile file) {
        return file.content().orElseThrow();
    }

    private static CBORObject manifest(BaselineDocument baseline, String... lines) {
        return CBORObject.DecodeFromBytes(content(render(baseline, lines)));
    }

    static CBORObject comid(CBORObject manifest) {
        CBORObject wrapped = manifest.get(1).get(0);
        assertThat(wrapped.HasMostOuterTag(506)).isTrue();
        return CBORObject.DecodeFromBytes(wrapped.Untag().GetByteString());
    }

    private static CBORObject triples(CBORObject manifest) {
        return comid(manifest).get(4).get(0);
    }

    private static String hex(CBORObject bytes) {
        return HexFormat.of().formatHex(bytes.GetByteString());
    }

    private static void assertSorted(CBORObject value) {
        CBORObject item = value.isTagged() ? value.Untag() : value;
        if (item.getType() == CBORType.Map) {
            List<byte[]> keys =
                    item.getKeys().stream().map(CBORObject::EncodeToBytes).toList();
            assertThat(IntStream.range(1, keys.size())
                            .allMatch(i -> java.util.Arrays.compareUnsigned(keys.get(i - 1), keys.get(i)) < 0))
                    .isTrue();
            item.getValues().forEach(CorimFormatTest::assertSorted);
        } else if (item.getType() == CBORType.Array) {
            item.getValues().forEach(CorimFormatTest::assertSorted);
        } else if (value.HasMostOuterTag(506)) {
            assertSorted(CBORObject.DecodeFromBytes(item.GetByteString()));
        }
    }
}
