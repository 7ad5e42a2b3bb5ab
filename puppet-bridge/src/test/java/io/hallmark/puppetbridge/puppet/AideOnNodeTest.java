package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.rootfs.LocalPrograms;
import io.hallmark.baselines.rootfs.RootLimits;
import io.hallmark.baselines.rootfs.RootWalk;
import io.hallmark.puppetbridge.ArtifactServer;
import io.hallmark.puppetbridge.Programs.Answer;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.ScratchRoot;
import io.hallmark.puppetbridge.aide.AideConfiguration;
import io.hallmark.puppetbridge.aide.AideDatabase;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeInspection;
import io.hallmark.puppetbridge.node.NodeInspection.Outcome;
import io.hallmark.puppetbridge.node.NodeInspection.Verdict;
import io.hallmark.puppetbridge.node.ShellScript;
import io.hallmark.puppetbridge.profile.Aide;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AIDE on a root file system that Puppet applied a profile to; it is thrown away. */
class AideOnNodeTest {
    private static final String ROLE = "watched";
    private static final String PROFILE = """
            role: watched
            platform: debian
            updates: image
            applied-in: image-build
            sysctls:
              kernel.kptr_restrict: "2"
            aide:
              paths: [/etc/aide, /etc/sysctl.d, /etc/systemd]
              excludes: [/etc/systemd/user]
              schedule: daily
            """;

    @TempDir
    Path work;

    @TempDir
    Path control;

    @BeforeEach
    void programs() {
        Tools.require("puppet");
        Tools.require("dpkg-deb");
        Tools.require("aide");
        Tools.require("getfattr");
    }

    @Test
    void the_database_of_a_tree_still_holds_once_its_digest_is_in_the_profile() throws IOException {
        try (ScratchRoot root = ScratchRoot.over(work, control);
                ArtifactServer server = ArtifactServer.in(root, control)) {
            root.sh(ScratchRoot.NODE);
            apply(root, PROFILE);
            byte[] database = database(root);

            HardeningProfile pinned = apply(root, server.serving(database, PROFILE));

            assertThat(pinned.all(Aide.class)).allMatch(aide -> aide.database().isPresent());
            assertThat(failing(root, pinned)).isEmpty();
            assertThat(root.tree().resolve(Aide.DATABASE.substring(1))).hasBinaryContent(database);
            assertRuns(root, "hallmark-aide.service", 0);

            root.sh("echo '# changed' >>/etc/systemd/system/hallmark-aide.service");
            assertRuns(root, "hallmark-aide.service", 4);
            root.sh("echo >>" + Aide.DATABASE);
            assertRuns(root, "hallmark-aide.service", 1);
        }
    }

    @Test
    void without_a_database_a_node_makes_its_own_before_the_first_check() throws IOException {
        String text = PROFILE.replace("updates: image\napplied-in: image-build", "updates: packages\napplied-in: node");
        try (ScratchRoot root = ScratchRoot.over(work, control)) {
            root.sh(ScratchRoot.NODE);
            HardeningProfile profile = apply(root, text);
            assertThat(failing(root, profile)).isEmpty();
            assertThat(checkOfDatabase(root, profile)).startsWith("FAIL");

            assertThat(Files.readString(root.tree().resolve("etc/systemd/system/hallmark-aide.service")))
                    .contains("Wants=hallmark-aide-init.service\nAfter=hallmark-aide-init.service\n");
            assertRuns(root, "hallmark-aide-init.service", 0);

            assertThat(checkOfDatabase(root, profile)).startsWith("ok");
            assertRuns(root, "hallmark-aide.service", 0);
            root.sh("echo x >/etc/systemd/system/new.service");
            // Something was added, and of its folder nothing is compared that changed.
            assertRuns(root, "hallmark-aide.service", 1);
        }
    }

    private HardeningProfile apply(ScratchRoot root, String text) throws IOException {
        HardeningProfile profile = Roles.read(text);
        ControlRepository.write(control, profile);
        PuppetApply.run(root, control, ROLE, false, 2);
        return profile;
    }

    /** What {@code hallmark rootfs --aide-db} makes of the tree, or of what is watched in it. */
    private byte[] database(ScratchRoot root) throws IOException {
        Path tree = Files.createDirectory(control.resolve("tree"));
        root.sh("cp -a --parents /etc/aide /etc/sysctl.d /etc/systemd " + tree);
        String name = Aide.CONFIGURATION.substring(1);
        AideConfiguration configuration = AideConfiguration.parse(name, Files.readString(tree.resolve(name)));
        try (RootWalk walk = RootWalk.over(tree, configuration.question(), RootLimits.DEFAULT, new LocalPrograms())) {
            return AideDatabase.write(configuration, walk.tree()).bytes();
        }
    }

    /** Runs the commands of a unit, as systemd would, until one fails. */
    private static void assertRuns(ScratchRoot root, String unit, int exit) throws IOException {
        String path = "/etc/systemd/system/" + unit;
        List<String> commands = Files.readAllLines(root.tree().resolve(path.substring(1))).stream()
                .filter(line -> line.startsWith("ExecStart"))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .toList();
        assertThat(commands).isNotEmpty();
        Answer answer = root.run(Map.of(), "sh", "-ec", String.join("\n", commands));
        assertThat(answer.exit()).as(answer.output()).isEqualTo(exit);
    }

    private static List<Outcome> failing(ScratchRoot root, HardeningProfile profile) {
        return NodeInspection.ofTree(root.tree()).judge(profile.checks()).stream()
                .filter(outcome -> outcome.verdict() == Verdict.FAILED)
                .toList();
    }

    private String checkOfDatabase(ScratchRoot root, HardeningProfile profile) throws IOException {
        List<NodeCheck> checks = profile.checks().stream()
                .filter(check -> check.moment() == NodeCheck.Moment.RUNNING
                        && check.probe().words().contains(Aide.DATABASE))
                .toList();
        assertThat(checks).hasSize(1);
        Path script = Files.writeString(control.resolve("check.sh"), ShellScript.of(ROLE, checks));
        return root.run(Map.of(), "sh", script.toString()).output();
    }
}
