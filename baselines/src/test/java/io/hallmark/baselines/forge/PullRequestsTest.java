package io.hallmark.baselines.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.forge.ForgeServer.Fault;
import io.hallmark.baselines.forge.ForgeServer.Held;
import io.hallmark.baselines.forge.PullRequests.Action;
import io.hallmark.baselines.forge.PullRequests.Outcome;
import io.hallmark.baselines.publish.SecretFolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One pull request for each proposal, on every kind of forge, whatever fails on the way. */
class PullRequestsTest {
    private static final Branches BRANCHES = new Branches("hallmark/compute", "main");
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String END = "\nThe whole report is the message of commit " + COMMIT + ".\n";

    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();

    @TempDir
    Path credentials;

    private ForgeServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void the_first_run_opens_it_and_the_second_changes_nothing(ForgeKind kind) throws IOException {
        PullRequests pullRequests = start(kind);

        Outcome first = bring(pullRequests, "Baselines of compute: initrd", "text\n");
        int before = server.requests.size();
        Outcome second = bring(pullRequests, "Baselines of compute: initrd", "text\n");

        assertThat(first.action()).isEqualTo(Action.OPENED);
        assertThat(first.pullRequest().url()).isEqualTo("https://forge.example.org/acme/baselines/1");
        assertThat(second.action()).isEqualTo(Action.UNCHANGED);
        assertThat(server.requests.subList(before, server.requests.size()))
                .singleElement()
                .asString()
                .startsWith("GET ");
        assertThat(server.held).singleElement().satisfies(each -> {
            assertThat(each.title).isEqualTo("Baselines of compute: initrd");
            assertThat(each.body).isEqualTo("text\n" + END);
            assertThat(each.head).isEqualTo("hallmark/compute");
            assertThat(each.base).isEqualTo("main");
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_open_one_is_brought_up_to_date_and_no_second_one_opened(ForgeKind kind) throws IOException {
        PullRequests pullRequests = start(kind);
        server.held.add(new Held(1, "hallmark/compute", "main", "Baselines of compute: kernel", "old"));

        Outcome outcome = bring(pullRequests, "Baselines of compute: initrd", "new\n");

        assertThat(outcome.action()).isEqualTo(Action.UPDATED);
        assertThat(server.held).hasSize(1);
        assertThat(server.held.get(0).title).isEqualTo("Baselines of compute: initrd");
        assertThat(server.held.get(0).body).isEqualTo("new\n" + END);
    }

    @ParameterizedTest
    @EnumSource
    void those_of_forks_of_other_branches_and_closed_ones_are_left_alone(ForgeKind kind) throws IOException {
        PullRequests pullRequests = start(kind);
        Held fork = new Held(1, "hallmark/compute", "main", "fork", "");
        fork.fork = true;
        Held closed = new Held(2, "hallmark/compute", "main", "closed", "");
        closed.state = "closed";
        server.held.addAll(List.of(
                fork,
                closed,
                new Held(3, "hallmark/compute-2", "main", "other head", ""),
                new Held(4, "hallmark/compute", "stable", "other base", "")));

        Outcome outcome = bring(pullRequests, "title", "text");

        assertThat(outcome.action()).isEqualTo(Action.OPENED);
        assertThat(server.held).hasSize(5);
        assertThat(server.held.subList(0, 4))
                .extracting(each -> each.title)
                .containsExactly("fork", "closed", "other head", "other base");
    }

    @ParameterizedTest
    @EnumSource
    void an_unchanged_proposal_leaves_alone_what_people_edited_or_closed(ForgeKind kind) throws IOException {
        PullRequests pullRequests = start(kind);
        Held edited = new Held(1, "hallmark/compute", "main", "title", "- [x] looked at it\n" + END);
        edited.commit = COMMIT;
        server.held.add(edited);

        Outcome open = again(pullRequests);
        edited.state = "closed";
        Outcome closed = again(pullRequests);
        edited.commit = "ffff";
        Outcome ofAnEarlierCommit = again(pullRequests);

        assertThat(open.action()).isEqualTo(Action.UNCHANGED);
        assertThat(closed.action()).isEqualTo(Action.CLOSED);
        assertThat(edited.body).startsWith("- [x] looked at it");
        assertThat(ofAnEarlierCommit.action()).isEqualTo(Action.OPENED);
    }

    @ParameterizedTest
    @EnumSource
    void an_unchanged_proposal_mends_what_an_earlier_run_could_not_finish(ForgeKind kind) throws IOException {
        PullRequests pullRequests = start(kind);
        server.held.add(new Held(1, "hallmark/compute", "main", "old", "of an earlier commit"));

        assertThat(again(pullRequests).action()).isEqualTo(Action.UPDATED);
        assertThat(server.held.get(0).body).endsWith(END);
    }

    @Test
    void the_mark_of_a_draft_stays() throws IOException {
        PullRequests pullRequests = start(ForgeKind.GITLAB);
        server.held.add(new Held(1, "hallmark/compute", "main", "Draft: title", "text" + END));

        Outcome same = bring(pullRequests, "title", "text");
        Outcome other = bring(pullRequests, "other", "text");

        assertThat(same.action()).isEqualTo(Action.UNCHANGED);
        assertThat(other.action()).isEqualTo(Action.UPDATED);
        assertThat(server.held.get(0).title).isEqualTo("Draft: other");
    }

    @Test
    void gitea_is_looked_through_page_by_page() throws IOException {
        PullRequests pullRequests = start(ForgeKind.GITEA);
        server.pageSize = 3;
        for (int i = 1; i <= 7; i++) {
            server.held.add(new Held(i, i == 7 ? "hallmark/compute" : "feature-" + i, "main", "title", ""));
        }

        Outcome outcome = bring(pullRequests, "title", "text");

        assertThat(outcome.action()).isEqualTo(Action.UPDATED);
        assertThat(outcome.pullRequest().number()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void the_text_has_what_the_forge_takes_and_says_where_all_of_it_is(ForgeKind kind) throws IOException {
        PullRequests pullRequests = start(kind);

        pullRequests.bring(BRANCHES, COMMIT, true, "t".repeat(300), longest -> "x".repeat(longest));

        int longest = Map.of(ForgeKind.GITHUB, 65_536, ForgeKind.GITLAB, 1_048_576, ForgeKind.GITEA, 60_000)
                .get(kind);
        assertThat(server.held.get(0).body).hasSize(longest).endsWith(END);
        assertThat(server.held.get(0).title).hasSize(250).endsWith("…");
    }

    @Test
    void what_got_lost_after_the_forge_did_it_is_not_done_twice() throws IOException {
        PullRequests pullRequests = start(ForgeKind.GITHUB);
        server.lost.add(new Fault(200, "[]", Map.of()));
        server.lost.add(new Fault(502, "<html>bad gateway</html>", Map.of()));

        Outcome outcome = bring(pullRequests, "title", "text");

        assertThat(outcome.action()).isEqualTo(Action.UNCHANGED);
        assertThat(server.held).hasSize(1);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
        assertThat(messages).singleElement().asString().contains("/pulls: status 502; trying again in 1 s");
    }

    @ParameterizedTest
    @EnumSource
    void one_that_another_run_opened_meanwhile_is_found(ForgeKind kind) throws IOException {
        PullRequests pullRequests = start(kind);
        server.held.add(new Held(1, "hallmark/compute", "main", "theirs", ""));
        server.lost.add(new Fault(200, "[]", Map.of()));

        Outcome outcome = bring(pullRequests, "title", "text");

        assertThat(outcome.action()).isEqualTo(Action.UPDATED);
        assertThat(server.held).hasSize(1);
    }

    @Test
    void a_forge_that_asks_to_wait_is_waited_for_but_not_for_long() throws IOException {
        PullRequests pullRequests = start(ForgeKind.GITHUB);
        String date = "Wed, 25 Nov 2026 12:00:00 GMT";
        server.faults.add(new Fault(429, "{}", Map.of("Retry-After", "7")));
        server.faults.add(new Fault(503, "", Map.of("Date", date, "Retry-After", "Wed, 25 Nov 2026 12:00:30 GMT")));
        server.faults.add(new Fault(
                403, "{\"message\": \"You have exceeded a secondary rate limit\"}", Map.of("Retry-After", "600")));

        assertThatThrownBy(() -> bring(pullRequests, "title", "text"))
                .isInstanceOf(BaselinesException.class)
                .satisfies(e -> assertThat(((BaselinesException) e).remote()).isTrue())
                .hasMessageContaining("status 403 (You have exceeded a secondary rate limit)")
                .hasMessageEndingWith("; the forge takes no more requests for now; it asks to wait for 600 s");
        assertThat(pauses).first().isEqualTo(Duration.ofSeconds(7));
        assertThat(pauses).hasSize(2);
    }

    @Test
    void a_forge_that_stays_down_is_given_up_after_four_attempts() throws IOException {
        PullRequests pullRequests = start(ForgeKind.GITLAB);
        for (int i = 0; i < 9; i++) {
            server.faults.add(new Fault(500, "", Map.of()));
        }

        assertThatThrownBy(() -> bring(pullRequests, "title", "text")).hasMessageContaining("status 500");
        assertThat(server.requests).hasSize(4);
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
    }

    @Test
    void refusals_say_what_to_do_and_are_not_tried_again() throws IOException {
        PullRequests pullRequests = start(ForgeKind.GITHUB);

        refused(
                pullRequests,
                new Fault(401, "{\"message\": \"Bad credentials\"}", Map.of()),
                "status 401 (Bad credentials); the token is wrong or has expired: put another one into the environment"
                        + " variable HALLMARK_FORGE_TOKEN or the file " + credentials.resolve("forge/token"));
        refused(
                pullRequests,
                new Fault(403, "{\"message\": \"Resource not accessible\"}", Map.of()),
                "status 403 (Resource not accessible); the token may not do that");
        refused(
                pullRequests,
                new Fault(404, "{\"message\": \"Not Found\"}", Map.of()),
                "status 404 (Not Found); the repository is not there, or the token may not see it");
        refused(
                pullRequests,
                new Fault(
                        422,
                        "{\"message\": \"Validation Failed\", \"errors\": [{\"field\": \"base\", \"code\": \"invalid\"}]}",
                        Map.of()),
                "status 422 (Validation Failed; base; invalid)");
        refused(
                pullRequests,
                new Fault(301, "", Map.of("Location", "https://elsewhere.example.org/")),
                "status 301; the repository has moved");
        refused(pullRequests, new Fault(200, "<html>", Map.of()), "the answer is not what such a forge gives");
        refused(pullRequests, new Fault(200, "{}", Map.of()), "the answer is no list");
        refused(pullRequests, new Fault(200, "[{}, 3]", Map.of()), "the answer has no objects");
        assertThat(pauses).isEmpty();
    }

    @Test
    void the_token_is_never_shown() throws IOException {
        PullRequests pullRequests = start(ForgeKind.GITEA);

        refused(
                pullRequests,
                new Fault(400, "{\"message\": \"no such token: " + ForgeServer.TOKEN + "\\u001b[2J\"}", Map.of()),
                "status 400 (no such token: [secret] [2J)");
    }

    @Test
    void an_address_that_is_none_is_not_shown_to_people() throws IOException {
        PullRequests pullRequests = start(ForgeKind.GITHUB);

        refused(
                pullRequests,
                new Fault(
                        200,
                        "[{\"number\": 1, \"html_url\": \"javascript:alert(1)\", \"head\": {\"ref\":"
                                + " \"hallmark/compute\", \"repo\": {\"id\": 1}}, \"base\": {\"ref\": \"main\", \"repo\": {\"id\": 1}}}]",
                        Map.of()),
                "the answer has no html_url");
    }

    @Test
    void a_forge_that_accepts_a_connection_and_says_nothing_is_given_up_in_time() throws IOException {
        server = new ForgeServer(ForgeServer.Dialect.GITEA);
        try (ServerSocket silent = new ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
            PullRequests pullRequests = at(
                    ForgeKind.GITEA,
                    "http://127.0.0.1:" + silent.getLocalPort() + "/acme/baselines.git",
                    Duration.ofMillis(50));

            assertThatThrownBy(() -> bring(pullRequests, "title", "text"))
                    .isInstanceOf(BaselinesException.class)
                    .message()
                    .containsAnyOf("no complete answer within", "no answer in time");
        }
    }

    @Test
    void an_answer_without_end_is_cut_off() throws IOException {
        PullRequests pullRequests = start(ForgeKind.GITEA);
        for (int i = 0; i < 4; i++) {
            server.faults.add(new Fault(200, " ".repeat(33 * 1024 * 1024), Map.of()));
        }

        assertThatThrownBy(() -> bring(pullRequests, "title", "text"))
                .hasMessageContaining("the answer has more than 33554432 bytes");
    }

    @Test
    void a_missing_token_is_told_before_anything_is_asked() throws IOException {
        server = new ForgeServer(ForgeServer.Dialect.GITHUB);

        assertThatThrownBy(() -> PullRequests.of(
                        Optional.empty(),
                        Optional.empty(),
                        "git@github.com:acme/baselines.git",
                        new ForgeToken(Optional.of(" "), new SecretFolder(credentials)),
                        pauses::add,
                        messages::add))
                .hasMessage("credential 'forge' has no token: put it into the environment variable"
                        + " HALLMARK_FORGE_TOKEN or the file " + credentials.resolve("forge/token"));
    }

    private void refused(PullRequests pullRequests, Fault fault, String words) {
        server.faults.add(fault);
        assertThatThrownBy(() -> bring(pullRequests, "title", "text"))
                .isInstanceOf(BaselinesException.class)
                .hasMessageStartingWith("GET " + server.url("/api/v"))
                .hasMessageContaining(words)
                .hasMessageNotContaining(ForgeServer.TOKEN);
    }

    private Outcome bring(PullRequests pullRequests, String title, String body) {
        return pullRequests.bring(BRANCHES, COMMIT, true, title, longest -> body);
    }

    private Outcome again(PullRequests pullRequests) {
        return pullRequests.bring(BRANCHES, COMMIT, false, "title", longest -> "another text");
    }

    private PullRequests start(ForgeKind kind) throws IOException {
        server = new ForgeServer(
                switch (kind) {
                    case GITHUB -> ForgeServer.Dialect.GITHUB;
                    case GITLAB -> ForgeServer.Dialect.GITLAB;
                    case GITEA -> ForgeServer.Dialect.GITEA;
                });
        return at(kind, server.url("/acme/baselines.git"), Duration.ofSeconds(30));
    }

    private PullRequests at(ForgeKind kind, String repository, Duration patience) {
        return PullRequests.of(
                Optional.of(kind),
                Optional.empty(),
                repository,
                new ForgeToken(Optional.of(ForgeServer.TOKEN + "\n"), new SecretFolder(credentials)),
                pauses::add,
                messages::add,
                patience);
    }
}
