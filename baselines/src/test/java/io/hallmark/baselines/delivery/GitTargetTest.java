package io.hallmark.baselines.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.FilePlan;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.repository.FolderFiles;
import io.hallmark.baselines.repository.GitHttpServer;
import io.hallmark.baselines.repository.GitSshServer;
import io.hallmark.baselines.repository.Remote;
import io.hallmark.baselines.repository.Shell;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target in a real Git repository, over a real server, as a publication uses it. */
class GitTargetTest {
    private static final String FIRST = "1".repeat(40);
    private static final String SECOND = "2".repeat(40);
    private static final String PASSWORD = "  s3cret with blanks ";

    @TempDir
    Path home;

    Remote remote;
    Map<String, byte[]> secrets = new HashMap<>();
    Map<String, String> files = new TreeMap<>(Map.of("json/a.json", "A", "json/b.json", "B"));

    @BeforeEach
    void makeRemote() {
        remote = Remote.empty(home);
        remote.git("config", "http.receivepack", "true");
    }

    @Test
    void the_whole_plan_is_one_commit_that_names_the_approved_one_and_reads_back() {
        List<PlanItem> plan = publish(target(), FIRST);

        assertThat(plan).extracting(PlanItem::action).containsExactly(Action.CREATE, Action.CREATE);
        assertThat(remote.git("rev-list", "--count", "golden")).isEqualTo("1");
        assertThat(remote.git("log", "-1", "--format=%an <%ae> %ct%n%B", "golden"))
                .isEqualTo("Hallmark Bot <bot@example.org> " + Remote.SOURCE_TIME.getEpochSecond()
                        + "\nPublish files at 1111111111\n\n"
                        + "These files follow from what is approved in commit " + FIRST
                        + "\nof the baselines repository.\n\nHallmark-Baselines: " + FIRST);
        assertThat(tree()).containsExactly("tpm/.hallmark-files.json", "tpm/json/a.json", "tpm/json/b.json");
    }

    @Test
    void a_second_publication_changes_nothing_and_going_back_gives_the_tree_of_before() {
        publish(target(), FIRST);
        String first = remote.git("rev-parse", "golden^{tree}");
        files = new TreeMap<>(Map.of("json/a.json", "A2"));

        assertThat(publish(target(), SECOND))
                .extracting(PlanItem::action)
                .containsExactly(Action.UPDATE, Action.REMOVE);
        String second = remote.git("rev-parse", "golden");
        assertThat(publish(target(), SECOND)).extracting(PlanItem::action).containsExactly(Action.KEEP);
        assertThat(remote.git("rev-parse", "golden")).isEqualTo(second);

        files = new TreeMap<>(Map.of("json/a.json", "A", "json/b.json", "B"));
        publish(target(), FIRST);
        assertThat(remote.git("rev-parse", "golden^{tree}")).isEqualTo(first);
        assertThat(remote.git("rev-list", "--count", "golden")).isEqualTo("3");
    }

    @Test
    void a_file_of_somebody_else_in_the_way_is_refused_in_the_plan() {
        remote.push("golden", Map.of("tpm/json/a.json", "theirs"));

        assertThat(target().plan(state(FIRST)))
                .extracting(PlanItem::action)
                .containsExactly(Action.REFUSED, Action.CREATE);
    }

    @Test
    void what_others_push_between_plan_and_apply_is_kept_and_a_file_in_the_way_is_not_replaced() {
        try (GitTarget target = target()) {
            List<PlanItem> plan = target.plan(state(FIRST));
            remote.push("golden", Map.of("README", "theirs"));
            target.apply(plan.get(0));
            assertThat(tree()).contains("README", "tpm/json/a.json", "tpm/json/b.json");
        }
        files.put("json/c.json", "C");
        try (GitTarget target = target()) {
            List<PlanItem> plan = target.plan(state(SECOND));
            String theirs = remote.push("golden", Map.of("tpm/json/c.json", "theirs"));
            assertThatThrownBy(() -> target.apply(plan.get(2))).hasMessageContaining("Hallmark did not write");
            assertThat(remote.git("rev-parse", "golden")).isEqualTo(theirs);
        }
    }

    @Test
    void what_somebody_changes_after_the_push_does_not_read_back() {
        List<PlanItem> plan;
        try (GitTarget target = target()) {
            plan = target.plan(state(FIRST));
            plan.forEach(target::apply);
        }
        remote.push("golden", Map.of("tpm/json/a.json", "tampered"));
        try (GitTarget target = target()) {
            assertThat(target.readBack(plan.get(0)))
                    .hasValueSatisfying(bytes ->
                            assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("tampered"));
        }
    }

