package io.hallmark.baselines.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real Git on the other side. */
class RemoteProtocolsTest {
    @TempDir
    Path home;

    Remote remote;

    @BeforeEach
    void makeRemote() {
        remote = Remote.withTemplate(home);
        remote.git("config", "http.receivepack", "true");
    }

    @Test
    void over_http_with_a_password_reads_proposes_and_withdraws() throws IOException {
        try (GitHttpServer server = new GitHttpServer(home, "robot", "s3cret");
                BaselinesRepository repository = BaselinesRepository.open(
                        server.url("/baselines.git"),
                        remote.cache,
                        new Credentials.UserPassword("robot", "s3cret"::toCharArray))) {
            assertThat(repository.defaultBranch()).isEqualTo("main");
            ProposalResult.Pushed pushed =
                    (ProposalResult.Pushed) repository.propose(Remote.proposal("compute", "new\n"));
            assertThat(remote.git("rev-parse", "hallmark/compute")).isEqualTo(pushed.commit());
            assertThat(repository.withdraw("hallmark/compute", pushed.commit())).isTrue();
            assertThat(remote.git("branch", "--list")).doesNotContain("hallmark");
        }
    }

    @Test
    void over_http_somebody_elses_push_in_between_is_seen() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (GitHttpServer server = new GitHttpServer(home, "robot", "s3cret");
                BaselinesRepository repository = BaselinesRepository.open(
                        server.url("/baselines.git").replace("//", "//robot:s3cret@"),
                        remote.cache,
                        Credentials.usersOwn())) {
            repository.propose(Remote.proposal("compute", base -> {
                if (calls.getAndIncrement() == 0) {
                    try (BaselinesRepository other = remote.open()) {
                        other.propose(Remote.proposal("compute", "the other's\n"));
                    }
                }
                return Remote.change(java.util.Map.of("own", "own\n"));
            }));
        }
        assertThat(calls).hasValue(2);
        assertThat(remote.git("ls-tree", "--name-only", "hallmark/compute")).contains("own");
    }

    @Test
    void a_server_that_declines_is_quoted() throws IOException {
        Path hook = remote.bare.resolve("hooks/pre-receive");
        Files.writeString(hook, "#!/bin/sh\necho 'hallmark/* is protected'\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (GitHttpServer server = new GitHttpServer(home, "robot", "s3cret");
                BaselinesRepository repository = BaselinesRepository.open(
                        server.url("/baselines.git"),
                        remote.cache,
                        new Credentials.UserPassword("robot", "s3cret"::toCharArray))) {
            assertThatThrownBy(() -> repository.propose(Remote.proposal("compute", "new\n")))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("refused the push to hallmark/compute: pre-receive hook declined");
        }
    }

    @Test
    void a_server_that_forbids_to_replace_branches_is_not_tried_again_and_again() throws IOException {
        remote.git("config", "receive.denyNonFastForwards", "true");
        try (BaselinesRepository repository = remote.open()) {
            repository.propose(Remote.proposal("compute", "new\n"));
            assertThatThrownBy(() -> repository.propose(Remote.proposal("compute", "newer\n")))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("also by force, to branches hallmark/*");
        }
    }

    @Test
    void a_wrong_password_is_told_without_it() throws IOException {
        try (GitHttpServer server = new GitHttpServer(home, "robot", "s3cret")) {
            assertThatThrownBy(() -> BaselinesRepository.open(
                            server.url("/baselines.git"),
                            remote.cache,
                            new Credentials.UserPassword("robot", "wr0ng"::toCharArray)))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("check the credentials")
                    .hasMessageNotContaining("wr0ng");
            assertThatThrownBy(() -> BaselinesRepository.open(
                            server.url("/nowhere.git"),
                            remote.cache,
                            new Credentials.UserPassword("robot", "s3cret"::toCharArray)))
                    .hasMessageContaining("check the URL");
        }
    }

    @Test
    void a_server_that_can_not_be_reached_is_not_the_fault_of_the_input() throws IOException {
        String url;
        try (GitHttpServer server = new GitHttpServer(home, "robot", "s3cret")) {
            url = server.url("/baselines.git");
        }
        assertThatThrownBy(() -> BaselinesRepository.open(url, remote.cache, Credentials.usersOwn()))
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue())
                .hasMessageContaining("check the URL, the network and the server");
    }

    @Test
    void over_ssh_with_a_key_file_reads_and_proposes() throws IOException {
        Path key = home.resolve("id");
        Shell.run(home, "ssh-keygen", "-q", "-t", "ed25519", "-N", "tr0ub4dor", "-f", key.toString());
        try (GitSshServer server = new GitSshServer(home, key.resolveSibling("id.pub"));
                BaselinesRepository repository = server.open(remote, key, "tr0ub4dor", true)) {
            repository.propose(Remote.proposal("compute", "new\n"));
            assertThat(remote.git("show", "hallmark/compute:baselines/compute/pxe/r650.yaml"))
                    .isEqualTo("new");
        }
    }

    @Test
    void over_ssh_an_unknown_server_or_a_wrong_passphrase_ends_it() throws IOException {
        Path key = home.resolve("id");
        Shell.run(home, "ssh-keygen", "-q", "-t", "ed25519", "-N", "tr0ub4dor", "-f", key.toString());
        try (GitSshServer server = new GitSshServer(home, key.resolveSibling("id.pub"))) {
            assertThatThrownBy(() -> server.open(remote, key, "tr0ub4dor", false))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("known_hosts");
            assertThatThrownBy(() -> server.open(remote, key, "wr0ng", true))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("check the credentials")
                    .hasMessageNotContaining("wr0ng");
        }
    }
}
