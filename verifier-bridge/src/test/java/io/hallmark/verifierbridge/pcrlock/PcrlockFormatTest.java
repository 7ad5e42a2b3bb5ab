package io.hallmark.verifierbridge.pcrlock;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.testsupport.Fixtures;
import io.hallmark.verifierbridge.RecordedBoot;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcrlockFormatTest {
    private static final String FOLDER = "compute/pxe/q35/pcrlock.d/";
    private static final List<Integer> ENFORCE = List.of(0, 4, 5, 7, 9);

    @TempDir
    Path folder;

    @Test
    void the_loader_and_the_kernel_are_components_with_what_the_log_has() {
        List<RenderedFile> files = render(RecordedBoot.recorded());

        assertThat(files)
                .extracting(RenderedFile::path)
                .satisfiesExactly(
                        loader -> assertThat(loader)
                                .matches(FOLDER + "630-hallmark-loader\\.pcrlock\\.d/hallmark-[0-9a-f]{12}\\.pcrlock"),
                        kernel -> assertThat(kernel)
                                .matches(FOLDER + "650-hallmark-kernel\\.pcrlock\\.d/hallmark-[0-9a-f]{12}\\.pcrlock"));
        List<String> written = new ArrayList<>();
        files.forEach(file -> written.addAll(records(file)));
        EventLog log = EventLogReader.read(RecordedBoot.FOLDER.resolve("eventlog.bin"));
        List<String> logged = log.events().stream()
                .filter(event -> event.type().equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION)
                        || event.type().equals(EventType.EV_EVENT_TAG))
                .map(event -> event.pcr() + " "
                        + event.digests().in(Bank.SHA256).orElseThrow().hex())
                .toList();
        assertThat(written).isNotEmpty().isEqualTo(logged);
    }

    /** The folder says how systemd-pcrlock was asked. */
    @Test
    void systemd_pcrlock_predicts_from_these_files_what_the_baseline_accepts() throws IOException {
        AcceptedSet other = RecordedBoot.with("", "another");
        Path recorded = Fixtures.path("systemd-pcrlock");
        for (RenderedFile file : render(other, RecordedBoot.recorded())) {
            assertThat(recorded.resolve(file.path().substring(FOLDER.length() - "pcrlock.d/".length())))
                    .hasBinaryContent(file.content().orElseThrow());
        }

        Map<String, Object> predicted =
                PlainJson.readObject("predicted.json", Files.readAllBytes(recorded.resolve("predicted.json")));
        for (Bank bank : List.of(Bank.SHA1, Bank.SHA256, Bank.SHA384)) {
            assertThat(values(predicted, bank, 4))
                    .contains(RecordedBoot.reported(bank, 4), value(other, bank, 4))
                    .hasSize(4);
            assertThat(values(predicted, bank, 9)).containsExactly(RecordedBoot.reported(bank, 9));
        }
    }

    /** Not on every supported system, so never required. */
    @Test
    void systemd_pcrlock_reads_the_components_where_the_system_has_it() throws Exception {
        Path tool = Path.of("/usr/lib/systemd/systemd-pcrlock");
        Assumptions.assumeTrue(Files.isExecutable(tool), "this test needs program " + tool);
        for (RenderedFile file : render(RecordedBoot.with("new", "new"), RecordedBoot.recorded())) {
            Path written = folder.resolve(file.path().substring(FOLDER.length()));
            Files.createDirectories(written.getParent());
            Files.write(written, file.content().orElseThrow());
        }

        Process process = new ProcessBuilder(
                        tool.toString(), "list-components", "--components=" + folder, "--json=short")
                .redirectErrorStream(true)
                .start();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(shown).isZero();
        assertThat(shown).contains("hallmark-boot").doesNotContain("Failed", "ignoring");
    }

    private static String value(AcceptedSet set, Bank bank, int pcr) {
        return set.prediction()
                .pcr(pcr)
                .orElseThrow()
                .values()
                .in(bank)
                .orElseThrow()
                .hex();
    }

    private static List<String> values(Map<String, Object> predicted, Bank bank, int pcr) {
        List<String> values = new ArrayList<>();
        for (Object entry : (List<?>) predicted.get(bank.label())) {
            Map<?, ?> line = (Map<?, ?>) entry;
            if (String.valueOf(line.get("pcr")).equals(Integer.toString(pcr))) {
                ((List<?>) line.get("values")).forEach(value -> values.add(String.valueOf(value)));
            }
        }
        return values;
    }

    @Test
    void loaders_and_kernels_that_combine_freely_are_variants_of_two_components() {
        List<RenderedFile> files = render(
                RecordedBoot.with("new", "new"),
                RecordedBoot.with("new", ""),
                RecordedBoot.with("", "new"),
                RecordedBoot.recorded());

        assertThat(files).hasSize(4);
        assertThat(files)
                .filteredOn(file -> file.path().contains("/630-hallmark-loader."))
                .hasSize(2);
        assertThat(files)
                .filteredOn(file -> file.path().contains("/650-hallmark-kernel."))
                .hasSize(2);
    }

    @Test
    void where_mixes_are_not_accepted_all_is_one_component_so_that_none_is_predicted() {
        List<RenderedFile> files = render(RecordedBoot.with("new", "new"), RecordedBoot.recorded());

        assertThat(files)
                .hasSize(2)
                .allMatch(file -> file.path().contains("/650-hallmark-boot.pcrlock.d/"))
                .allMatch(file -> records(file).size()
                        == render(RecordedBoot.recorded()).stream()
                                .mapToInt(part -> records(part).size())
                                .sum());
    }

    @Test
    void pcrs_that_the_settings_do_not_enforce_have_no_records() {
        BaselineDocument baseline = RecordedBoot.baseline(List.of(4), RecordedBoot.recorded());

        assertThat(new PcrlockFormat().render(RecordedBoot.state(baseline), baseline))
                .allMatch(file -> records(file).stream().allMatch(line -> line.startsWith("4 ")));
    }

    @Test
    void a_baseline_that_determines_nothing_of_it_is_refused() {
        BaselineDocument baseline = RecordedBoot.baseline(List.of(0, 7), RecordedBoot.recorded());

        assertThat(new PcrlockFormat().render(RecordedBoot.state(baseline), baseline))
                .singleElement()
                .matches(file -> file.content().isEmpty());
    }

    @Test
    void more_alternatives_than_a_tpm_policy_holds_are_told() {
        AcceptedSet[] sets = new AcceptedSet[9];
        for (int i = 0; i < sets.length; i++) {
            sets[i] = RecordedBoot.with("", "kernel " + i);
        }

        assertThat(render(sets).get(0).words()).anyMatch(line -> line.startsWith("9 alternatives"));
    }

    static List<RenderedFile> render(AcceptedSet... sets) {
        BaselineDocument baseline = RecordedBoot.baseline(ENFORCE, sets);
        return new PcrlockFormat().render(RecordedBoot.state(baseline), baseline);
    }

    private static List<String> records(RenderedFile file) {
        Object records =
                PlainJson.readObject(file.path(), file.content().orElseThrow()).get("records");
        List<String> lines = new ArrayList<>();
        for (Object entry : (List<?>) records) {
            Map<?, ?> line = (Map<?, ?>) entry;
            for (Object digest : (List<?>) line.get("digests")) {
                if ("sha256".equals(((Map<?, ?>) digest).get("hashAlg"))) {
                    lines.add(line.get("pcr") + " " + ((Map<?, ?>) digest).get("digest"));
                }
            }
        }
        return lines;
    }
}
