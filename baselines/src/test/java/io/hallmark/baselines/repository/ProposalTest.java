package io.hallmark.baselines.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.ProposalResult.AlreadyProposed;
import io.hallmark.baselines.repository.ProposalResult.Pushed;
import io.hallmark.baselines.repository.ProposalResult.Superseded;
import io.hallmark.baselines.repository.ProposalResult.Unchanged;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProposalTest {
    private static final String FILE = "baselines/compute/pxe/r650.yaml";

    @TempDir
    Path home;

    Remote remote;

    @BeforeEach
    void makeRemote() {
        remote = Remote.withTemplate(home);
    }

    @Test
    void is_one_commit_upon_the_base_that_depends_on_no_clock() {
        Pushed pushed = (Pushed) propose(Remote.proposal("compute", "new\n"));
        assertThat(pushed.branch()).isEqualTo("hallmark/compute");
        assertThat(pushed.base()).isEqualTo(remote.git("rev-parse", "main"));
        assertThat(remote.git("cat-file", "-p", "hallmark/compute"))
                .isEqualTo("tree " + remote.git("rev-parse", "hallmark/compute^{tree}")
                        + "\nparent " + pushed.base()
                        + "\nauthor Build <build@example.org> 1775030400 +0000"
                        + "\ncommitter Build <build@example.org> 1775030400 +0000"
                        + "\n\ncompute: new kernel\n\nPCR 4 changes.\n\nHallmark-Proposal: hallmark/compute");
        assertThat(remote.git("show", "hallmark/compute:" + FILE)).isEqualTo("new");
        assertThat(remote.git("show", "hallmark/compute:hallmark.yaml")).isEqualTo("banks: [sha256]");
    }

    @Test
    void from_a_source_older_than_the_base_is_committed_at_the_time_of_the_base() {
        propose(Remote.proposal(
                "compute",
                base -> new Change(
                        Map.of(FILE, Optional.of(new byte[] {'x'})),
                        "compute: x",
                        Optional.of(Instant.parse("2020-01-01T00:00:00Z")))));
        assertThat(remote.git("log", "-1", "--format=%aI %cI", "hallmark/compute"))
                .isEqualTo("2020-01-01T00:00:00+00:00 2026-03-01T12:00:00+00:00");
    }

    @Test
    void of_what_the_base_already_says_commits_nothing() {
        ProposalResult result = propose(Remote.proposal("compute", "old\n"));
        assertThat(result).isEqualTo(new Unchanged(remote.git("rev-parse", "main"), Optional.empty()));
        assertThat(remote.git("branch", "--list")).doesNotContain("hallmark");
    }

    @Test
    void that_is_on_the_branch_already_is_not_made_again() {
        Pushed first = (Pushed) propose(Remote.proposal("compute", "new\n"));
        assertThat(propose(Remote.proposal("compute", "new\n")))
                .isEqualTo(new AlreadyProposed(first.commit(), "hallmark/compute", first.base()));
        assertThat(remote.git("rev-parse", "hallmark/compute")).isEqualTo(first.commit());
    }

    @Test
    void is_built_anew_when_the_base_has_moved() {
        Pushed first = (Pushed) propose(Remote.proposal("compute", "new\n"));
        String base = remote.push("main", Map.of("response.yaml", "notify: []\n"));
        Pushed second = (Pushed) propose(Remote.proposal("compute", "new\n"));
        assertThat(second.base()).isEqualTo(base);
        assertThat(second.replaced()).contains(first.commit());
        assertThat(remote.git("rev-list", "--count", "main..hallmark/compute")).isEqualTo("1");
    }

    @Test
    void of_a_later_source_replaces_the_earlier_and_not_the_other_way_round() {
        Proposal early = at("2026-04-02T00:00:00Z", "early\n");
        Proposal late = at("2026-04-03T00:00:00Z", "late\n");
        propose(early);
        Pushed latest = (Pushed) propose(late);
        assertThat(propose(early)).isEqualTo(new Superseded(latest.commit(), "hallmark/compute", latest.base()));
        assertThat(remote.git("show", "hallmark/compute:" + FILE)).isEqualTo("late");
        Proposal forced = new Proposal("main", early.branch(), early.author(), Optional.empty(), early.change(), true);
        assertThat(propose(forced)).isInstanceOf(Pushed.class);
        assertThat(remote.git("show", "hallmark/compute:" + FILE)).isEqualTo("early");
    }

    @Test
    void that_is_out_of_date_is_told_and_can_be_withdrawn() {
        Pushed pushed = (Pushed) propose(Remote.proposal("compute", "new\n"));
        Unchanged back = (Unchanged) propose(Remote.proposal("compute", "old\n"));
        assertThat(back.openProposal()).contains(pushed.commit());
        try (BaselinesRepository repository = remote.open()) {
            assertThat(repository.withdraw("hallmark/compute", pushed.base())).isFalse();
            assertThat(repository.withdraw("hallmark/compute", pushed.commit())).isTrue();
            assertThat(repository.branches()).containsExactly("main");
            assertThatThrownBy(() -> repository.withdraw("main", pushed.base())).hasMessageContaining("hallmark/*");
        }
    }

    @Test
    void that_was_merged_does_not_count_as_open() {
        propose(Remote.proposal("compute", "new\n"));
        remote.git("update-ref", "refs/heads/main", "refs/heads/hallmark/compute");
        assertThat(((Unchanged) propose(Remote.proposal("compute", "new\n"))).openProposal())
                .isEmpty();
        assertThat(propose(Remote.proposal("compute", "newer\n"))).isInstanceOf(Pushed.class);
    }

    @Test
    void never_throws_away_what_people_committed_to_the_branch() {
        propose(Remote.proposal("compute", "new\n"));
        String theirs = remote.push("hallmark/compute", Map.of("note", "mine\n"));
        assertThatThrownBy(() -> propose(Remote.proposal("compute", "newer\n")))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("holds the commit " + theirs.substring(0, 10) + " of Ada")
                .hasMessageContaining("merge the branch or delete it");
        assertThat(remote.git("rev-parse", "hallmark/compute")).isEqualTo(theirs);
    }

    @Test
    void is_computed_again_when_somebody_pushes_in_between() {
        AtomicInteger calls = new AtomicInteger();
        ProposalResult result = propose(Remote.proposal("compute", base -> {
            if (calls.getAndIncrement() == 0) {
                remote.git("update-ref", "refs/heads/hallmark/compute", "refs/heads/main^{commit}");
                remote.push("main", Map.of("response.yaml", "notify: []\n"));
            }
            return Remote.change(Map.of(FILE, "new " + base.list("").size() + "\n"));
        }));
        assertThat(calls).hasValue(2);
        assertThat(result.base()).isEqualTo(remote.git("rev-parse", "main"));
        assertThat(remote.git("show", "hallmark/compute:" + FILE)).isEqualTo("new 3");
    }

    @Test
    void deletes_and_adds_files_and_turns_files_into_folders() {
        Map<String, Optional<byte[]>> files = new LinkedHashMap<>();
        files.put(FILE, Optional.empty());
        files.put("hallmark.yaml/deep", Optional.of(new byte[] {'1'}));
        files.put("not-there", Optional.empty());
        propose(Remote.proposal(
                "compute", base -> new Change(files, "compute: move\n\nReviewed-by: Ada", Optional.empty())));
        assertThat(remote.git("ls-tree", "-r", "--name-only", "hallmark/compute"))
                .isEqualTo("hallmark.yaml/deep");
        assertThat(remote.git("log", "-1", "--format=%B", "hallmark/compute"))
                .isEqualTo("compute: move\n\nReviewed-by: Ada\nHallmark-Proposal: hallmark/compute");
    }

    @Test
    void refuses_bad_paths_branches_authors_and_empty_messages() {
        assertThatThrownBy(() -> propose(Remote.proposal("compute", base -> Remote.change(Map.of("../x", "y")))))
                .hasMessageContaining("'../x' can't be a path");
        assertThatThrownBy(() -> propose(Remote.proposal(
                        "compute", base -> new Change(Map.of("x", Optional.of(new byte[1])), " ", Optional.empty()))))
                .hasMessageContaining("no commit message");
        assertThatThrownBy(() -> Remote.proposal("a b", "")).hasMessageContaining("can't be the name of a branch");
        assertThatThrownBy(() -> new Proposal("main", "main", Remote.BOT, Optional.empty(), base -> null))
                .hasMessageContaining("can't be on that branch itself");
        assertThatThrownBy(() -> new Identity("A\nparent x", "a@b")).hasMessageContaining("line breaks");
    }

    @Test
    void removes_a_lock_that_a_killed_push_left_in_a_local_remote() throws Exception {
        Path lock = remote.bare.resolve("refs/heads/hallmark/compute.lock");
        Remote.write(lock, "");
        java.nio.file.Files.setLastModifiedTime(
                lock, java.nio.file.attribute.FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(propose(Remote.proposal("compute", "new\n"))).isInstanceOf(Pushed.class);
    }

    private ProposalResult propose(Proposal proposal) {
        try (BaselinesRepository repository = remote.open()) {
            return repository.propose(proposal);
        }
    }

    private static Proposal at(String time, String text) {
        return Remote.proposal("compute", base -> {
            Change change = Remote.change(Map.of(FILE, text));
            return new Change(change.files(), change.message(), Optional.of(Instant.parse(time)));
        });
    }
}
