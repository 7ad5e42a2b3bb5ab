package io.hallmark.verifierbridge.keylime.refstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Variation;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.recordings.RecordedBoots;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a reference state holds of a baseline. */
class ReferenceStateTest {
    private static final RecordedBoot BOOT = RecordedBoots.all().stream()
            .filter(boot -> boot.name().equals("disk-grub"))
            .findFirst()
            .orElseThrow();

    @TestFactory
    Stream<DynamicTest> the_state_of_every_recorded_boot_is_valid_by_the_schema_and_the_same_each_time() {
        Schema schema = schema();
        return RecordedBoots.all().stream()
                .map(boot -> dynamicTest(boot.name(), () -> {
                    AcceptedSet set = RecordedBaseline.set(boot);
                    String json = text(RecordedBaseline.of(set));
                    assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
                    assertThat(text(RecordedBaseline.of(set))).isEqualTo(json);
                }));
    }

    @Test
    void sets_share_the_events_that_they_have_in_common() {
        AcceptedSet set = RecordedBaseline.set(BOOT);
        List<PredictedEvent> events = set.prediction().events();
        String one = text(RecordedBaseline.of(set));
        String two = text(RecordedBaseline.of(set, set));

        assertThat(count(two, "\"digests\"")).isEqualTo(count(one, "\"digests\""));
        assertThat(count(one, "\"digests\"")).isLessThanOrEqualTo(events.size());
    }

    @Test
    void only_banks_of_the_settings_that_all_sets_have_are_in_it() {
        AcceptedSet set = RecordedBaseline.set(BOOT);
        BaselineDocument baseline = new BaselineDocument(
                "image",
                "chain",
                "hardware",
                List.of(Bank.SHA256, Bank.SHA384),
                List.of(4),
                List.of(
                        set,
                        RecordedBaseline.set(
                                BOOT,
                                BOOT.chain(),
                                BOOT.artifacts(),
                                set.prediction().only(List.of(Bank.SHA1, Bank.SHA256)))));

        assertThat(text(baseline)).contains("\"banks\": [\n    \"sha256\"\n  ]").doesNotContain("sha384", "\"sha1\"");
    }

    @Test
    void a_baseline_without_a_common_bank_is_refused() {
        AcceptedSet set = RecordedBaseline.set(BOOT);
        AcceptedSet sha1 = RecordedBaseline.set(
                BOOT, BOOT.chain(), BOOT.artifacts(), set.prediction().only(List.of(Bank.SHA1)));
        BaselineDocument baseline = new BaselineDocument(
                "image", "chain", "hardware", List.of(Bank.SHA256), List.of(4), List.of(set, sha1));

        assertThatThrownBy(() -> ReferenceState.of(baseline))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("baselines/image/chain/hardware.yaml: no bank");
    }

    @Test
    void a_set_that_would_hold_nodes_to_nothing_is_refused() {
        BaselineDocument none = new BaselineDocument(
                "image", "chain", "hardware", List.of(Bank.SHA256), List.of(), List.of(RecordedBaseline.set(BOOT)));
        BaselineDocument unproven = baseline(
                Optional.of("self-test: not re-derived"), event(Digests.hash(List.of(Bank.SHA256), new byte[1])));

        for (BaselineDocument baseline : List.of(none, unproven)) {
            assertThatThrownBy(() -> ReferenceState.of(baseline))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("set 1 would hold nodes to nothing");
        }
    }

    @Test
    void what_is_not_proven_is_not_judged_and_is_told() {
        PredictedEvent certain = event(Digests.hash(List.of(Bank.SHA256), new byte[1]));
        PredictedEvent assumed = with(certain, new Provenance.Assumed("the menu is unknown"), Optional.empty());
        PredictedEvent number = with(
                certain,
                certain.provenance(),
                Optional.of(Variation.ofNumber("reference log 2", 5, 9, "the first one 4")));
        PredictedEvent bankless = event(Digests.none());

        assertThat(gaps("self-test: event 3 is not re-derived", certain))
                .containsExactly("set 1: PCR 9 is not judged: self-test: event 3 is not re-derived");
        assertThat(gaps("varies: x", number))
                .containsExactly("set 1: PCR 9 is not judged: varies: reference log 2 has 5 events of firmware in PCR 9"
                        + " from here on, the first one 4");
        assertThat(gaps("varies: x", assumed))
                .containsExactly("set 1: PCR 9 is not judged: assumed: what: the menu is unknown");
        assertThat(gaps(null, bankless))
                .containsExactly(
                        "set 1: PCR 9 is not judged: the event 'what' has no digest in one of the banks [sha256]");
        assertThat(gaps(null, certain)).isEmpty();
    }

