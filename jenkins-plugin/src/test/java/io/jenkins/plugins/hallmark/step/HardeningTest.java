package io.jenkins.plugins.hallmark.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.hallmark.testsupport.PythonPackages;
import io.hallmark.testsupport.Tools;
import io.jenkins.plugins.hallmark.config.TargetCredential;
import io.jenkins.plugins.hallmark.fake.FakeJenkins;
import io.jenkins.plugins.hallmark.view.PublicationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hardening by Ansible in a build, with ansible-runner as PyPI has it. The node is this machine, which check mode leaves as it
 * is; what a run changes is the business of the floor below and of its tests.
 */
class HardeningTest {
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

    private Stage stage;
    private String key;

    @BeforeEach
    void start() throws Exception {
        Path programs = PythonPackages.programs(
                "ansible-2.16.14-runner-2.4.1", List.of("ansible-core==2.16.14", "ansible-runner==2.4.1"));
        Tools.require("ssh-keygen");
        stage = Stage.of(folder);
        stage.environment.put("PATH", programs + ":" + System.getenv("PATH"));
        stage.perform(new ProposeBuilder(Stage.NAME));
        stage.merge();
        stage.nextBuild();
        stage.source.setUnapproved(true);
        key = Files.readString(stage.key("node"));
        stage.credentials.ssh("node-key", key);
        stage.source.setTargetCredentials(List.of(new TargetCredential("nodes", "node-key")));
        stage.settings(
                "targets:\n  edge-nodes: {kind: ansible, inventory: \"" + folder.resolve("hosts.yml")
                        + "\", groups: {edge: edges}, credentials: nodes, attempts: 1}\n",
                Map.of("hardening/edge.yaml", ROLE));
    }

    private void hosts(String hosts) throws IOException {
        Files.writeString(folder.resolve("hosts.yml"), "all: {children: {edges: {hosts: {" + hosts + "}}}}\n");
    }

    private void plan() throws Exception {
        PublishBuilder plan = new PublishBuilder(Stage.NAME);
        plan.setPlanOnly(true);
        stage.perform(plan);
    }

    @Test
    void nodes_are_asked_by_the_agent_and_no_secret_stays_there_or_gets_into_the_log() throws Exception {
        hosts("far: {ansible_host: 127.0.0.1, ansible_port: 1}");
        assertThatThrownBy(this::plan)
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("edge-nodes (")
                .hasMessageContaining("not reached were far");
        assertThat(stage.run.getAction(PublicationReport.class).getFailing()).containsExactly("edge-nodes");

        stage.nextBuild();
        hosts("here: {ansible_connection: local, ansible_python_interpreter: /usr/bin/python3}");
        plan();
        PublicationReport report = stage.run.getAction(PublicationReport.class);
        assertThat(report.getHolding()).containsExactly("edge-nodes");
        assertThat(report.getReport().toString()).contains("hardening/edge.yaml", "hallmark-cramfs.conf");
        assertThat(stage.log.text()).contains("$ env ansible-runner run ", "$ env ansible-inventory --inventory ");
        String secret = key.lines().skip(1).findFirst().orElseThrow();
        assertThat(stage.log.text()).doesNotContain(secret);
        assertThat(stage.launched())
                .isNotEmpty()
                .noneMatch(command -> command.toString().contains(secret));
        assertThat(report.getReport().toString()).doesNotContain(secret);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith("node")))
                    .noneMatch(file -> FakeJenkins.content(file).contains(secret));
        }
    }
}
