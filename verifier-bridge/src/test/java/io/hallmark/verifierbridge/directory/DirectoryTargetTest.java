package io.hallmark.verifierbridge.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.OwnFilesDocument;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.Target;
import io.hallmark.verifierbridge.Keys;
import io.hallmark.verifierbridge.RecordedBoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTargetTest {
    private static final BaselineDocument RECORDED = RecordedBoot.baseline(List.of(0, 4, 9), RecordedBoot.recorded());
    private static final BaselineDocument NEXT =
            RecordedBoot.baseline(List.of(0, 4, 9), RecordedBoot.with("", "another kernel"));

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void choose() {
        folder = temporary.resolve("out");
    }

    @Test
    void every_format_is_written_and_reads_back() throws Exception {
        Map<String, byte[]> secrets = new HashMap<>(Keys.ec(temporary, "cose", "P-256"));
        secrets.putAll(Keys.rsa(temporary, "xml"));
        Target target = new DirectoryKind()
                .open(
                        RecordedBoot.settings(
                                "kind: directory",
                                "path: " + folder,
                                "formats: [json, cel, pcrlock, corim, rim]",
                                "sign-with: cose",
                                "rim-sign-with: xml",
                                "rim-regid: example.org"),
                        RecordedBoot.secrets(secrets));

        List<PlanItem> plan = publish(target, RecordedBoot.state(RECORDED));

        assertThat(plan).extracting(PlanItem::action).containsOnly(Action.CREATE);
        assertThat(plan)
                .extracting(item -> item.name().replaceFirst("/.*", ""))
                .containsExactly("json", "cel", "pcrlock", "pcrlock", "corim", "rim", "rim");
        assertThat(target.plan(RecordedBoot.state(RECORDED)))
                .extracting(PlanItem::action)
                .containsOnly(Action.KEEP);
    }

    @Test
    void planning_leaves_no_trace() {
        target().plan(RecordedBoot.state(RECORDED));

        assertThat(folder).doesNotExist();
    }

    @Test
    void a_changed_baseline_updates_its_files_and_a_baseline_that_is_gone_loses_them() throws IOException {
        publish(target(), RecordedBoot.state(RECORDED));
        assertThat(target().plan(RecordedBoot.state(NEXT)))
                .extracting(PlanItem::action)
                .contains(Action.UPDATE);

        publish(target(), RecordedBoot.state(NEXT));
        assertThat(target().plan(RecordedBoot.state(NEXT)))
                .extracting(PlanItem::action)
                .containsOnly(Action.KEEP);

        publish(target(), RecordedBoot.state());
        assertThat(files()).containsExactly(OwnFilesDocument.FILE);
    }

    @Test
    void what_hallmark_did_not_write_stays_and_is_never_overwritten() throws IOException {
        Path theirs = folder.resolve("json/compute/pxe/notes.txt");
        Files.createDirectories(theirs.getParent());
        Files.writeString(theirs, "mine");
        Path inTheWay = folder.resolve("json/compute/pxe/q35.json");
        Files.writeString(inTheWay, "mine too");

        assertThat(target().plan(RecordedBoot.state(RECORDED)))
                .filteredOn(item -> item.name().equals("json/compute/pxe/q35.json"))
                .singleElement()
                .matches(item -> item.action() == Action.REFUSED);

        Files.delete(inTheWay);
        publish(target(), RecordedBoot.state(RECORDED));
        publish(target(), RecordedBoot.state());
        assertThat(theirs).hasContent("mine");
    }

    @Test
    void a_publication_that_was_killed_halfway_is_finished_by_the_next() throws IOException {
        Target target = target();
        List<PlanItem> plan = target.plan(RecordedBoot.state(RECORDED));
        target.apply(plan.get(0));
        Files.delete(folder.resolve(plan.get(0).name()));

        publish(target(), RecordedBoot.state(RECORDED));

        assertThat(target().plan(RecordedBoot.state(RECORDED)))
                .extracting(PlanItem::action)
                .containsOnly(Action.KEEP);
        assertThat(files()).noneMatch(name -> name.endsWith(".hallmark-new"));
    }

    @Test
    void a_change_that_somebody_made_to_a_file_is_seen_and_undone() throws IOException {
        List<PlanItem> plan = publish(target(), RecordedBoot.state(RECORDED));
        Files.writeString(folder.resolve(plan.get(0).name()), "tampered");

        assertThat(target().readBack(plan.get(0))).isNotEqualTo(plan.get(0).content());
        assertThat(publish(target(), RecordedBoot.state(RECORDED)).get(0).action())
                .isEqualTo(Action.UPDATE);
    }

    @Test
    void a_symbolic_link_is_not_followed() throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.createDirectory(folder);
        Files.createSymbolicLink(folder.resolve("json"), elsewhere);

        assertThatThrownBy(() -> target().plan(RecordedBoot.state(RECORDED)))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("symbolic link");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void a_list_that_names_files_elsewhere_is_refused() throws IOException {
        Files.createDirectory(folder);
        Files.writeString(
                folder.resolve(OwnFilesDocument.FILE),
                "{\"schema\": \"hallmark/files/v1\", \"files\": [\"../precious\"]}");

        assertThatThrownBy(() -> target().plan(RecordedBoot.state()))
                .hasMessageContaining("no path that Hallmark writes");
    }

    @Test
    void wrong_settings_are_refused_with_their_place() {
        assertThatThrownBy(() -> open("path: out", "formats: [json]"))
                .hasMessageContaining("hallmark.yaml:4:")
                .hasMessageContaining("absolute");
        assertThatThrownBy(() -> open("path: /srv/out", "formats: [yaml]"))
                .hasMessageContaining("hallmark.yaml:5:")
                .hasMessageContaining("known are [json, cel, pcrlock, corim, rim, keylime-tpm-policy]");
        assertThatThrownBy(() -> open("path: /srv/out", "formats: [json]", "sign-with: x"))
                .hasMessageContaining("unknown field 'sign-with'");
    }

    private Target target() {
        return open("path: " + folder, "formats: [json, cel]");
    }

    private static Target open(String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = "kind: directory";
        System.arraycopy(lines, 0, all, 1, lines.length);
        return new DirectoryKind().open(RecordedBoot.settings(all), RecordedBoot.secrets(Map.of()));
    }

    private static List<PlanItem> publish(Target target, ApprovedState state) {
        List<PlanItem> plan = target.plan(state);
        for (PlanItem item : plan) {
            if (item.changes()) {
                target.apply(item);
            }
            assertThat(target.readBack(item).map(HexFormat.of()::formatHex))
                    .isEqualTo(item.content().map(HexFormat.of()::formatHex));
        }
        return plan;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
