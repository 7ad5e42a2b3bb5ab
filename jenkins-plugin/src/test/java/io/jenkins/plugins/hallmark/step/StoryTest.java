package io.jenkins.plugins.hallmark.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.cli.ForgeStandIn;
import io.hallmark.testsupport.Tools;
import io.jenkins.plugins.hallmark.view.OverviewRow;
import io.jenkins.plugins.hallmark.view.Overviews;
import io.jenkins.plugins.hallmark.view.ProposalReportAction;
import io.jenkins.plugins.hallmark.view.ProposalReportAction.Outcome;
import io.jenkins.plugins.hallmark.view.PublicationReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a changed image to what targets hold, in the builds that a team has. */
class StoryTest {
    @TempDir
    private Path folder;

    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = Stage.of(folder);
    }

    private ProposalReportAction propose() throws Exception {
        stage.nextBuild();
        stage.perform(new ProposeBuilder(Stage.NAME));
        return stage.run.getAction(ProposalReportAction.class);
    }

    @Test
    @SuppressWarnings("unchecked")
    void an_image_changes_is_proposed_approved_and_published() throws Exception {
        ProposalReportAction first = propose();
        assertThat(first.getOutcome()).isEqualTo(Outcome.PROPOSED);
        assertThat(first.getCommit()).isEqualTo(stage.head("hallmark/sample"));
        stage.merge();

        assertThat(propose().getOutcome()).isEqualTo(Outcome.UNCHANGED);

        byte[] initrd = Files.readAllBytes(stage.image().resolve("boot/initrd.img"));
        byte[] longer = java.util.Arrays.copyOf(initrd, initrd.length + 512);
        stage.change("boot/initrd.img", longer);
        ProposalReportAction changed = propose();
        assertThat(changed.getOutcome()).isEqualTo(Outcome.PROPOSED);
        assertThat(changed.getChangedPcrs()).contains(9);
        assertThat(changed.getChanges()).anySatisfy(cause -> {
            assertThat(cause.getPcr()).isEqualTo(9);
            assertThat(cause.getCauses()).containsExactly("initrd");
        });
        List<Map<String, Object>> changes =
                (List<Map<String, Object>>) changed.getReport().get("changes");
        assertThat(changes.toString()).contains("boot/initrd.img", "size");
        assertThat(rows()).allSatisfy(row -> assertThat(row.getInForce()).isEmpty());
        assertThat(rows()).anySatisfy(row -> assertThat(row.getProposed()).isEqualTo(changed.getCommit()));

        stage.merge();
        Path shelf = folder.resolve("shelf");
        stage.settings("targets:\n  shelf: {kind: directory, path: \"" + shelf + "\", formats: [json]}\n");
        stage.source.setUnapproved(true);
        stage.nextBuild();
        stage.perform(new PublishBuilder(Stage.NAME));

        PublicationReport report = stage.run.getAction(PublicationReport.class);
        assertThat(report.getHolding()).containsExactly("shelf");
        assertThat(report.getCommit()).isEqualTo(stage.head("main"));
        assertThat(rows()).hasSize(2).allSatisfy(row -> {
            assertThat(row.getInForce()).isEqualTo(changed.getSourceCommit());
            assertThat(row.getProposed()).isEmpty();
            assertThat(row.getTargets()).singleElement().satisfies(target -> {
                assertThat(target.getName()).isEqualTo("shelf");
                assertThat(target.isGood()).isTrue();
                assertThat(target.getCommit()).isEqualTo(stage.head("main"));
            });
        });
    }

    private List<OverviewRow> rows() throws Exception {
        return Overviews.page(stage.jenkins).getRows();
    }

    @Test
    void nothing_is_published_where_nobody_approved_and_no_administrator_allows_that() throws Exception {
        propose();
        stage.merge();
        assertThatThrownBy(() -> stage.perform(new PublishBuilder(Stage.NAME)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("nothing is published: ")
                .hasMessageContaining("say nothing about 'approvals'");
    }

    @Test
    void what_a_build_signs_and_a_person_approves_is_published_and_nothing_before() throws Exception {
        Tools.require("ssh-keygen");
        Path build = stage.key("build");
        Path alice = stage.key("alice");
        Path shelf = folder.resolve("shelf");
        stage.settings("""
                approvals:
                  approvers:
                    alice: ["%s"]
                  proposers:
                    build: ["%s"]
                targets:
                  shelf: {kind: directory, path: "%s", formats: [json]}
                """.formatted(publicPart(alice), publicPart(build), shelf));
        stage.source.setTrust(stage.head("main"));
        stage.credentials.ssh("signing", Files.readString(build));
        stage.source.setSigningCredentialsId("signing");

        String proposed = propose().getCommit();
        stage.merge();
        assertThatThrownBy(() -> stage.perform(new PublishBuilder(Stage.NAME)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("need 1 approval by others than the proposer (build)");
        assertThat(shelf).doesNotExist();

        try (BaselinesRepository repository = BaselinesRepository.open(
                stage.baselines().toString(), folder.resolve("alices-cache"), Credentials.usersOwn())) {
            repository.approve(
                    proposed, CommitSigner.ssh(alice, Optional.empty()), new Identity("Alice", "alice@example.org"));
        }
        stage.nextBuild();
        stage.perform(new PublishBuilder(Stage.NAME));
        assertThat(stage.run.getAction(PublicationReport.class).getHolding()).containsExactly("shelf");
        assertThat(shelf).isDirectory();
    }

    @Test
    void a_job_goes_back_only_where_an_administrator_has_allowed_that() throws Exception {
        String older = publishedTwice();
        assertThatThrownBy(() -> published(older))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("nothing is published: " + older + " is not the newest reviewed state")
                .hasMessageContaining("Who administers Jenkins");
        assertThat(stage.run.getAction(PublicationReport.class)).isNull();
        assertThat(published(stage.head("main"))).isEqualTo(stage.head("main"));

        stage.source.setOlderStates(true);
        assertThat(published(older)).isEqualTo(older);
    }

    @Test
    void a_branch_that_was_set_back_is_not_published_by_its_name_either() throws Exception {
        String older = publishedTwice();
        stage.mainAt(older);
        assertThatThrownBy(() -> published(older))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("the branch was set back or rewritten")
                .hasMessageContaining("has ticked 'Jobs may go back to an older state'");

        stage.source.setOlderStates(true);
        assertThat(published(older)).isEqualTo(older);
    }

    @Test
    void what_holds_nodes_to_less_is_published_only_where_the_job_says_that_it_is_meant() throws Exception {
        publishedTwice();
        String stricter = stage.head("main");
        stage.change(
                "hallmark.yaml",
                Files.readString(stage.image().resolve("hallmark.yaml"))
                        .replaceFirst("      - ipxe:.*\n", "")
                        .getBytes(StandardCharsets.UTF_8));
        stage.nextBuild();
        ProposeBuilder propose = new ProposeBuilder(Stage.NAME);
        propose.setAllowWeaker(true);
        stage.perform(propose);
        stage.merge();

        stage.nextBuild();
        PublishBuilder publish = new PublishBuilder(Stage.NAME);
        assertThatThrownBy(() -> stage.perform(publish))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("nothing is published: nodes would be held to less than by ")
                .hasMessageContaining("in Jenkins set allowWeaker");
        assertThat(stage.run.getAction(PublicationReport.class)).isNull();

        publish.setAllowWeaker(true);
        stage.nextBuild();
        stage.perform(publish);
        assertThat(stage.run.getAction(PublicationReport.class).getCommit())
                .isEqualTo(stage.head("main"))
                .isNotEqualTo(stricter);
    }

    /** The state before the one that was published last. */
    private String publishedTwice() throws Exception {
        propose();
        stage.merge();
        stage.settings(
                "targets:\n  shelf: {kind: directory, path: \"" + folder.resolve("shelf") + "\", formats: [json]}\n");
        stage.source.setUnapproved(true);
        String older = published("");
        stage.settings("# more\n");
        assertThat(published("")).isEqualTo(stage.head("main")).isNotEqualTo(older);
        return older;
    }

    private String published(String commit) throws Exception {
        stage.nextBuild();
        PublishBuilder publish = new PublishBuilder(Stage.NAME);
        publish.setCommit(commit);
        stage.perform(publish);
        return stage.run.getAction(PublicationReport.class).getCommit();
    }

    private static String publicPart(Path key) throws Exception {
        return Files.readString(Path.of(key + ".pub")).strip();
    }

    @Test
    void a_target_that_fails_fails_the_build_or_makes_it_unstable_with_its_name_and_reason() throws Exception {
        propose();
        stage.merge();
        Path occupied = Files.writeString(folder.resolve("occupied"), "a file where a folder should be");
        stage.settings(
                "targets:\n  broken: {kind: directory, path: \"" + occupied + "/x\", formats: [json], attempts: 1}\n");
        stage.source.setUnapproved(true);

        assertThatThrownBy(() -> stage.perform(new PublishBuilder(Stage.NAME)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("broken (");
        assertThat(stage.run.getAction(PublicationReport.class).getFailing()).containsExactly("broken");

        stage.nextBuild();
        PublishBuilder unstable = new PublishBuilder(Stage.NAME);
        unstable.setUnstable(true);
        stage.perform(unstable);
        assertThat(stage.run.getResult()).hasToString("UNSTABLE");
        assertThat(stage.log.text()).contains("broken FAILED");
    }

    @Test
    void a_proposal_is_told_to_the_forge_once_and_what_is_pushed_is_told_though_the_forge_fails() throws Exception {
        Tools.require("git");
        try (Git git = Git.open(stage.baselines().toFile())) {
            git.getRepository().getConfig().setBoolean("http", null, "receivepack", true);
            git.getRepository().getConfig().save();
        }
        try (ForgeStandIn forge = new ForgeStandIn(folder)) {
            stage.baselinesAt(forge.repository());
            stage.credentials.text("forge", ForgeStandIn.TOKEN).user("git", "robot", "for-git");
            stage.source.setCredentialsId("git");
            stage.source.setForge("gitea");
            stage.source.setForgeCredentialsId("forge");

            forge.refuseWith = 503;
            assertThatThrownBy(this::propose)
                    .isInstanceOf(AbortException.class)
                    .hasMessageNotContaining(ForgeStandIn.TOKEN);
            ProposalReportAction pushed = stage.run.getAction(ProposalReportAction.class);
            assertThat(pushed.getCommit()).isNotEmpty().isEqualTo(stage.head("hallmark/sample"));
            assertThat(pushed.getPullRequest()).isEmpty();

            forge.refuseWith = 0;
            ProposalReportAction opened = propose();
            assertThat(opened.getOutcome()).isEqualTo(Outcome.ALREADY_PROPOSED);
            assertThat(opened.getPullRequest()).isEqualTo("https://forge.example.org/acme/baselines/pulls/5");
            assertThat(forge.calls).containsOnlyOnce("POST");
            assertThat(forge.pull).contains(opened.getTitle(), opened.getCommit());
            assertThat(rows())
                    .allSatisfy(row -> assertThat(row.getPullRequest()).isEqualTo(opened.getPullRequest()));

            assertThat(propose().getPullRequest()).isEqualTo(opened.getPullRequest());
            assertThat(forge.calls).containsOnlyOnce("POST");
            assertThat(stage.log.text()).doesNotContain(ForgeStandIn.TOKEN, "for-git");
        }
    }

    @Test
    void who_may_not_see_a_job_sees_nothing_of_it_in_the_overview() throws Exception {
        propose();
        assertThat(rows()).isNotEmpty();
        stage.jenkins.hiding("image");
        assertThat(rows()).isEmpty();
    }
}
