package io.jenkins.plugins.hallmark.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import io.hallmark.baselines.publish.TargetKind;
import io.jenkins.plugins.hallmark.fake.FakeCredentials;
import io.jenkins.plugins.hallmark.fake.FakeJenkins;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The question that the configuration page has for targets: what would change? */
class TargetQuestionsTest {
    private static final String SECRET = "very-secret-password";

    /** A field of hallmark.yaml for each kind that Jenkins has; a port for the server goes into it. */
    private static final String EVERY_KIND = """
            targets:
              keylime-prod: {kind: keylime, url: "https://127.0.0.1:1", credentials: user}
              veraison-prod: {kind: veraison, url: "http://127.0.0.1:%1$d", auth: basic, credential: user}
              git-prod: {kind: git, url: "http://127.0.0.1:%1$d/policy.git", branch: main, credentials: user, formats: [json]}
              chef-prod: {kind: chef, url: "http://127.0.0.1:%1$d", client: hallmark, credential: chef}
              ansible-prod: {kind: ansible, roles: [edge], fleet: fleet.yaml}
              puppet-prod: {kind: puppet, url: "http://127.0.0.1:%1$d/control.git", branch: production, credentials: user}
              cookbook: {kind: hardening-git, tool: chef, url: "http://127.0.0.1:%1$d/chef.git", branch: main, credentials: user}
            """;

    private static final String ROLE = """
            schema: hallmark/hardening/v1
            role: edge
            platform: debian
            updates: packages
            applied-in: node
            modules-disabled: [cramfs]
            """;

    @TempDir
    private Path folder;

    private final Set<String> asked = Collections.synchronizedSet(new TreeSet<>());
    private final FakeCredentials credentials = new FakeCredentials().user("user-id", "robot", SECRET);
    private FakeJenkins jenkins;
    private BaselinesSource source;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
        jenkins = new FakeJenkins(folder.resolve("jenkins"));
        source = new BaselinesSource("prod", folder.resolve("baselines").toString());
        source.setUnapproved(true);
        HallmarkConfiguration configuration = new HallmarkConfiguration();
        configuration.setRepositories(List.of(source));
        jenkins.with(configuration);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Holds nothing. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            byte[] answer = "{\"error\": [\"no such thing\"]}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(404, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void repository(String settings) throws Exception {
        Path root = Files.createDirectories(folder.resolve("baselines"));
        try (Git git =
                Git.init().setDirectory(root.toFile()).setInitialBranch("main").call()) {
            Files.writeString(root.resolve("hallmark.yaml"), settings);
            Files.createDirectories(root.resolve("hardening"));
            Files.writeString(root.resolve("hardening/edge.yaml"), ROLE);
            Files.writeString(root.resolve("fleet.yaml"), "schema: hallmark/fleet/v1\nroles:\n  edge: [127.0.0.1]\n");
            git.add().addFilepattern(".").call();
            git.commit().setMessage("Settings").setSign(false).call();
        }
    }

    private FormValidation ask() {
        return new TargetQuestions(jenkins, credentials, TargetKinds.all(jenkins, new NoMachine())).of("prod");
    }

    @Test
    void every_kind_is_asked_what_would_change_and_nothing_is_changed() throws Exception {
        assertThat(TargetKinds.all(jenkins, new NoMachine()))
                .extracting(TargetKind::name)
                .allSatisfy(kind -> assertThat(EVERY_KIND).contains("{kind: " + kind + ","));
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        String key = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(rsa.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        credentials.file("chef-id", key);
        source.setTargetCredentials(
                List.of(new TargetCredential("user", "user-id"), new TargetCredential("chef", "chef-id")));
        repository(EVERY_KIND.formatted(server.getAddress().getPort()));

        FormValidation told = ask();
        assertThat(told.kind).isEqualTo(Kind.ERROR);
        assertThat(told.getMessage())
                .contains(
                        "keylime-prod: credential 'user' has no ca.pem",
                        "veraison-prod was asked nothing",
                        "git-prod: ",
                        "chef-prod answers, and 2 of 2 things would change",
                        "ansible-prod: " + NoMachine.REASON,
                        "puppet-prod: ",
                        "cookbook: ")
                .doesNotContain(SECRET);
        assertThat(asked).isNotEmpty().allMatch(line -> line.startsWith("GET "));
    }

    @Test
    void what_no_one_asked_for_approval_is_not_asked_either() throws Exception {
        source.setUnapproved(false);
        repository("targets:\n  chef-prod: {kind: chef, url: \"http://127.0.0.1:"
                + server.getAddress().getPort() + "\", client: hallmark, credential: chef}\n");
        FormValidation told = ask();
        assertThat(told.kind).isEqualTo(Kind.WARNING);
        assertThat(told.getMessage()).startsWith("No target was asked: ").contains("'approvals'");
        assertThat(asked).isEmpty();
        assertThat(credentials.asked()).isEmpty();
    }

    @Test
    void a_target_whose_programs_need_an_agent_is_no_failure_here() throws Exception {
        repository("targets:\n  ansible-prod: {kind: ansible, roles: [edge]}\n");
        FormValidation told = ask();
        assertThat(told.kind).isEqualTo(Kind.WARNING);
        assertThat(told.getMessage()).isEqualTo("ansible-prod: " + NoMachine.REASON);
    }

    @Test
    void a_repository_without_targets_one_that_is_not_saved_and_one_that_is_not_there_are_told() throws Exception {
        assertThat(ask().kind).isEqualTo(Kind.ERROR);
        repository("enforce: [4]\n");
        assertThat(ask().getMessage()).isEqualTo("The approved state names no targets");
        source = new BaselinesSource("other", source.getUrl());
        jenkins.extension(HallmarkConfiguration.class).setRepositories(List.of(source));
        assertThat(ask().getMessage()).startsWith("Save the configuration first");
    }
}
