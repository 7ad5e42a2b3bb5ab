package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.TargetOutcome;
import io.hallmark.baselines.tls.Connection;
import io.hallmark.baselines.tls.MutualTls;
import io.hallmark.testsupport.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an approved profile to what a real Puppet Server serves, by a real r10k. One server for all: it takes its time to start. */
class PuppetServerTest {
    private static final PuppetSettings.Probe PROBE =
            new PuppetSettings.Probe("edge1.example.org", Optional.of("edge"), Map.of("os.family", "Debian"));

    @TempDir
    static Path folder;

    private static PuppetSite site;
    private static RunningPuppetServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        site = new PuppetSite(folder);
        TestCertificates certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        server = RunningPuppetServer.start(folder.resolve("server"), certificates);
        site.r10k(server.environments());
        certificates.credential(site.secrets, "puppet-ci", "ca", "client");
        certificates.credential(site.secrets, "stranger", "ca", "stranger");
        certificates.credential(site.secrets, "without-rights", "ca", "misnamed");
        certificates.credential(site.secrets, "other-authority", "other-ca", "client");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String control(String branch, String more) {
        return "url: " + site.control() + "\nbranch: " + branch + "\n" + more;
    }

    private static String deployed(String branch) {
        return control(branch, "deploy: r10k\nr10k-config: " + site.folder.resolve("r10k.yaml") + "\n");
    }

    private static String served(String credential) {
        return "servers: [\"" + server.url() + "\"]\nserver-credential: " + credential
                + "\nprobe: edge1.example.org\nprobe-role: edge\nprobe-facts: {os.family: Debian}\n";
    }

    private static PuppetServer.Served ask(String environment) {
        return new PuppetServer(new Connection(
                        java.net.URI.create(server.url()),
                        MutualTls.context(new SecretFolder(site.secrets), "puppet-ci", Optional.empty()),
                        Duration.ofMinutes(5),
                        ""))
                .served(environment, PROBE);
    }

    private static TargetOutcome.Published published(TargetOutcome outcome) throws IOException {
        assertThat(outcome).as("%s; %s", outcome, server.log()).isInstanceOf(TargetOutcome.Published.class);
        return (TargetOutcome.Published) outcome;
    }

    @Test
    void a_node_is_served_what_was_approved_and_after_the_flush_what_is_approved_next() throws IOException {
        site.push("production", PuppetSite.CONTROL);
        String first = site.approve(deployed("production") + served("puppet-ci"), PuppetSite.ROLE);

        TargetOutcome.Published outcome = published(site.publish());
        assertThat(outcome.words())
                .containsExactly(
                        "r10k deployed environment production",
                        server.url() + " serves " + first + " in environment production");
        assertThat(ask("production")).isEqualTo(new PuppetServer.Served(first, Optional.of(first)));

        // The second one is deployed, but nobody tells the server: it goes on with what it has read.
        String profile = PuppetSite.ROLE.replace("[cramfs]", "[cramfs, freevxfs]");
        String second = site.approve(deployed("production"), profile);
        assertThat(published(site.publish()).changed()).isTrue();
        assertThat(server.environments().resolve("production/data/hardening/BASELINE"))
                .hasContent(second);
        assertThat(ask("production").version()).isEqualTo(first);

        // The third publication commits its own baseline and has the server read it anew.
        String third = site.approve(deployed("production") + served("puppet-ci"), profile);
        assertThat(published(site.publish()).words())
                .contains(server.url() + " serves " + third + " in environment production");
        assertThat(ask("production")).isEqualTo(new PuppetServer.Served(third, Optional.of(third)));

        // Once more: no commit, and the same is served.
        String head = PuppetSite.git(Path.of(site.control()), "rev-parse", "production");
        outcome = published(site.publish());
        assertThat(outcome.changed()).isFalse();
        assertThat(outcome.items()).allMatch(item -> item.action() == PlanItem.Action.KEEP);
        assertThat(PuppetSite.git(Path.of(site.control()), "rev-parse", "production"))
                .isEqualTo(head);
    }

