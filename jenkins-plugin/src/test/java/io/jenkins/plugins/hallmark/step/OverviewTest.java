package io.jenkins.plugins.hallmark.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.hallmark.baselines.document.BaselineDocument;
import io.jenkins.plugins.hallmark.fake.FakeJob;
import io.jenkins.plugins.hallmark.view.OverviewRow;
import io.jenkins.plugins.hallmark.view.Overviews;
import io.jenkins.plugins.hallmark.view.ProposalReportAction;
import io.jenkins.plugins.hallmark.view.ProposalReportAction.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the overview of the controller says after builds of several jobs, and to whom. */
class OverviewTest {
    @TempDir
    private Path folder;

    private Stage stage;
    private FakeJob publishing;

    @BeforeEach
    void start() throws Exception {
        stage = Stage.of(folder);
        stage.source.setUnapproved(true);
        publishing = new FakeJob("publish", folder.resolve("publish"));
        stage.jenkins.with(publishing);
    }

    private ProposalReportAction propose() throws Exception {
        stage.nextBuild();
        stage.perform(new ProposeBuilder(Stage.NAME));
        return stage.run.getAction(ProposalReportAction.class);
    }

    private Outcome refused() {
        assertThatThrownBy(this::propose).isInstanceOf(AbortException.class);
        return stage.run.getAction(ProposalReportAction.class).getOutcome();
    }

    private void publish() throws Exception {
        publish("");
    }

    private void publish(String targets) throws Exception {
        stage.run = publishing.build();
        PublishBuilder publish = new PublishBuilder(Stage.NAME);
        publish.setTargets(targets);
        stage.perform(publish);
    }

    private void target(String name, Path path) throws Exception {
        stage.settings(
                "targets:\n  " + name + ": {kind: directory, path: \"" + path + "\", formats: [json], attempts: 1}\n");
    }

    /** What the overview says of each target, in words. */
    private Map<String, String> said() throws Exception {
        Map<String, String> said = new TreeMap<>();
        for (OverviewRow.TargetState target : rows().get(0).getTargets()) {
            String state = target.isGood() ? "holds " : target.isOther() ? "holds another state, " : "failing ";
            said.put(target.getName(), state + target.getCommit());
        }
        return said;
    }

    private void changeInitrd(int size) throws Exception {
        byte[] initrd = Files.readAllBytes(stage.image().resolve("boot/initrd.img"));
        stage.change("boot/initrd.img", Arrays.copyOf(initrd, initrd.length + size));
    }

    private List<OverviewRow> rows() throws Exception {
        return Overviews.page(stage.jenkins).getRows();
    }

    @Test
    void a_proposal_that_is_not_made_leaves_the_open_one_as_it_stands() throws Exception {
        propose();
        stage.merge();
        changeInitrd(512);
        changeInitrd(512);
        String open = propose().getCommit();
        assertThat(rows()).extracting(OverviewRow::getProposed).contains(open);
        List<String> before = rows().stream().map(OverviewRow::getProposed).toList();

        stage.imageAt("HEAD~1");
        assertThat(refused()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(rows()).extracting(OverviewRow::getProposed).isEqualTo(before);

        stage.imageAt("HEAD~1");
        assertThat(propose().getOutcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(rows()).extracting(OverviewRow::getProposed).isEqualTo(before);

        stage.imageAt("refs/heads/main");
        stage.change(
                "hallmark.yaml",
                Files.readString(stage.image().resolve("hallmark.yaml"))
                        .replaceFirst("      - ipxe:.*\n", "")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(refused()).isEqualTo(Outcome.WEAKER);
        assertThat(rows()).extracting(OverviewRow::getProposed).isEqualTo(before);
    }

    @Test
    void a_proposal_that_replaces_another_takes_back_what_it_does_not_propose() throws Exception {
        String first = propose().getCommit();
        assertThat(rows()).hasSize(2).extracting(OverviewRow::getProposed).containsOnly(first);

        String description = Files.readString(stage.image().resolve("hallmark.yaml"));
        stage.change(
                "hallmark.yaml",
                description.replaceFirst("(?s)  pxe:\n.*?(?=  disk:\n)", "").getBytes(StandardCharsets.UTF_8));
        String second = propose().getCommit();
        assertThat(second).isNotEqualTo(first);
        assertThat(rows())
                .filteredOn(row -> !row.getProposed().isEmpty())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getChain()).isEqualTo("disk");
                    assertThat(row.getProposed()).isEqualTo(second);
                });
    }

    @Test
    void an_image_that_is_as_approved_again_and_has_no_open_proposal_proposes_nothing() throws Exception {
        propose();
        stage.merge();
        propose();
        assertThat(rows()).isNotEmpty().extracting(OverviewRow::getProposed).containsOnly("");
    }