    @Test
    void an_event_that_varies_is_judged_by_its_place_and_that_is_told() {
        PredictedEvent varying = with(
                event(Digests.hash(List.of(Bank.SHA256), new byte[1])),
                new Provenance.Copied(7),
                Optional.of(new Variation("differs in reference log 2", Optional.empty())));

        assertThat(gaps("varies: differs in reference log 2", varying))
                .containsExactly("set 1: PCR 9: any digest is accepted for 'what': differs in reference log 2");
        assertThat(text(baseline(Optional.of("varies: x"), varying)))
                .contains("\"varies\": \"differs in reference log 2\"", "\"origin\": \"event 7 of the reference log\"");
    }

    @Test
    void a_template_is_judged_where_the_log_has_the_text() {
        String text = "console=ttyS0 ip=${ip}";

        assertThat(template(text, (text + "\0").getBytes(StandardCharsets.UTF_16LE)))
                .contains("\"text\": \"" + text + "\"", "\"encoding\": \"utf-16le\"", "\"prefix\": \"\"");
        assertThat(template(text, ("kernel_cmdline: " + text + "\0").getBytes(StandardCharsets.UTF_8)))
                .contains("\"text\": \"" + text + "\"", "\"encoding\": \"utf-8\"", "\"prefix\": \"kernel_cmdline: \"");
        // Linux logs only the name of what it measured.
        assertThat(template(text, "LOADED_IMAGE::LoadOptions\0".getBytes(StandardCharsets.UTF_8)))
                .doesNotContain("\"template\"");
    }

    @Test
    void a_template_that_the_policy_could_not_judge_is_refused() {
        for (String text : List.of("name=\u00e9 ${ip}", "x".repeat(4096) + "${ip}")) {
            assertThatThrownBy(() -> template(text, (text + "\0").getBytes(StandardCharsets.UTF_16LE)))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("write the text without variables");
        }
    }

    private static String template(String text, byte[] data) {
        PredictedEvent event = new PredictedEvent(
                9,
                EventType.EV_IPL,
                Digests.none(),
                new Content(data),
                "what",
                new Provenance.Computed("rule", List.of()),
                Optional.of(new Variation("the text has variables of the node in it", Optional.of(text))));
        return text(baseline(Optional.of("varies: x"), event));
    }

    private static List<String> gaps(String notEnforceable, PredictedEvent event) {
        return ReferenceState.of(baseline(Optional.ofNullable(notEnforceable), event))
                .gaps();
    }

    /** One event in PCR 9, and one in PCR 4 that is always judged unless nothing is. */
    private static BaselineDocument baseline(Optional<String> notEnforceable, PredictedEvent event) {
        boolean alone = notEnforceable
                .filter(reason -> reason.equals("self-test: not re-derived"))
                .isPresent();
        PredictedEvent image = new PredictedEvent(
                4,
                EventType.EV_EFI_BOOT_SERVICES_APPLICATION,
                Digests.hash(List.of(Bank.SHA256), new byte[2]),
                new Content(new byte[0]),
                "kernel",
                new Provenance.Computed("firmware.image", List.of("kernel")),
                Optional.empty());
        Prediction prediction = new Prediction(
                List.of(Bank.SHA256),
                List.of(image, event),
                List.of(
                        new PredictedPcr(4, Digests.none(), Optional.empty()),
                        new PredictedPcr(9, Digests.none(), notEnforceable)),
                List.of());
        return new BaselineDocument(
                "image",
                "chain",
                "hardware",
                List.of(Bank.SHA256),
                alone ? List.of(9) : List.of(4, 9),
                List.of(RecordedBaseline.set(BOOT, BOOT.chain(), BOOT.artifacts(), prediction)));
    }

    private static PredictedEvent event(Digests digests) {
        return new PredictedEvent(
                9,
                EventType.EV_IPL,
                digests,
                new Content(new byte[0]),
                "what",
                new Provenance.Computed("grub.file", List.of("initrd")),
                Optional.empty());
    }

    private static PredictedEvent with(PredictedEvent event, Provenance provenance, Optional<Variation> variation) {
        return new PredictedEvent(
                event.pcr(), event.type(), event.digests(), event.data(), event.description(), provenance, variation);
    }

    private static String text(BaselineDocument baseline) {
        return new String(ReferenceState.of(baseline).toJson(), StandardCharsets.US_ASCII);
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    private static Schema schema() {
        try (InputStream schema = ReferenceState.class.getResourceAsStream(ReferenceState.SCHEMA_RESOURCE)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
