package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the CI of a baselines repository finds in files that people wrote by hand. */
class CheckCommandTest {
    private static final String DISK = "baselines/sample/disk/qemu-q35-disk.yaml";

    @TempDir
    Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void demo() throws IOException {
        sandbox = Sandbox.afterDemo(folder);
    }

    @Test
    void what_is_proposed_passes_the_check_against_the_state_that_it_changes() throws IOException, GitAPIException {
        String base = sandbox.head("main");
        sandbox.merge();
        Path clone = cloned();

        assertThat(check(clone, "--base", base).out()).endsWith("2 baselines checked, 0 findings\n");
        assertThat(Run.of(
                                "check",
                                sandbox.baselines().toString(),
                                "--base",
                                base,
                                "--cache",
                                folder.resolve("cache").toString())
                        .out())
                .endsWith("2 baselines checked, 0 findings\n");
        Run branch = check(clone, "--base", "main");
        assertThat(branch.exit()).isEqualTo(2);
        assertThat(branch.err()).contains("'main' is no commit id: give all 40 hex digits");
    }

    @Test
    void what_a_baseline_enforces_must_be_what_the_settings_say() throws IOException, GitAPIException {
        Path clone = cloned();
        Path file = clone.resolve(DISK);
        BaselineDocument document = BaselineDocument.read(DISK, Files.readAllBytes(file));
        Files.write(file, with(document, List.of(4), document.accepted()));

        Run check = check(clone);
        Run against = check(clone, "--base", sandbox.head("main"));
        Run allowed = check(clone, "--base", sandbox.head("main"), "--allow-weaker");

        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.out()).contains(DISK + ": it enforces PCRs [4]").contains("the settings ask for PCRs [0, 2");
        assertThat(against.out())
                .contains(
                        "wrong: PCR 9 of chain disk is not enforced any more: the settings of the baselines repository")
                .contains("check it with --allow-weaker");
        assertThat(allowed.exit())
                .as("it is not what the settings say all the same")
                .isEqualTo(1);
        assertThat(allowed.out()).contains("note: PCR 9 of chain disk is not enforced any more");
    }

    @Test
    void an_accepted_set_that_somebody_made_up_is_found_though_its_digests_are_consistent()
            throws IOException, GitAPIException {
        Path clone = cloned();
        Path file = clone.resolve(DISK);
        BaselineDocument document = BaselineDocument.read(DISK, Files.readAllBytes(file));
        AcceptedSet newest = document.accepted().get(0);
        AcceptedSet invented = new AcceptedSet(
                newest.source(),
                "",
                newest.chain(),
                newest.artifacts(),
                newest.compositions(),
                newest.prediction().with(otherKernel(newest.prediction().events())));
        Files.write(file, with(document, document.enforce(), List.of(newest, invented)));

        Run check = check(clone);
        Run against = check(clone, "--base", sandbox.head("main"));

        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.out())
                .contains("wrong: " + DISK
                        + ": accepted set 2 does not follow from its artifacts and the hardware profile")
                .contains("1 findings");
        assertThat(against.exit()).isEqualTo(1);
        assertThat(against.out()).contains("accepted set 2 was not accepted before, and is no mix");
        Run allowed = check(clone, "--base", sandbox.head("main"), "--allow-weaker");
        assertThat(allowed.exit()).as("nobody can mean that").isEqualTo(1);
        assertThat(allowed.out()).contains("wrong: " + DISK + ": accepted set 2 does not follow from its artifacts");
    }

    @Test
    void a_set_that_follows_from_its_artifacts_and_was_not_accepted_before_is_found_by_the_base()
            throws IOException, GitAPIException {
        sandbox.merge();
        Path clone = cloned();
        Path file = clone.resolve(DISK);
        BaselineDocument both = BaselineDocument.read(DISK, Files.readAllBytes(file));
        assertThat(both.accepted()).hasSizeGreaterThan(1);
        Files.write(file, with(both, both.enforce(), both.accepted().subList(0, 1)));
        String retired;
        try (Git git = Git.open(clone.toFile())) {
            git.add().addFilepattern(".").call();
            retired = git.commit()
                    .setMessage("Retired")
                    .setAuthor("T", "t@example.org")
                    .setCommitter("T", "t@example.org")
                    .setSign(false)
                    .call()
                    .name();
        }
        Files.write(file, both.toYaml());

        assertThat(check(clone).exit()).isZero();
        Run against = check(clone, "--base", retired);
        assertThat(against.exit()).isEqualTo(1);
        assertThat(against.out())
                .contains("accepted set 2 was not accepted before")
                .contains("check it with --allow-weaker");
        Run allowed = check(clone, "--base", retired, "--allow-weaker");
        assertThat(allowed.exit()).as("a retirement may be reverted").isZero();
        assertThat(allowed.out()).contains("note: " + DISK + ": accepted set 2 was not accepted before");
    }

    private static List<PredictedEvent> otherKernel(List<PredictedEvent> events) {
        return events.stream()
                .map(event -> event.pcr() == 4 && event.provenance() instanceof Provenance.Computed
                        ? new PredictedEvent(
                                event.pcr(),
                                event.type(),
                                Digests.hash(
                                        event.digests().banks(),
                                        event.description().getBytes(StandardCharsets.UTF_8)),
                                event.data(),
                                event.description(),
                                event.provenance(),
                                event.variation())
                        : event)
                .toList();
    }

    private static byte[] with(BaselineDocument document, List<Integer> enforce, List<AcceptedSet> accepted) {
        return new BaselineDocument(
                        document.image(), document.chain(), document.hardware(), document.banks(), enforce, accepted)
                .toYaml();
    }

    private Path cloned() throws IOException, GitAPIException {
        Path clone = folder.resolve("clone");
        Git.cloneRepository()
                .setURI(sandbox.baselines().toUri().toString())
                .setDirectory(clone.toFile())
                .call()
                .close();
        return clone;
    }

    private static Run check(Path clone, String... more) {
        return Run.of(Stream.concat(Stream.of("check", clone.toString()), Stream.of(more))
                .toArray(String[]::new));
    }
}