    @Test
    void a_baseline_that_is_no_more_in_the_state_is_gone_unless_it_is_proposed() throws Exception {
        propose();
        stage.merge();
        target("shelf", folder.resolve("shelf"));
        publish();
        assertThat(rows()).hasSize(2);
        OverviewRow gone = rows().get(0);

        stage.remove(BaselineDocument.path(gone.getImage(), gone.getChain(), gone.getHardware()));
        publish();
        assertThat(rows())
                .singleElement()
                .satisfies(row -> assertThat(row.getChain()).isNotEqualTo(gone.getChain()));

        String again = propose().getCommit();
        publish();
        assertThat(rows()).hasSize(2).anySatisfy(row -> {
            assertThat(row.getChain()).isEqualTo(gone.getChain());
            assertThat(row.getProposed()).isEqualTo(again);
            assertThat(row.getInForce()).isEmpty();
        });
    }

    @Test
    void what_is_in_force_is_approved_also_where_no_target_took_it() throws Exception {
        String source = propose().getSourceCommit();
        stage.merge();
        target(
                "broken",
                Files.writeString(folder.resolve("occupied"), "no folder").resolve("x"));
        assertThatThrownBy(this::publish).isInstanceOf(AbortException.class);
        assertThat(rows()).hasSize(2).allSatisfy(row -> {
            assertThat(row.getInForce()).isEqualTo(source);
            assertThat(row.getTargets()).singleElement().satisfies(target -> {
                assertThat(target.isGood()).isFalse();
                assertThat(target.getCommit()).isEmpty();
            });
        });
    }

    @Test
    void a_target_that_what_was_published_last_did_not_reach_holds_another_state() throws Exception {
        propose();
        stage.merge();
        target("shelf", folder.resolve("shelf"));
        stage.replaceSetting(
                "  shelf: {",
                "  drawer: {kind: directory, path: \"" + folder.resolve("drawer")
                        + "\", formats: [json], attempts: 1}\n  shelf: {");
        publish();
        String first = stage.head("main");
        assertThat(said()).isEqualTo(Map.of("shelf", "holds " + first, "drawer", "holds " + first));

        stage.settings("# more\n");
        publish("shelf");
        String second = stage.head("main");
        assertThat(said()).isEqualTo(Map.of("shelf", "holds " + second, "drawer", "holds another state, " + first));

        publish("drawer");
        assertThat(said()).isEqualTo(Map.of("shelf", "holds " + second, "drawer", "holds " + second));
    }

    @Test
    void a_target_that_the_settings_name_no_more_is_gone() throws Exception {
        propose();
        stage.merge();
        target("shelf", folder.resolve("shelf"));
        publish();
        stage.replaceSetting("  shelf: {", "  drawer: {");
        publish();
        assertThat(said()).isEqualTo(Map.of("drawer", "holds " + stage.head("main")));
    }

    /** One row with both: it is published, and a change of it waits. */
    private void proposeByOneJobAndPublishByAnother() throws Exception {
        propose();
        stage.merge();
        target("shelf", folder.resolve("shelf"));
        publish();
        changeInitrd(512);
        propose();
    }

    @Test
    void each_reader_sees_what_builds_said_whose_job_he_may_see() throws Exception {
        proposeByOneJobAndPublishByAnother();
        assertThat(rows()).anySatisfy(row -> {
            assertThat(row.getProposed()).isNotEmpty();
            assertThat(row.getProposedBuild()).startsWith("job/image/");
            assertThat(row.getInForce()).isNotEmpty();
            assertThat(row.getInForceBuild()).startsWith("job/publish/");
            assertThat(row.getTargets()).isNotEmpty();
        });

        stage.jenkins.hiding("image");
        assertThat(rows()).hasSize(2).allSatisfy(row -> {
            assertThat(row.getProposed()).isEmpty();
            assertThat(row.getProposedBuild()).isEmpty();
            assertThat(row.getInForce()).isNotEmpty();
            assertThat(row.getTargets()).isNotEmpty();
        });
        stage.jenkins.hiding("publish");
        assertThat(rows()).isEmpty();
    }

    @Test
    void who_may_know_of_a_job_and_not_see_it_sees_the_rest() throws Exception {
        proposeByOneJobAndPublishByAnother();
        stage.jenkins.showingOnlyThatThereIs("publish");
        assertThat(rows())
                .hasSize(2)
                .anySatisfy(row -> assertThat(row.getProposed()).isNotEmpty())
                .allSatisfy(row -> {
                    assertThat(row.getInForce()).isEmpty();
                    assertThat(row.getInForceBuild()).isEmpty();
                    assertThat(row.getTargets()).isEmpty();
                });
    }
}
