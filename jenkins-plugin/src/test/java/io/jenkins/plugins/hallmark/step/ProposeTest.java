package io.jenkins.plugins.hallmark.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.hallmark.baselines.initramfs.IndexSource;
import io.hallmark.baselines.initramfs.InitramfsCache;
import io.hallmark.baselines.propose.ImageMeasurer;
import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.baselines.propose.Propose;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.baselines.repository.ProposalResult;
import io.hallmark.baselines.source.Downloads;
import io.hallmark.baselines.source.WorkingTree;
import io.hallmark.testsupport.Tools;
import io.jenkins.plugins.hallmark.agent.Agent;
import io.jenkins.plugins.hallmark.agent.AgentImage;
import io.jenkins.plugins.hallmark.agent.AgentLostException;
import io.jenkins.plugins.hallmark.fake.FakeAgent;
import io.jenkins.plugins.hallmark.fake.FakeJenkins;
import io.jenkins.plugins.hallmark.view.ProposalReportAction;
import io.jenkins.plugins.hallmark.view.ProposalReportAction.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProposeTest {
    @TempDir
    private Path folder;

    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = Stage.of(folder);
    }

    @Test
    void a_pipeline_gets_texts_numbers_and_lists() throws Exception {
        Map<String, Object> summary = stage.start(new ProposeStep(Stage.NAME)).run();
        assertThat(summary)
                .containsEntry("outcome", "proposed")
                .containsEntry("changed", true)
                .containsEntry("image", "sample")
                .containsEntry("branch", "hallmark/sample")
                .containsEntry("commit", stage.head("hallmark/sample"));
        assertThat(summary.values())
                .allMatch(value -> value.getClass().getName().startsWith("java."));
    }

    @Test
    void no_file_and_no_credential_crosses_the_channel() throws Exception {
        byte[] large = new byte[2 << 20];
        new Random(7).nextBytes(large);
        stage.change("boot/initrd.img", large);
        stage.credentials.user("git", "robot", "verysecretpassword");
        stage.source.setCredentialsId("git");

        stage.perform(new ProposeBuilder(Stage.NAME));

        assertThat(stage.credentials.asked()).contains("git");
        assertThat(stage.agent.crossed()).isNotEmpty().allSatisfy(bytes -> {
            assertThat(bytes.length).isLessThan(256 * 1024);
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("verysecretpassword");
        });
    }

    @Test
    void what_an_agent_measures_gives_the_same_commit_as_files_at_hand() throws Exception {
        stage.twoInitrds();
        stage.perform(new ProposeBuilder(Stage.NAME));
        assertThat(stage.agent.crossed())
                .extracting(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .anyMatch(text -> text.contains("HashPieces"));
        Path cache = folder.resolve("cache");
        MeasuredImage image = ImageMeasurer.measure(
                WorkingTree.open(stage.image()), new Downloads(cache), ImageMeasurer.FileProgress.NONE);
        InitramfsCache initramfs = new InitramfsCache(cache.resolve("initramfs"), IndexSource.LOCAL);
        try (BaselinesRepository repository =
                BaselinesRepository.open(stage.baselines().toString(), cache, Credentials.usersOwn())) {
            ProposalResult result = new Propose(repository, Identity.HALLMARK, Optional.empty(), initramfs::enrich)
                    .run(image, false, false)
                    .result();
            assertThat(result)
                    .isInstanceOfSatisfying(
                            ProposalResult.AlreadyProposed.class,
                            same -> assertThat(same.commit()).isEqualTo(head("hallmark/sample")));
        }
    }

    private String head(String branch) {
        try {
            return stage.head(branch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void an_agent_that_is_lost_leaves_nothing_behind() throws Exception {
        stage.agent.dyingAfter(0);
        assertThatThrownBy(() -> stage.perform(new ProposeBuilder(Stage.NAME)))
                .isInstanceOf(AgentLostException.class)
                .hasMessageContaining("did not answer")
                .hasMessageContaining("nothing was changed");
        assertThat(stage.head("hallmark/sample")).isEmpty();
        assertThat(stage.run.getAction(ProposalReportAction.class)).isNull();
    }

    @Test
    void an_agent_that_is_lost_amid_the_computation_leaves_nothing_behind_either() throws Exception {
        stage.agent.dyingAfter(1);
        assertThatThrownBy(() -> stage.perform(new ProposeBuilder(Stage.NAME)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("did not answer");
        assertThat(stage.head("hallmark/sample")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void so_does_one_that_is_lost_while_its_answer_is_waited_for(int answers) throws Exception {
        stage.agent.dyingAmidCall(answers);
        assertThatThrownBy(() -> stage.perform(new ProposeBuilder(Stage.NAME)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("did not answer")
                .hasMessageContaining("nothing was changed");
        assertThat(stage.head("hallmark/sample")).isEmpty();
        assertThat(stage.run.getAction(ProposalReportAction.class)).isNull();
    }

    @Test
    void measuring_on_an_agent_that_is_lost_is_told_and_agrees_to_nothing() throws Exception {
        FakeAgent other = new FakeAgent().dyingAmidCall(0);
        Path checkout = otherCheckout("two", "metal");
        assertThatThrownBy(() -> stage.perform(new MeasureBuilder(Stage.NAME), other.workspace(checkout)))
                .isInstanceOf(AgentLostException.class)
                .hasMessageContaining("did not answer");
        assertThatThrownBy(() -> stage.perform(agreeing(2))).hasMessageContaining("1 measured this image");
    }

    @Test
    void an_aborted_build_proposes_nothing_and_ends_as_aborted() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> stage.perform(new ProposeBuilder(Stage.NAME)))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(stage.head("hallmark/sample")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void so_does_one_that_is_aborted_while_an_agent_measures(int answers) throws Exception {
        stage.agent.abortedAmidCall(answers);
        assertThatThrownBy(() -> stage.perform(new ProposeBuilder(Stage.NAME)))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(stage.head("hallmark/sample")).isEmpty();
        assertThat(stage.run.getAction(ProposalReportAction.class)).isNull();
        stage.perform(new ProposeBuilder(Stage.NAME));
        assertThat(stage.head("hallmark/sample")).isNotEmpty();
    }

    /** Jenkins interrupts the thread on the agent, too. */
    @Test
    void an_agent_that_is_interrupted_stops_at_the_next_file() {
        List<String> lines = new ArrayList<>();
        TaskListener interrupting = () -> {
            Thread.currentThread().interrupt();
            lines.add("one");
            return stage.log.getLogger();
        };
        assertThatThrownBy(() -> AgentImage.measure(new FilePath(stage.image().toFile()), ".", interrupting))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(lines).hasSize(1);
    }

    @Test
    void no_key_gets_onto_the_disk_of_the_controller() throws Exception {
        Tools.require("ssh-keygen");
        String key = Files.readString(stage.key("signing"));
        stage.credentials.ssh("key", key);
        stage.source.setSigningCredentialsId("key");
        stage.perform(new ProposeBuilder(Stage.NAME));
        assertThat(stage.run.getAction(ProposalReportAction.class).getOutcome()).isEqualTo(Outcome.PROPOSED);
        String line = key.lines().skip(1).findFirst().orElseThrow();
        try (Stream<Path> files = Files.walk(stage.jenkins.folder())) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .noneMatch(file -> FakeJenkins.content(file).contains(line));
        }
    }

    @Test
    void what_is_weaker_is_told_and_not_proposed_unless_allowed() throws Exception {
        stage.perform(new ProposeBuilder(Stage.NAME));
        stage.merge();
        Path description = stage.image().resolve("hallmark.yaml");
        stage.change(
                "hallmark.yaml",
                Files.readString(description)
                        .replaceFirst("      - ipxe:.*\n", "")
                        .getBytes(StandardCharsets.UTF_8));
        stage.nextBuild();
        assertThatThrownBy(() -> stage.perform(new ProposeBuilder(Stage.NAME)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("less than before");
        assertThat(stage.run.getAction(ProposalReportAction.class).getOutcome()).isEqualTo(Outcome.WEAKER);

        stage.nextBuild();
        ProposeBuilder allowed = new ProposeBuilder(Stage.NAME);
        allowed.setAllowWeaker(true);
        stage.perform(allowed);
        assertThat(stage.run.getAction(ProposalReportAction.class).getOutcome()).isEqualTo(Outcome.PROPOSED);
    }

    @Test
    void a_proposal_is_changed_also_when_only_what_nodes_are_held_to_is() throws Exception {
        stage.perform(new ProposeBuilder(Stage.NAME));
        stage.merge();
        stage.replaceSetting("enforce: [0, 2,", "enforce: [0, 1, 2,");
        stage.nextBuild();
        stage.perform(new ProposeBuilder(Stage.NAME));
        ProposalReportAction action = stage.run.getAction(ProposalReportAction.class);
        assertThat(action.getOutcome()).isEqualTo(Outcome.PROPOSED);
        assertThat(action.getChangedPcrs()).isEmpty();
        assertThat(action.isChanged()).isTrue();
        assertThat(action.summary()).containsEntry("changed", true).containsEntry("commit", action.getCommit());

        stage.merge();
        stage.nextBuild();
        ProposeBuilder preview = new ProposeBuilder(Stage.NAME);
        preview.setPreview(true);
        stage.perform(preview);
        assertThat(stage.run.getAction(ProposalReportAction.class).summary()).containsEntry("changed", false);
    }

    @Test
    void a_preview_pushes_nothing() throws Exception {
        ProposeBuilder preview = new ProposeBuilder(Stage.NAME);
        preview.setPreview(true);
        stage.perform(preview);
        assertThat(stage.run.getAction(ProposalReportAction.class).getOutcome()).isEqualTo(Outcome.PREVIEW);
        assertThat(stage.head("hallmark/sample")).isEmpty();
    }

    @Test
    void an_image_path_that_leaves_the_workspace_is_refused() throws Exception {
        for (String path : new String[] {"..", "link"}) {
            if (path.equals("link")) {
                Files.createSymbolicLink(stage.image().resolve("link"), folder);
            }
            ProposeBuilder builder = new ProposeBuilder(Stage.NAME);
            builder.setImagePath(path);
            assertThatThrownBy(() -> stage.perform(builder))
                    .hasMessageContaining("leaves the workspace")
                    .hasMessageNotContaining("did not answer");
        }
    }

    @Test
    void an_image_path_that_is_not_there_is_told_as_that_and_not_as_a_lost_agent() {
        ProposeBuilder builder = new ProposeBuilder(Stage.NAME);
        builder.setImagePath("images/compute");
        assertThatThrownBy(() -> stage.perform(builder))
                .isInstanceOf(AbortException.class)
                .isNotInstanceOf(AgentLostException.class)
                .hasMessageContaining("there is no folder 'images/compute'")
                .hasMessageNotContaining("did not answer");
    }

    @Test
    void so_is_a_workspace_that_was_deleted() {
        assertThatThrownBy(() ->
                        stage.perform(new ProposeBuilder(Stage.NAME), stage.agent.workspace(folder.resolve("none"))))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining(
                        "a file can't be used on the machine with the workspace " + folder.resolve("none"))
                .hasMessageNotContaining("did not answer");
    }

    @Test
    void a_repository_that_no_administrator_configured_is_refused_with_those_that_are() {
        assertThatThrownBy(() -> stage.perform(new ProposeBuilder("https://evil.example.org/x.git")))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("has no baselines repository")
                .hasMessageContaining(Stage.NAME);
    }

    @Test
    void the_commits_of_the_build_are_told_and_decide_nothing() throws Exception {
        stage.run.touching("boot/vmlinuz").touching("README.md");
        stage.perform(new ProposeBuilder(Stage.NAME));
        assertThat(stage.log.text())
                .contains("the commits of this build touch boot/vmlinuz")
                .doesNotContain("README.md");
        assertThat(stage.run.getAction(ProposalReportAction.class).getTouched()).containsExactly("boot/vmlinuz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "image/", "./image", "image//."})
    void so_they_are_of_an_image_in_a_folder_however_it_is_written(String path) throws Exception {
        stage.run.touching("image/boot/vmlinuz").touching("boot/vmlinuz");
        ProposeBuilder builder = new ProposeBuilder(Stage.NAME);
        builder.setImagePath(path);
        stage.perform(builder, stage.agent.workspace(folder));
        assertThat(stage.run.getAction(ProposalReportAction.class).getTouched()).containsExactly("image/boot/vmlinuz");
    }

    private ProposeBuilder agreeing(int agents) {
        ProposeBuilder builder = new ProposeBuilder(Stage.NAME);
        builder.setAgreement(agents);
        return builder;
    }

    private Path otherCheckout(String agent, String labels) throws Exception {
        Path copy = folder.resolve("image-" + agent);
        try (Stream<Path> files = Files.walk(stage.image())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(stage.image().relativize(file)));
            }
        }
        stage.agents.put(copy.toString(), new Agent(agent, labels));
        return copy;
    }

    @Test
    void agreement_is_not_had_from_one_agent_alone_nor_from_two_of_the_same_labels() throws Exception {
        assertThatThrownBy(() -> stage.perform(agreeing(2)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("agreement of 2 agents");
        stage.perform(new MeasureBuilder(Stage.NAME), new FakeAgent().workspace(otherCheckout("two", "linux")));
        assertThatThrownBy(() -> stage.perform(agreeing(2))).hasMessageContaining("1 measured this image");
        assertThat(stage.head("hallmark/sample")).isEmpty();
    }

    @Test
    void an_agent_that_disconnects_once_it_measured_does_not_count_as_another_one() throws Exception {
        Agent one = new Agent("one", "linux");
        stage.known = workspace -> stage.agent.crossed().isEmpty() ? one : Agent.UNKNOWN;
        stage.perform(new MeasureBuilder(Stage.NAME));
        stage.known = workspace -> one;
        assertThatThrownBy(() -> stage.perform(agreeing(2))).hasMessageContaining("1 measured this image");
        assertThat(stage.head("hallmark/sample")).isEmpty();
    }

    @Test
    void an_agent_that_jenkins_does_not_know_is_not_asked_to_agree() throws Exception {
        stage.known = workspace -> Agent.UNKNOWN;
        for (HallmarkBuilder step : List.of(new MeasureBuilder(Stage.NAME), agreeing(2))) {
            assertThatThrownBy(() -> stage.perform(step))
                    .isInstanceOf(AbortException.class)
                    .hasMessageContaining("Jenkins knows no agent with the workspace " + stage.image());
        }
        assertThat(stage.agent.crossed()).isEmpty();
        stage.perform(new ProposeBuilder(Stage.NAME));
        assertThat(stage.head("hallmark/sample")).isNotEmpty();
    }

    @Test
    void two_agents_that_measure_the_same_may_propose() throws Exception {
        stage.perform(new MeasureBuilder(Stage.NAME), new FakeAgent().workspace(otherCheckout("two", "metal")));
        stage.perform(agreeing(2));
        assertThat(stage.run.getAction(ProposalReportAction.class).getOutcome()).isEqualTo(Outcome.PROPOSED);
    }

    @Test
    void an_agent_that_lies_about_a_file_is_found_out() throws Exception {
        Path lying = otherCheckout("two", "metal");
        Files.writeString(lying.resolve("boot/vmlinuz"), "a kernel with a back door");
        stage.perform(new MeasureBuilder(Stage.NAME), new FakeAgent().workspace(lying));
        assertThatThrownBy(() -> stage.perform(agreeing(2)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("measured different files");
        assertThat(stage.head("hallmark/sample")).isEmpty();
    }
}
