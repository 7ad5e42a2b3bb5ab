package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.publish.AppliedItem;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.TargetOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a control repository; servers are another test's. */
class PuppetTargetTest {
    @TempDir
    Path folder;

    private PuppetSite site;

    @BeforeEach
    void aControlRepositoryOfOthers() {
        site = new PuppetSite(folder);
        site.push("production", PuppetSite.CONTROL);
    }

    private String target(String more) {
        return "url: " + site.control() + "\nbranch: production\n" + more;
    }

    private TargetOutcome.Published published() {
        TargetOutcome outcome = site.publish();
        assertThat(outcome).isInstanceOf(TargetOutcome.Published.class);
        return (TargetOutcome.Published) outcome;
    }

    private TargetOutcome.Failed failed() {
        TargetOutcome outcome = site.publish();
        assertThat(outcome).isInstanceOf(TargetOutcome.Failed.class);
        return (TargetOutcome.Failed) outcome;
    }

    @Test
    void data_module_and_the_name_of_the_baseline_are_one_commit_and_nothing_else_is_touched() {
        String baseline = site.approve(target(""), PuppetSite.ROLE);

        TargetOutcome.Planned planned = (TargetOutcome.Planned) site.plan();
        assertThat(planned.plan()).extracting(PlanItem::action).containsOnly(PlanItem.Action.CREATE);
        assertThat(planned.plan()).extracting(PlanItem::name).startsWith("data/hardening/edge.yaml");
        assertThat(site.tree("production")).containsExactlyInAnyOrderElementsOf(PuppetSite.CONTROL.keySet());

        assertThat(published().words()).isEmpty();
        assertThat(site.tree("production"))
                .containsAll(PuppetSite.CONTROL.keySet())
                .contains("data/hardening/edge.yaml", "site-modules/node_hardening/manifests/init.pp")
                .filteredOn(path -> !PuppetSite.CONTROL.containsKey(path)
                        && !path.startsWith("data/hardening/")
                        && !path.startsWith("site-modules/node_hardening/"))
                .containsExactly(".hallmark-files.json", "environment.conf");
        PuppetSite.CONTROL.forEach(
                (path, text) -> assertThat(site.show("production", path)).isEqualTo(text.strip()));
        assertThat(site.show("production", "data/hardening/BASELINE")).isEqualTo(baseline);
        assertThat(site.show("production", "data/hardening/edge.yaml"))
                .contains("\"node_hardening::role\": edge", "\"node_hardening::baseline\": " + baseline);
        assertThat(site.show("production", "environment.conf"))
                .endsWith("modulepath = site-modules:modules:$basemodulepath\n"
                        + "config_version = '/bin/cat $environmentpath/$environment/data/hardening/BASELINE'");

        TargetOutcome.Published again = published();
        assertThat(again.changed()).isFalse();
        assertThat(again.items()).extracting(AppliedItem::action).containsOnly(PlanItem.Action.KEEP);
    }

    @Test
    void the_environment_conf_of_others_stays_as_it_is_and_what_it_lacks_is_told() {
        site.push(
                "production",
                Map.of("environment.conf", "modulepath = modules\n# config_version = 'x'\n", "hiera.yaml", "---\n"));
        site.approve(target(""), PuppetSite.ROLE);
        assertThat(published().words())
                .containsExactly(
                        "warning: environment.conf lacks what has every report say which baseline it is of; once this is"
                                + " deployed add: " + ControlFiles.CONFIG_VERSION,
                        "warning: 'modulepath' in environment.conf lacks site-modules, where the module is; add it",
                        "warning: hiera.yaml has no level for the data; add: - {name: hardening, path:"
                                + " \"hardening/%{trusted.extensions.pp_role}.yaml\"}");
        assertThat(site.show("production", "environment.conf"))
                .isEqualTo("modulepath = modules\n# config_version = 'x'");

        site.push(
                "production",
                Map.of(
                        "environment.conf",
                        "modulepath = site-modules:$basemodulepath\n" + ControlFiles.CONFIG_VERSION + "\n",
                        "hiera.yaml",
                        PuppetSite.CONTROL.get("hiera.yaml")));
        assertThat(published().words()).isEmpty();
    }

    @Test
    void a_role_that_is_gone_takes_its_data_with_it() {
        site.approve(target(""), PuppetSite.ROLE);
        published();
        PuppetSite.git(folder.resolve("baselines"), "rm", "--quiet", "hardening/edge.yaml");
        site.approve(target("module: false\n"), null);
        published();
        assertThat(site.tree("production"))
                .contains("data/hardening/BASELINE")
                .noneMatch(path -> path.equals("data/hardening/edge.yaml") || path.startsWith("site-modules/"));
    }

    @Test
    void a_profile_with_an_error_is_refused_and_nothing_is_committed() {
        site.approve(target(""), PuppetSite.ROLE.replace("noexec, ", ""));
        String before = site.tree("production").toString();
        assertThat(site.publish())
                .isInstanceOfSatisfying(
                        TargetOutcome.Refused.class,
                        refused -> assertThat(refused.words())
                                .singleElement()
                                .asString()
                                .startsWith("data/hardening/edge.yaml is refused: ")
                                .contains("/tmp"));
        assertThat(site.tree("production")).hasToString(before);
    }

