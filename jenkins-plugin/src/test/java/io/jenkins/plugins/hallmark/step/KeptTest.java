package io.jenkins.plugins.hallmark.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.hallmark.Kept;
import io.jenkins.plugins.hallmark.agent.Agent;
import io.jenkins.plugins.hallmark.fake.FakeAgent;
import io.jenkins.plugins.hallmark.view.PcrCause;
import io.jenkins.plugins.hallmark.view.ProposalReportAction;
import io.jenkins.plugins.hallmark.view.ProposalReportAction.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What steps leave in a build is there after a restart, as it was. */
class KeptTest {
    @TempDir
    private Path folder;

    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = Stage.of(folder);
    }

    private ProposalReportAction changed() throws Exception {
        stage.perform(new ProposeBuilder(Stage.NAME));
        stage.merge();
        byte[] initrd = Files.readAllBytes(stage.image().resolve("boot/initrd.img"));
        stage.change("boot/initrd.img", Arrays.copyOf(initrd, initrd.length + 512));
        stage.nextBuild();
        stage.perform(new ProposeBuilder(Stage.NAME));
        return stage.run.getAction(ProposalReportAction.class);
    }

    @Test
    void the_pcrs_of_a_proposal_with_their_causes_and_what_a_pipeline_gets() throws Exception {
        ProposalReportAction action = changed();
        ProposalReportAction read = Kept.again(action);
        read.onLoad(stage.run);
        assertThat(read.getChanges()).isNotEmpty().usingRecursiveComparison().isEqualTo(action.getChanges());
        assertThat(read.getChanges()).anySatisfy(cause -> {
            assertThat(cause.getPcr()).isEqualTo(9);
            assertThat(cause.getCauses()).containsExactly("initrd");
        });
        assertThat(read.summary()).isEqualTo(action.summary()).containsEntry("changed", true);
        assertThat(read.getReport()).isEqualTo(action.getReport());
    }

    @Test
    void the_files_that_commits_touch_or_none_where_an_earlier_release_kept_it() throws Exception {
        stage.run.touching("boot/vmlinuz");
        stage.perform(new ProposeBuilder(Stage.NAME));
        String xml = Kept.xml(stage.run.getAction(ProposalReportAction.class));
        ProposalReportAction read = Kept.read(ProposalReportAction.class, xml);
        ProposalReportAction old =
                Kept.read(ProposalReportAction.class, xml.replaceFirst("(?s)<touched>.*?</touched>", ""));
        read.onLoad(stage.run);
        old.onLoad(stage.run);
        assertThat(read.getTouched()).containsExactly("boot/vmlinuz");
        assertThat(old.getTouched()).isEmpty();
    }

    @Test
    void a_proposal_that_an_earlier_release_kept_is_changed_when_a_pcr_is() throws Exception {
        String list = "(?s)<changedBaselines>.*?</changedBaselines>|<changedBaselines/>";
        String xml = Kept.xml(changed());
        assertThat(xml).containsPattern(list);
        ProposalReportAction old = Kept.read(ProposalReportAction.class, xml.replaceAll(list, ""));
        assertThat(old.summary()).containsEntry("changed", true);

        stage.merge();
        stage.nextBuild();
        stage.perform(new ProposeBuilder(Stage.NAME));
        ProposalReportAction unchanged = stage.run.getAction(ProposalReportAction.class);
        assertThat(unchanged.getOutcome()).isEqualTo(Outcome.UNCHANGED);
        ProposalReportAction oldUnchanged =
                Kept.read(ProposalReportAction.class, Kept.xml(unchanged).replaceAll(list, ""));
        assertThat(oldUnchanged.summary()).containsEntry("changed", false);
    }

    private MeasuredAgents measuredElsewhere() throws Exception {
        Path copy = folder.resolve("image-two");
        try (Stream<Path> files = Files.walk(stage.image())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(stage.image().relativize(file)));
            }
        }
        stage.agents.put(copy.toString(), new Agent("two", "metal"));
        stage.perform(new MeasureBuilder(Stage.NAME), new FakeAgent().workspace(copy));
        return stage.run.getAction(MeasuredAgents.class);
    }

    @Test
    void what_agents_measured_still_agrees_and_only_in_its_build() throws Exception {
        stage.twoInitrds();
        MeasuredAgents measured = measuredElsewhere();
        assertThat(Kept.xml(measured)).contains("<digests>");
        MeasuredAgents read = Kept.again(measured);
        ProposeBuilder agreeing = new ProposeBuilder(Stage.NAME);
        agreeing.setAgreement(2);

        stage.nextBuild();
        assertThatThrownBy(() -> stage.perform(agreeing)).hasMessageContaining("1 measured this image");
        stage.run.addAction(read);
        stage.perform(agreeing);
        assertThat(stage.run.getAction(ProposalReportAction.class).getOutcome()).isEqualTo(Outcome.PROPOSED);
        assertThat(stage.run.getAction(ProposalReportAction.class).getChanges())
                .extracting(PcrCause::getChain)
                .contains("pxe", "disk");
    }
}
