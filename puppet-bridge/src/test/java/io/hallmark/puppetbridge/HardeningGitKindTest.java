package io.hallmark.puppetbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.Target;
import io.hallmark.puppetbridge.ansible.InstalledAnsible;
import io.hallmark.puppetbridge.chef.ChefRendering;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles delivered to repositories of Chef and Ansible; Git itself is the other side. */
class HardeningGitKindTest {
    private static final String ONE = "1".repeat(40);
    private static final String TWO = "2".repeat(40);
    private static final String EDGE =
            "role: edge\nplatform: debian\nupdates: packages\napplied-in: node\n" + "modules-disabled: [cramfs]\n";
    private static final String FAR = EDGE.replace("edge", "far.away");
    private static final String FLEET = "roles: {edge: [a.test, b.test], far.away: [c.test]}\n";

    @TempDir
    Path folder;

    private Path repository;

    @BeforeEach
    void an_empty_repository() {
        Tools.require("git");
        repository = folder.resolve("control.git");
        git("init", "-q", "--bare", repository.toString());
    }

    private String git(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Programs.Answer answer = Programs.run(folder, command);
        assertThat(answer.exit()).as(answer.output()).isZero();
        return answer.output();
    }

    private Target target(String fields) {
        String text = "targets:\n  control: {kind: hardening-git, url: '" + repository + "', " + fields + "}\n";
        Settings settings = Settings.read("hallmark.yaml", text.getBytes(StandardCharsets.UTF_8));
        return new HardeningGitKind(folder.resolve("cache"), Host.OF_USER)
                .open(settings.targets().get(0), new SecretFolder(folder.resolve("secrets")));
    }

    /** What a publication does with a target. */
    private static List<PlanItem> publish(Target target, ApprovedState state) {
        try (target) {
            List<PlanItem> plan = target.plan(state);
            plan.stream().filter(PlanItem::changes).forEach(target::apply);
            plan.forEach(item -> assertThat(target.readBack(item).map(String::new))
                    .isEqualTo(item.content().map(String::new)));
            return plan;
        }
    }

    @Test
    void a_chef_repository_has_items_and_cookbook_in_one_commit_and_follows_what_is_approved() throws IOException {
        Map<String, String> two = Map.of("hardening/edge.yaml", EDGE, "hardening/far.away.yaml", FAR);
        publish(target("branch: production, tool: chef"), States.of(ONE, two));

        assertThat(git("-C", repository.toString(), "log", "--format=%s", "production"))
                .isEqualTo("Publish control at 1111111111\n");
        assertThat(git("-C", repository.toString(), "show", "production:" + ChefRendering.path("edge")))
                .contains("\"baseline\": \"hallmark-" + ONE + "\"");
        assertThat(git("-C", repository.toString(), "ls-tree", "-r", "--name-only", "production"))
                .contains("cookbooks/node_hardening/recipes/default.rb", "data_bags/hardening/far.away.json");

        assertThat(publish(target("branch: production, tool: chef"), States.of(ONE, two)))
                .extracting(PlanItem::action)
                .containsOnly(PlanItem.Action.KEEP);
        publish(target("branch: production, tool: chef"), States.of(TWO, Map.of("hardening/edge.yaml", EDGE)));
        assertThat(git("-C", repository.toString(), "ls-tree", "-r", "--name-only", "production"))
                .contains("data_bags/hardening/edge.json")
                .doesNotContain("far.away");
        assertThat(git("-C", repository.toString(), "rev-list", "--count", "production"))
                .isEqualTo("2\n");
    }

    @Test
    void an_ansible_project_has_playbooks_role_and_inventory_and_ansible_takes_it() {
        Path programs = InstalledAnsible.programs();
        publish(
                target("branch: main, tool: ansible, path: hardening"),
                States.of(
                        ONE,
                        Map.of(
                                "hardening/edge.yaml", EDGE,
                                "hardening/far.away.yaml", FAR,
                                "fleet.yaml", FLEET)));

        git("clone", "-q", "-b", "main", repository.toString(), "clone");
        Path project = folder.resolve("clone/hardening");
        List<String> environment = List.of(
                "env", "PATH=" + programs + ":/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=" + folder, "ANSIBLE_NOCOLOR=1");
        List<String> command = new java.util.ArrayList<>(environment);
        command.addAll(
                List.of("ansible-playbook", "-i", "inventory/hardening.yml", "--list-hosts", "hardening-far.away.yml"));
        Programs.Answer answer = Programs.run(project, command);
        assertThat(answer.exit()).as(answer.output()).isZero();
        assertThat(answer.output())
                .contains("Hardening of far.away, hallmark-" + ONE)
                .contains("c.test")
                .doesNotContain("a.test");
    }

    @Test
    void a_proposal_is_for_people_to_merge_and_held_then() {
        publish(target("branch: main, tool: chef"), States.of(ONE, Map.of("hardening/edge.yaml", EDGE)));
        ApprovedState next = States.of(TWO, Map.of("hardening/edge.yaml", EDGE.replace("cramfs", "udf")));

        assertThatThrownBy(() -> publish(target("branch: main, tool: chef, deliver: proposal"), next))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("is proposed on branch hallmark/control")
                .hasMessageContaining("merge it");
        git("-C", repository.toString(), "branch", "-f", "main", "hallmark/control");
        assertThat(publish(target("branch: main, tool: chef, deliver: proposal"), next))
                .extracting(PlanItem::action)
                .containsOnly(PlanItem.Action.KEEP);
    }

    @Test
    void a_profile_that_lint_refuses_or_a_tool_cannot_express_keeps_all_of_it_back() {
        String open = EDGE + "mounts:\n  - {path: /srv, device: LABEL=srv, fstype: ext4, options: [rw]}\n";
        StringBuilder many = new StringBuilder(EDGE).append("sysctls:\n");
        for (int i = 0; i < 6000; i++) {
            many.append("  kernel.a").append(i).append(": \"1\"\n");
        }
        Map<String, String> refused = new TreeMap<>();
        for (String profile : List.of(open, many.toString())) {
            try (Target target = target("branch: main, tool: chef, module: false")) {
                target.plan(States.of(ONE, Map.of("hardening/edge.yaml", profile))).stream()
                        .filter(item -> item.action() == PlanItem.Action.REFUSED)
                        .forEach(item -> refused.put(item.words().get(0), item.name()));
            }
        }
        assertThat(refused.values()).containsExactly("hardening/edge.yaml", "hardening/edge.yaml");
        assertThat(refused.keySet())
                .anyMatch(words -> words.startsWith("the data bag item of role edge has "))
                .anyMatch(words -> words.contains("is not rendered") && words.contains("noexec"));
    }

    @Test
    void two_roles_with_one_group_are_no_inventory() {
        try (Target target = target("branch: main, tool: ansible")) {
            assertThatThrownBy(() -> target.plan(
                            States.of(ONE, Map.of("fleet.yaml", "roles: {a-b: [a.test], a.b: [b.test]}\n"))))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("hallmark_a_b");
        }
    }

    @Test
    void settings_name_a_tool_and_puppet_has_a_kind_of_its_own() {
        assertThatThrownBy(() -> target("branch: main")).hasMessageContaining("'tool' is missing: one of chef");
        assertThatThrownBy(() -> target("branch: main, tool: puppet")).hasMessageContaining("puppet");
        assertThatThrownBy(() -> target("branch: main, tool: chef, rolle: a")).hasMessageContaining("rolle");
    }
}