    @Test
    void a_proposal_is_deployed_once_people_have_merged_it() {
        Path environments = folder.resolve("environments");
        String baseline = site.approve(
                target("deliver: proposal\ndeploy: r10k\nr10k-config: " + site.r10k(environments) + "\n"),
                PuppetSite.ROLE);
        assertThat(failed().reason())
                .contains("is proposed on branch hallmark/puppet of " + site.control())
                .contains("merged into production");
        assertThat(environments).doesNotExist();

        PuppetSite.git(Path.of(site.control()), "update-ref", "refs/heads/production", "hallmark/puppet");
        assertThat(published().words()).containsExactly("r10k deployed environment production");
        assertThat(environments.resolve("production/data/hardening/BASELINE")).hasContent(baseline);
    }

    @Test
    void what_r10k_says_is_the_reason_of_the_failure_and_the_next_run_deploys() throws IOException {
        Path config = site.r10k(folder.resolve("environments"));
        String settings = "deploy: r10k\nr10k-config: " + config + "\n";
        site.approve(target(settings + "environment: elsewhere\n"), PuppetSite.ROLE);
        assertThat(failed().reason())
                .startsWith("r10k deploy environment elsewhere ends with 1: ")
                .contains("cannot be found in any source")
                .doesNotContain("\u001b", "\\u001b");

        site.approve(target(settings), PuppetSite.ROLE);
        Files.delete(config);
        assertThat(failed().reason()).contains("Couldn't load config file").doesNotContain("\\u001b");
        site.r10k(folder.resolve("environments"));
        TargetOutcome.Published finished = published();
        assertThat(finished.changed()).isFalse();
        assertThat(finished.words()).containsExactly("r10k deployed environment production");
        assertThat(folder.resolve("environments/production/site-modules/node_hardening/metadata.json"))
                .exists();
    }

    @Test
    void only_the_roles_that_are_named() {
        site.approve(target("roles: [edge]\nmodule-path: site\n"), PuppetSite.ROLE);
        published();
        assertThat(site.tree("production")).contains("site/node_hardening/metadata.json");
        assertThat(site.show("production", "environment.conf")).contains("modulepath = site:modules:$basemodulepath");
        site.approve(target("roles: [edeg]\n"), PuppetSite.ROLE);
        assertThat(failed().reason()).contains("edeg").contains("did you mean 'edge'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    deploy: r10, did you mean                                            | unknown word
                    r10k-config: /etc/r10k.yaml                                          | needs 'deploy: r10k'
                    deploy: r10k; r10k-config: r10k.yaml                                 | is an absolute path
                    deploy: webhook                                                      | belong together
                    deploy: none; webhook: 'https://x/'; webhook-credential: c           | belong together
                    deploy: webhook; webhook: 'http://x/hook'; webhook-credential: c     | is an https URL
                    deploy: webhook; webhook: 'https://u:s3cret@x/'; webhook-credential: c | is an https URL
                    environment: A-b                                                     | has a name of lower-case letters
                    module-path: ../up                                                   | is a folder of the control repository
                    servers: ['https://p:8140']                                          | with 'server-credential'
                    servers: ['https://p:8140/x']; server-credential: c                  | https://HOST:PORT
                    servers: ['http://p:8140']; server-credential: c                     | https://HOST:PORT
                    puppetdb: 'https://p:8081'                                           | with 'server-credential'
                    probe: node                                                          | 'servers' are asked for
                    probe-role: edge                                                     | name the node with 'probe'
                    servers: ['https://p']; server-credential: c; probe: 'a b'           | in a node's certificate
                    servers: ['https://p']; server-credential: c; probe: a; probe-facts: {os: x, os.family: y} | has a dot
                    sevrers: []                                                          | sevrers
                    """)
    void wrong_settings_are_refused_with_their_place(String fields, String message) {
        assertThatThrownBy(() -> open(fields, Host.OF_USER))
                .isInstanceOf(BaselinesException.class)
                .hasMessageStartingWith("hallmark.yaml:")
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void whoever_shares_the_machine_can_not_choose_what_r10k_runs() {
        assertThatThrownBy(() -> open(
                        "url: 'https://git.example.org/c.git'; credentials: c; deploy: r10k; r10k-config: /tmp/mine.yaml",
                        Host.SHARED))
                .hasMessageContaining("names programs that it runs");
    }

    private void open(String fields, Host host) {
        Map<String, String> lines = new TreeMap<>(Map.of("kind", "puppet", "branch", "production"));
        List.of(fields.split("; "))
                .forEach(line -> lines.put(line.replaceFirst(":.*", ""), line.replaceFirst("^[^:]*: *", "")));
        lines.putIfAbsent("url", "/srv/control.git");
        StringBuilder text = new StringBuilder("targets:\n  puppet:\n");
        lines.forEach((name, value) ->
                text.append("    ").append(name).append(": ").append(value).append('\n'));
        Settings settings = Settings.read("hallmark.yaml", text.toString().getBytes(StandardCharsets.UTF_8));
        PuppetSettings.of(settings.targets().get(0), host);
    }
}
