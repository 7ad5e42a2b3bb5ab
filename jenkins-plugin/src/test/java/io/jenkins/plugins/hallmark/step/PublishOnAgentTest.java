package io.jenkins.plugins.hallmark.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.hallmark.testsupport.Tools;
import io.jenkins.plugins.hallmark.config.TargetCredential;
import io.jenkins.plugins.hallmark.fake.FakeJenkins;
import io.jenkins.plugins.hallmark.fake.FakeLauncher;
import io.jenkins.plugins.hallmark.view.PublicationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A publication whose agent is lost, and one that is aborted while a program runs. The programs are scripts that stand in for
 * those of Ansible: what matters here is how they end. The limit of time is for what hangs.
 */
@Timeout(300)
class PublishOnAgentTest {
    private static final String ROLE = """
            schema: hallmark/hardening/v1
            role: edge
            platform: debian
            updates: packages
            applied-in: node
            modules-disabled: [cramfs]
            """;
    private static final String INVENTORY = """
            {"_meta": {"hostvars": {}}, "all": {"children": ["edges"]}, "edges": {"hosts": ["here"]}}
            """;

    @TempDir
    private Path folder;

    private Stage stage;
    private Path tools;
    private String key;

    @BeforeEach
    void start() throws Exception {
        Tools.require("ssh-keygen");
        stage = Stage.of(folder);
        stage.perform(new ProposeBuilder(Stage.NAME));
        stage.merge();
        stage.nextBuild();
        tools = Files.createDirectories(folder.resolve("tools"));
        stage.environment.put("PATH", tools + ":" + System.getenv("PATH"));
        stage.source.setUnapproved(true);
        key = Files.readString(stage.key("node"));
        stage.credentials.ssh("node-key", key);
        stage.source.setTargetCredentials(List.of(new TargetCredential("nodes", "node-key")));
        stage.settings(
                "targets:\n  edge-nodes: {kind: ansible, inventory: \"" + folder.resolve("hosts.yml")
                        + "\", groups: {edge: edges}, credentials: nodes, attempts: 1}\n",
                Map.of("hardening/edge.yaml", ROLE));
    }

    private void program(String name, String script) throws Exception {
        Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String held() throws Exception {
        return stage.run.getAction(PublicationReport.class).getReport().toString();
    }

    @Test
    void an_agent_that_is_lost_amid_a_call_is_told_as_such_and_not_as_a_defect() throws Exception {
        stage.agent.dyingAmidCall(0);
        assertThatThrownBy(() -> stage.perform(new PublishBuilder(Stage.NAME)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("edge-nodes (the agent with the workspace ")
                .hasMessageContaining("did not answer")
                .hasMessageNotContaining("defect");
        assertThat(held()).contains("run the build again to finish");
    }

    @Test
    void an_aborted_build_ends_the_program_leaves_no_secret_and_tells_what_targets_hold() throws Exception {
        Path begun = folder.resolve("begun");
        program("ansible-inventory", "cat <<'JSON'\n" + INVENTORY + "JSON\n");
        program(
                "ansible-runner",
                "echo $$ >'" + begun + ".part' && mv '" + begun + ".part' '" + begun
                        + "'\nwhile :; do sleep 1; done\n");
        FutureTask<Void> build = new FutureTask<>(() -> {
            stage.perform(new PublishBuilder(Stage.NAME));
            return null;
        });
        Thread thread = new Thread(build);
        thread.start();
        while (!Files.exists(begun) && !build.isDone()) {
            Thread.sleep(20);
        }
        thread.interrupt();
        assertThatThrownBy(build::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("run it again to finish the publication");
        long pid = Long.parseLong(Files.readString(begun).strip());
        while (!FakeLauncher.environment(pid).isEmpty()) {
            Thread.sleep(20);
        }
        assertThat(stage.run.getAction(PublicationReport.class).getFailing()).containsExactly("edge-nodes");
        assertThat(held()).contains("interrupted");
        String secret = key.lines().skip(1).findFirst().orElseThrow();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith("node")))
                    .noneMatch(file -> FakeJenkins.content(file).contains(secret));
        }
    }
}