    @Test
    void over_http_with_user_and_password_of_the_credential() throws IOException {
        secrets.put("git-robot/user", "robot\n".getBytes(StandardCharsets.UTF_8));
        secrets.put("git-robot/password", (PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        try (GitHttpServer server = new GitHttpServer(home, "robot", PASSWORD)) {
            String[] settings = {"url: " + server.url("/baselines.git"), "credentials: git-robot"};
            publish(target(settings), FIRST);
            assertThat(tree()).contains("tpm/json/a.json");

            secrets.put("git-robot/password", "wr0ng-one".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> target(settings).plan(state(SECOND)))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("check the credentials")
                    .hasMessageNotContaining("wr0ng")
                    .matches(e -> !((BaselinesException) e).remote(), "is not tried again");
        }
        assertThatThrownBy(() -> target("url: http://127.0.0.1:1/x.git", "credentials: nobody")
                        .plan(state(FIRST)))
                .hasMessageContaining("credential 'nobody' has neither token nor password: put one into nobody/token");
    }

    @Test
    void over_ssh_with_the_key_and_the_known_hosts_of_the_credential() throws IOException {
        Path key = home.resolve("robot");
        Shell.run(home, "ssh-keygen", "-q", "-t", "ed25519", "-N", "tr0ub4dor", "-f", key.toString());
        secrets.put("git-robot/ssh-key", Files.readAllBytes(key));
        secrets.put("git-robot/key-password", "tr0ub4dor\n".getBytes(StandardCharsets.UTF_8));
        try (GitSshServer server = new GitSshServer(home, home.resolve("robot.pub"))) {
            String[] settings = {"url: " + server.url(remote), "credentials: git-robot"};
            secrets.put("git-robot/known_hosts", server.knownHosts());
            publish(target(settings), FIRST);
            assertThat(tree()).contains("tpm/json/a.json");

            secrets.put("git-robot/known_hosts", new byte[0]);
            assertThatThrownBy(() -> target(settings).plan(state(SECOND)))
                    .as("a server that nobody knows")
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining(server.url(remote));
            secrets.put("git-robot/known_hosts", server.knownHosts());
            secrets.put("git-robot/key-password", "wr0ng".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> target(settings).plan(state(SECOND)))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageNotContaining("wr0ng");
        }
        secrets.remove("git-robot/ssh-key");
        assertThatThrownBy(() -> target("url: ssh://git@127.0.0.1:1/x.git", "credentials: git-robot")
                        .plan(state(FIRST)))
                .hasMessageContaining("git-robot/ssh-key");
    }

    @Test
    void a_server_that_is_down_is_tried_again_and_one_that_refuses_is_not() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(
                        () -> target("url: http://127.0.0.1:" + free + "/x.git").plan(state(FIRST)))
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue());

        Path hook = remote.bare.resolve("hooks/pre-receive");
        Files.writeString(hook, "#!/bin/sh\necho 'golden is protected'\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        secrets.put("git-robot/token", "t0ken-of-it".getBytes(StandardCharsets.UTF_8));
        try (GitHttpServer server = new GitHttpServer(home, "git", "t0ken-of-it");
                GitTarget target = target("url: " + server.url("/baselines.git"), "credentials: git-robot")) {
            List<PlanItem> plan = target.plan(state(FIRST));
            assertThatThrownBy(() -> target.apply(plan.get(0)))
                    .hasMessageContaining("refused the push to golden")
                    .isInstanceOfSatisfying(
                            BaselinesException.class,
                            e -> assertThat(e.remote()).isFalse());
        }
    }

    @Test
    void commits_are_signed_with_the_key_of_a_credential_that_is_in_no_file_of_ours() throws IOException {
        for (String type : List.of("ed25519", "rsa", "ecdsa")) {
            Path key = home.resolve("id-" + type);
            Shell.run(home, "ssh-keygen", "-q", "-t", type, "-N", "tr0ub4dor", "-f", key.toString());
            secrets.put("signing/ssh-key", Files.readAllBytes(key));
            secrets.put("signing/key-password", "tr0ub4dor\n".getBytes(StandardCharsets.UTF_8));
            files.put("json/a.json", type);
            publish(target("sign-commits-with: signing"), FIRST);
            Path signers = home.resolve("signers");
            Files.writeString(signers, "bot@example.org " + Files.readString(home.resolve("id-" + type + ".pub")));
            assertThat(remote.git("-c", "gpg.ssh.allowedSignersFile=" + signers, "log", "-1", "--format=%G?", "golden"))
                    .as(type)
                    .isEqualTo("G");
        }
        secrets.put("signing/key-password", "wr0ng".getBytes(StandardCharsets.UTF_8));
        files.put("json/a.json", "other");
        assertThatThrownBy(() -> publish(target("sign-commits-with: signing"), FIRST))
                .hasMessageContaining("passphrase is missing or wrong")
                .hasMessageNotContaining("wr0ng");
        assertThatThrownBy(() -> publish(target("sign-commits-with: nobody"), FIRST))
                .hasMessageContaining("no key that signs commits");
    }

    @Test
    void a_proposal_is_held_once_people_have_merged_it() {
        remote.push("golden", Map.of("README", "theirs"));
        try (GitTarget target = target("deliver: proposal")) {
            List<PlanItem> plan = target.plan(state(FIRST));
            assertThatThrownBy(() -> target.apply(plan.get(0)))
                    .hasMessageContaining("is proposed on branch hallmark/files")
                    .hasMessageContaining("held once that is merged into golden")
                    .isInstanceOfSatisfying(
                            BaselinesException.class,
                            e -> assertThat(e.remote()).isTrue());
        }
        assertThat(tree()).containsExactly("README");

        remote.git("update-ref", "refs/heads/golden", "hallmark/files");
        assertThat(publish(target("deliver: proposal"), FIRST))
                .extracting(PlanItem::action)
                .containsOnly(Action.KEEP);
    }

    @Test
    void wrong_settings_are_refused_with_their_place() {
        assertThatThrownBy(() -> target("url: https://robot:t0ken@git.example.org/x.git"))
                .hasMessageContaining("hallmark.yaml:")
                .hasMessageContaining("without user and password")
                .hasMessageNotContaining("t0ken");
        assertThatThrownBy(() -> target("url: http://git.example.org/x.git", "credentials: c"))
                .hasMessageContaining("over https only");
        assertThatThrownBy(() -> target("path: ../up")).hasMessageContaining("'path' is a folder");
        assertThatThrownBy(() -> target("path: /srv")).hasMessageContaining("'path' is a folder");
        assertThatThrownBy(() -> target("author: robot")).hasMessageContaining("Name <email>");
        assertThatThrownBy(() -> target("forge: gitea")).hasMessageContaining("needs 'deliver: proposal'");
        assertThatThrownBy(() -> target("deliver: proposal", "forge-url: https://x/api"))
                .hasMessageContaining("'forge-url' needs 'forge'");
        assertThatThrownBy(() -> target("branch: a b")).hasMessageContaining("can't be the name of a branch");
    }

    private GitTarget target(String... lines) {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "kind", "git",
                "url", remote.bare.toString(),
                "branch", "golden",
                "path", "tpm",
                "author", "Hallmark Bot <bot@example.org>"));
        Stream.of(lines).map(line -> line.split(": ", 2)).forEach(pair -> fields.put(pair[0], pair[1]));
        StringBuilder yaml = new StringBuilder("targets:\n  files:\n");
        fields.forEach((name, value) ->
                yaml.append("    ").append(name).append(": \"").append(value).append("\"\n"));
        TargetSettings settings = Settings.read("hallmark.yaml", yaml.toString().getBytes(StandardCharsets.UTF_8))
                .targets()
                .get(0);
        DeliverySettings delivery = DeliverySettings.of(settings, Host.OF_USER);
        settings.done();
        return new GitTarget(
                "files",
                delivery,
                store(),
                home.resolve("cache"),
                ignored -> files.entrySet().stream()
                        .map(file -> new FilePlan.Wanted(
                                file.getKey(),
                                Optional.of(file.getValue().getBytes(StandardCharsets.UTF_8)),
                                List.of()))
                        .toList());
    }

    private SecretStore store() {
        return new SecretStore() {
            @Override
            public Optional<byte[]> read(String id, String part) {
                return Optional.ofNullable(secrets.get(id + "/" + part));
            }

            @Override
            public String describe(String id, String part) {
                return id + "/" + part;
            }
        };
    }

    private ApprovedState state(String commit) {
        return new ApprovedState(commit, Remote.SOURCE_TIME, FolderFiles.open(home), List.of());
    }

    private List<PlanItem> publish(GitTarget target, String commit) {
        try (target) {
            List<PlanItem> plan = target.plan(state(commit));
            for (PlanItem item : plan) {
                if (item.changes()) {
                    target.apply(item);
                }
                assertThat(target.readBack(item).map(HexFormat.of()::formatHex))
                        .isEqualTo(item.content().map(HexFormat.of()::formatHex));
            }
            return plan;
        }
    }

    private List<String> tree() {
        return remote.git("ls-tree", "-r", "--name-only", "golden").lines().toList();
    }
}
