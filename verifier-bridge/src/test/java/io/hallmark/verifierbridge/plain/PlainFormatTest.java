package io.hallmark.verifierbridge.plain;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.verifierbridge.RecordedBoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainFormatTest {
    @Test
    void the_schema_accepts_what_is_written() throws IOException {
        String document = render(RecordedBoot.with("", "another kernel"), RecordedBoot.recorded());

        assertThat(schema().validate(document, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hallmark/golden/v1,hallmark/golden/v2",
        "\"enforced\": false,\"enforced\": true",
        "\"hardware\": \"q35\",\"hardwear\": \"q35\"",
        "\"sha256\": \",\"sha256\": \"0X"
    })
    void the_schema_refuses_what_is_wrong(String right, String wrong) throws IOException {
        String document = render(RecordedBoot.recorded());
        assertThat(document).contains(right);

        assertThat(schema().validate(document.replace(right, wrong), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void values_are_those_of_the_tpm_and_what_is_not_enforced_says_why() {
        Map<String, Object> document =
                PlainJson.readObject("golden", render(RecordedBoot.recorded()).getBytes(StandardCharsets.UTF_8));
        Map<?, ?> set = (Map<?, ?>) ((List<?>) document.get("accepted")).get(0);

        for (Object entry : (List<?>) set.get("pcrs")) {
            Map<?, ?> pcr = (Map<?, ?>) entry;
            int index = Integer.parseInt(String.valueOf(pcr.get("pcr")));
            assertThat(((Map<?, ?>) pcr.get("values")).get("sha256"))
                    .isEqualTo(RecordedBoot.reported(Bank.SHA256, index));
            assertThat(pcr.get("enforced")).isEqualTo(List.of(0, 4, 9).contains(index));
            assertThat(pcr.containsKey("reason")).isEqualTo(!List.of(0, 4, 9).contains(index));
        }
    }

    private static String render(AcceptedSet... sets) {
        BaselineDocument baseline = RecordedBoot.baseline(List.of(0, 4, 9), sets);
        byte[] content = new PlainFormat()
                .render(RecordedBoot.state(baseline), baseline)
                .get(0)
                .content()
                .orElseThrow();
        return new String(content, StandardCharsets.UTF_8);
    }

    private static Schema schema() throws IOException {
        try (InputStream in = PlainFormat.class.getResourceAsStream("golden.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        }
    }
}
