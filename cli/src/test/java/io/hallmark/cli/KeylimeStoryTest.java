package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.testsupport.Fixtures;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.verifierbridge.keylime.Administrator;
import io.hallmark.verifierbridge.keylime.PolledAgent;
import io.hallmark.verifierbridge.keylime.QuotedBoot;
import io.hallmark.verifierbridge.keylime.RunningKeylime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job as a team does it, from the first proposal to the retirement of the previous kernel: by the command, with
 * Git, with people's SSH keys, and with a verifier of Keylime that judges quotes of TPMs.
 */
class KeylimeStoryTest {
    @TempDir
    Path folder;

    private Team team;
    private TestCertificates certificates;
    private RunningKeylime keylime;
    private Administrator administrator;
    private String trusted;
    private final List<Image> images = new ArrayList<>();

    /**
     * An image of one boot chain, before and after one file of it is exchanged.
     *
     * @param exchanged the file that is another one then
     * @param pcr a PCR that it is measured into
     */
    private record Image(
            String name,
            StoryBoot before,
            StoryBoot after,
            int pcr,
            String exchanged,
            Path repository,
            QuotedBoot oldNode,
            QuotedBoot newNode) {
        String hardware() {
            return "q35-" + name;
        }

        String policy() {
            return "hallmark." + name + ".boot." + hardware();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeEach
    void aTeamWithImagesAndAVerifier() throws Exception {
        team = new Team(folder);
        certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        certificates.credential(folder.resolve("credentials"), "verifier", "ca", "client");
        keylime = new RunningKeylime(
                Files.createDirectories(folder.resolve("keylime")),
                certificates,
                Map.of(
                        "measured_boot_policy_name", "hallmark",
                        "measured_boot_imports", "[\"hallmark_keylime\"]",
                        "measured_boot_evaluate", "always"));
        administrator = new Administrator(keylime, new SecretFolder(folder.resolve("credentials")), "verifier");

        StoryBoot grub212 = StoryBoot.recorded("t13-disk-grub");
        add("ipxe", StoryBoot.recorded("pxe-ipxe"), StoryBoot.recorded("pxe-ipxe-kernel"), 4, "kernel");
        add("uki", StoryBoot.recorded("uki"), StoryBoot.recorded("uki-rt"), 4, "uki");
        StoryBoot systemdBoot = StoryBoot.recorded("sdboot-type1");
        add("systemd-boot", systemdBoot, systemdBoot.withKernelOf("pxe-ipxe-kernel"), 4, "kernel");
        add("grub-2.06", StoryBoot.recorded("disk-grub"), StoryBoot.recorded("disk-grub-kernel"), 9, "kernel");
        add("grub-2.12", grub212, grub212.withKernelOf("disk-grub-kernel"), 9, "kernel");
        add("grub-2.12-cfg", grub212, StoryBoot.recorded("t13-disk-grub-cmdline"), 9, "file-efi-debian-grub.cfg");

        settings();
        for (Image image : images) {
            describe(image, image.before());
            team.succeeds(
                    "profile",
                    "add",
                    image.before().recording().resolve("eventlog.bin").toString(),
                    "--name",
                    image.hardware(),
                    "--variables",
                    image.before().recording().resolve("efivars.json").toString(),
                    "--pcrs",
                    image.before().recording().resolve("pcrs.json").toString(),
                    "--booted",
                    image.repository().toString(),
                    "--baselines",
                    team.tree().toString());
        }
        trusted = team.commit(team.tree(), "Rules, targets and hardware");
        team.push();
    }

    @AfterEach
    void turnAllOff() {
        for (Image image : images) {
            image.oldNode().close();
            image.newNode().close();
        }
        if (keylime != null) {
            keylime.close();
        }
    }

    private void add(String name, StoryBoot before, StoryBoot after, int pcr, String exchanged) throws Exception {
        images.add(new Image(
                name,
                before,
                after,
                pcr,
                exchanged,
                team.image(name),
                boots(before, folder.resolve("nodes").resolve(name + "-old")),
                boots(after, folder.resolve("nodes").resolve(name + "-new"))));
    }

    private static QuotedBoot boots(StoryBoot boot, Path node) throws IOException {
        Path log = Files.write(Files.createDirectories(node).resolve("eventlog.bin"), boot.log());
        return QuotedBoot.start(log, node);
    }

    /** The template's, with who approves and what to publish to; nodes need not be watched for days here. */
    private void settings() throws IOException {
        String template = Files.readString(Fixtures.root().resolveSibling("baselines-repo-template/hallmark.yaml"));
        assertThat(template).contains("\n  retire-after: 14d\n");
        Files.writeString(
                team.tree().resolve("hallmark.yaml"),
                template.replace("\n  retire-after: 14d\n", "\n") + team.rules() + """
                targets:
                  keylime:
                    kind: keylime
                    url: %s
                    credentials: verifier
                    policy: hallmark
                """.formatted(keylime.url()));
    }

    private void describe(Image image, StoryBoot boot) throws Exception {
        boot.describe(image.name(), image.hardware(), image.repository());
        team.commit(image.repository(), "what nodes boot");
    }

    @Test
    void what_nodes_may_boot_is_what_people_approved_from_the_first_proposal_to_the_retirement_of_a_kernel()
            throws Exception {
        for (Image image : images) {
            propose(image);
        }
        oneApprovalIsNotEnough();
        publish();
        for (Image image : images) {
            assertThat(judge(image, image.oldNode()).valid())
                    .as("%s: approved", image)
                    .isTrue();
            unapprovedBootIsRefusedWithItsEvent(image);
        }

        for (Image image : images) {
            describe(image, image.after());
            propose(image);
            unapprovedBootIsRefusedWithItsEvent(image);
            approve("alice", image, "");
            approve("bob", image, "");
            team.merge("hallmark/" + image);
        }
        publish();
        for (Image image : images) {
            assertThat(judge(image, image.newNode()).valid())
                    .as("%s: new and approved", image)
                    .isTrue();
            assertThat(judge(image, image.oldNode()).valid())
                    .as("%s: not retired yet", image)
                    .isTrue();
        }

        theFleetMovesToTheNewBoots();
        publish();
        for (Image image : images) {
            assertThat(judge(image, image.newNode()).valid())
                    .as("%s: the only one", image)
                    .isTrue();
            Administrator.Answer old = judge(image, image.oldNode());
            assertThat(old.valid()).as("%s: retired", image).isFalse();
            assertThat(old.failures()).contains("PCR " + image.pcr()).contains("from artifact " + image.exchanged());
        }
    }

    private void propose(Image image) {
        team.succeeds(
                "propose", image.repository().toString(), "--baselines", team.url(), "--sign-ssh", team.key("build"));
    }

    private void approve(String approver, Image image, String suffix) throws Exception {
        String proposed = team.head("hallmark/" + image + suffix);
        team.succeeds("approve", team.url(), proposed, "--sign-ssh", team.key(approver));
    }

    private void oneApprovalIsNotEnough() throws Exception {
        for (Image image : images) {
            approve("alice", image, "");
            team.merge("hallmark/" + image);
        }
        Run refused = team.hallmark(publication());
        assertThat(refused.exit()).isEqualTo(ExitCode.FINDING);
        assertThat(refused.err())
                .contains("Nothing is published")
                .contains("needs 2 approvals")
                .contains("alice");
        for (Image image : images) {
            approve("bob", image, "");
        }
    }

    private void publish() {
        Run run = team.succeeds(publication());
        assertThat(run.out()).contains("keylime: holds ").doesNotContain("warning");
        assertThat(team.succeeds(publication()).out()).contains("nothing to change");
    }

    private String[] publication() {
        return new String[] {
            "publish",
            team.url(),
            "--trust",
            trusted,
            "--wait-for-all",
            "--credentials",
            folder.resolve("credentials").toString()
        };
    }

    /** With what the verifier holds. */
    private Administrator.Answer judge(Image image, QuotedBoot node) throws Exception {
        return administrator.judge(node.evidence(), administrator.policy(image.policy()));
    }

    private void unapprovedBootIsRefusedWithItsEvent(Image image) throws Exception {
        Administrator.Answer answer = judge(image, image.newNode());
        assertThat(answer.valid()).as("%s: not approved", image).isFalse();
        assertThat(answer.failures())
                .contains("no accepted set matches the boot")
                .containsPattern("event [0-9]+ \\(PCR " + image.pcr() + ", ")
                .contains("from artifact " + image.exchanged());
    }

    /** One node of each image, which the verifier polls; its log is the evidence. */
    private void theFleetMovesToTheNewBoots() throws Exception {
        Image first = images.get(0);
        assertThat(polled(first, first.oldNode(), first.before())).isTrue();
        assertThat(retire(first).err())
                .contains("ipxe-node still shows set 2, of ")
                .contains("by Keylime's log " + keylime.verifierLog())
                .contains("Nothing is retired");

        assertThat(polled(first, first.oldNode(), first.after()))
                .as("the old kernel, with the log of the new one")
                .isFalse();
        assertThat(retire(first).err()).contains("ipxe-node shows none of the accepted sets");

        for (Image image : images) {
            assertThat(polled(image, image.newNode(), image.after()))
                    .as(() -> image.name() + ", of which the verifier says\n" + lastWordsOfTheVerifier())
                    .isTrue();
            Run retired = retire(image);
            assertThat(retired.exit()).as("%s: %s", image, retired.err()).isZero();
            approve("alice", image, "-retire");
            approve("bob", image, "-retire");
            team.merge("hallmark/" + image + "-retire");
        }
    }

    private String lastWordsOfTheVerifier() {
        try {
            List<String> lines = Files.readAllLines(keylime.verifierLog());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean polled(Image image, QuotedBoot node, StoryBoot told) throws Exception {
        Path agent = Files.createTempDirectory(folder, "agent-");
        Path log = Files.write(agent.resolve("told.bin"), told.log());
        try (PolledAgent polled = new PolledAgent(administrator, certificates, node, log, agent)) {
            return polled.attested(image + "-node", image.policy());
        }
    }

    private Run retire(Image image) {
        return team.hallmark(
                "retire",
                team.url(),
                "--image",
                image.name(),
                "--evidence",
                keylime.verifierLog().toString(),
                "--sign-ssh",
                team.key("build"));
    }
}
