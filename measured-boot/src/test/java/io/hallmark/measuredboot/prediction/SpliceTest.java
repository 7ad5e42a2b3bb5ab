package io.hallmark.measuredboot.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SpliceTest {
    @Test
    void firmware_events_before_and_after_the_chain_stay_where_they_are() {
        EventLog log = Logs.log()
                .separator(4)
                .calling()
                .image("old loader")
                .event(9, EventType.EV_IPL, "old kernel")
                .event(5, EventType.EV_EFI_ACTION, "Exit Boot Services Invocation")
                .build();

        assertThat(texts(log, List.of(chain(4, "new loader"), chain(9, "new kernel"))))
                .containsExactly(
                        "\0\0\0\0",
                        "Calling EFI Application from Boot Option",
                        "new loader",
                        "new kernel",
                        "Exit Boot Services Invocation");
    }

    @Test
    void a_firmware_event_among_the_chains_keeps_its_place_within_its_pcr() {
        EventLog log = Logs.log()
                .separator(4)
                .calling()
                .image("old loader")
                .event(4, EventType.EV_EFI_ACTION, "vendor tool")
                .image("old kernel")
                .build();

        assertThat(texts(log, List.of(chain(4, "new loader"), chain(4, "new kernel"))))
                .endsWith("new loader", "vendor tool", "new kernel");
    }

    @Test
    void an_authority_before_the_separator_stays_before_it() {
        EventLog log = Logs.log()
                .event(7, EventType.EV_EFI_VARIABLE_AUTHORITY, "option ROM signer")
                .separator(7)
                .calling()
                .image("old loader")
                .build();

        assertThat(texts(log, List.of(chain(4, "new loader"))))
                .containsSubsequence("option ROM signer", "\0\0\0\0", "new loader");
    }

    @Test
    void an_image_that_firmware_tried_and_gave_up_is_firmwares() {
        EventLog log = Logs.log()
                .separator(4)
                .calling()
                .image("dead disk's loader")
                .event(4, EventType.EV_EFI_ACTION, "Returning from EFI Application from Boot Option")
                .calling()
                .image("old loader")
                .build();

        assertThat(texts(log, List.of(chain(4, "new loader"))))
                .containsSubsequence("dead disk's loader", "new loader")
                .doesNotContain("old loader");
    }

    @Test
    void a_log_that_ends_before_any_loader_gets_the_chain_before_exit_boot_services() {
        EventLog log = Logs.log()
                .separator(4)
                .event(5, EventType.EV_EFI_ACTION, "Exit Boot Services Invocation")
                .build();

        assertThat(texts(log, List.of(chain(4, "loader"))))
                .containsExactly("\0\0\0\0", "loader", "Exit Boot Services Invocation");
    }

    @Property
    void nothing_is_lost_and_each_side_keeps_its_order(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 5) Integer> reference,
            @ForAll @Size(max = 10) List<@IntRange(min = 8, max = 14) Integer> predicted) {
        Logs logs = Logs.log().calling();
        int number = 0;
        for (int pcr : reference) {
            logs.event(pcr == 5 ? 9 : pcr, EventType.EV_IPL, "firmware or old " + number++);
        }
        List<PredictedEvent> chain = new ArrayList<>();
        for (int pcr : predicted) {
            chain.add(chain(pcr, "new " + number++));
        }
        EventLog log = logs.build();
        List<String> kept = Template.of(log).firmwareEvents().stream()
                .map(event -> text(event.data()))
                .toList();

        List<String> result = texts(log, chain);

        assertThat(result).filteredOn(text -> !text.startsWith("new")).containsExactlyElementsOf(kept);
        assertThat(result)
                .filteredOn(text -> text.startsWith("new"))
                .containsExactlyElementsOf(
                        chain.stream().map(event -> text(event.data())).toList());
    }

    private static List<String> texts(EventLog log, List<PredictedEvent> chain) {
        return new Splice(Template.of(log), SpliceTest::copy)
                .with(chain).stream().map(event -> text(event.data())).toList();
    }

    private static String text(Content content) {
        return new String(content.bytes(), StandardCharsets.US_ASCII);
    }

    private static List<PredictedEvent> copy(LogEvent event) {
        return List.of(new PredictedEvent(
                event.pcr(),
                event.type(),
                event.digests(),
                event.data(),
                "",
                new Provenance.Copied(event.number()),
                Optional.empty()));
    }

    private static PredictedEvent chain(int pcr, String text) {
        LogEvent event =
                Logs.log().event(pcr, EventType.EV_IPL, text).build().events().get(0);
        return new PredictedEvent(
                pcr,
                event.type(),
                event.digests(),
                event.data(),
                text,
                new Provenance.Computed("test", List.of()),
                Optional.empty());
    }
}