    @Test
    void what_a_run_before_did_not_finish_is_finished_by_the_next() throws IOException {
        site.push("staging", PuppetSite.CONTROL);
        // Committed, and then the process ended: nothing is deployed.
        String target = control("staging", served("puppet-ci"));
        site.approve(target + "deploy-timeout: 1\n", PuppetSite.ROLE);
        assertThat(site.publish()).isInstanceOf(TargetOutcome.Failed.class);

        String baseline = site.approve(deployed("staging") + served("puppet-ci"), PuppetSite.ROLE);
        assertThat(published(site.publish()).words()).anyMatch(words -> words.contains("serves " + baseline));
    }

    @Test
    void where_somebody_else_deploys_the_server_is_asked_until_it_serves_the_baseline() throws IOException {
        site.push("canary", PuppetSite.CONTROL);
        String baseline = site.approve(control("canary", served("puppet-ci")), PuppetSite.ROLE);
        site.pauses.clear();
        site.meanwhile = () -> {
            if (site.pauses.size() == 2) {
                new R10k(
                                new io.hallmark.puppetbridge.process.LocalMachine(),
                                "canary",
                                Optional.of(site.folder.resolve("r10k.yaml").toString()),
                                Duration.ofMinutes(5))
                        .run();
            }
        };
        try {
            assertThat(published(site.publish()).words())
                    .containsExactly(server.url() + " serves " + baseline + " in environment canary");
        } finally {
            site.meanwhile = () -> {};
        }
        assertThat(site.pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void a_server_that_goes_on_serving_something_else_is_a_failure_that_says_what() throws IOException {
        Map<String, String> files = new java.util.TreeMap<>(PuppetSite.CONTROL);
        files.put("environment.conf", "modulepath = site-modules\nconfig_version = '/bin/echo release-7'\n");
        site.push("legacy", files);
        String baseline = site.approve(deployed("legacy") + served("puppet-ci"), PuppetSite.ROLE);

        assertThat(site.publish())
                .isInstanceOfSatisfying(
                        TargetOutcome.Failed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith(server.url() + " serves release-7 in environment legacy (" + baseline
                                        + " to edge1.example.org), not " + baseline)
                                .contains("config_version"));
    }

    @Test
    void a_catalog_without_the_module_is_told() throws IOException {
        Map<String, String> files = new java.util.TreeMap<>(PuppetSite.CONTROL);
        files.put("manifests/site.pp", "node default { }\n");
        site.push("bare", files);
        site.approve(deployed("bare") + served("puppet-ci"), PuppetSite.ROLE);

        assertThat(published(site.publish()).words())
                .contains(
                        "warning: the catalog of edge1.example.org has no node_hardening: it is not included where its"
                                + " class comes from");
    }

    @Test
    void whoever_may_not_is_told_which_rule_is_missing_and_certificates_are_checked_on_both_sides() {
        site.push("rights", PuppetSite.CONTROL);
        assertThat(reason("without-rights", ""))
                .startsWith("DELETE " + server.url() + "/puppet-admin-api/v1/environment-cache: status 403")
                .endsWith("auth.conf of the server needs a rule that allows DELETE"
                        + " /puppet-admin-api/v1/environment-cache to this client");
        assertThat(reason("stranger", "")).contains("the server refuses the client certificate");
        assertThat(reason("other-authority", "")).contains("is not from an authority in ca.pem");
        assertThat(reason("puppet-ci", "server-name: puppet.example.org\n"))
                .contains("the certificate is for [localhost, 127.0.0.1], not for puppet.example.org");
    }

    private static String reason(String credential, String more) {
        site.approve(deployed("rights") + served(credential) + more, PuppetSite.ROLE);
        TargetOutcome outcome = site.publish();
        assertThat(outcome).isInstanceOf(TargetOutcome.Failed.class);
        return ((TargetOutcome.Failed) outcome).reason();
    }
}
