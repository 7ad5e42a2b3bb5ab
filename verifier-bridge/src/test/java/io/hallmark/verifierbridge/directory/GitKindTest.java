package io.hallmark.verifierbridge.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.Target;
import io.hallmark.testsupport.Tools;
import io.hallmark.verifierbridge.Keys;
import io.hallmark.verifierbridge.RecordedBoot;
import io.hallmark.verifierbridge.VerifierTargets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitKindTest {
    private static final BaselineDocument RECORDED = RecordedBoot.baseline(List.of(0, 4, 9), RecordedBoot.recorded());

    @TempDir
    Path temporary;

    private Path repository;

    @BeforeEach
    void makeRepository() throws Exception {
        Tools.require("git");
        repository = temporary.resolve("control.git");
        git("init", "-q", "--bare", repository.toString());
    }

    @Test
    void every_format_of_a_folder_is_delivered_byte_for_byte() throws Exception {
        Map<String, byte[]> secrets = new HashMap<>(Keys.ec(temporary, "cose", "P-256"));
        secrets.putAll(Keys.rsa(temporary, "xml"));
        List<PlanItem> plan;
        try (Target target = new GitKind(temporary.resolve("cache"), Host.OF_USER)
                .open(
                        RecordedBoot.settings(
                                "kind: git",
                                "url: " + repository,
                                "branch: main",
                                "path: tpm",
                                "sign-commits-with: cose",
                                "formats: [json, cel, pcrlock, corim, rim, keylime-tpm-policy]",
                                "sign-with: cose",
                                "rim-sign-with: xml",
                                "rim-regid: example.org"),
                        RecordedBoot.secrets(secrets))) {
            plan = target.plan(RecordedBoot.state(RECORDED));
            plan.forEach(target::apply);
            for (PlanItem item : plan) {
                assertThat(git("show", "main:tpm/" + item.name()))
                        .as(item.name())
                        .isEqualTo(item.content().orElseThrow());
            }
            assertThat(target.plan(RecordedBoot.state(RECORDED)))
                    .extracting(PlanItem::action)
                    .containsOnly(PlanItem.Action.KEEP);
        }
        assertThat(plan)
                .extracting(item -> item.name().replaceFirst("/.*", ""))
                .containsOnly("json", "cel", "pcrlock", "corim", "rim", "keylime-tpm-policy");
        assertThat(text(git("rev-list", "--count", "main"))).isEqualTo("1\n");
        assertThat(text(git("cat-file", "commit", "main"))).contains("-----BEGIN SIGNED MESSAGE-----");
    }

    @Test
    void a_field_that_nobody_reads_is_refused_with_its_place() {
        assertThatThrownBy(() -> new GitKind(temporary, Host.OF_USER)
                        .open(
                                RecordedBoot.settings(
                                        "kind: git", "url: /x", "branch: main", "formats: [json]", "folder: x"),
                                RecordedBoot.secrets(Map.of())))
                .hasMessageContaining("unknown field 'folder'");
    }

    @Test
    void a_shared_host_is_no_place_to_deliver_to_and_lends_no_keys() {
        GitKind shared = new GitKind(temporary, Host.SHARED);
        for (String local : List.of(repository.toString(), repository.toUri().toString(), "file://host/srv/x.git")) {
            assertThatThrownBy(() -> shared.open(
                            RecordedBoot.settings(
                                    "kind: git", "url: " + local, "branch: main", "credentials: c", "formats: [json]"),
                            RecordedBoot.secrets(Map.of())))
                    .as(local)
                    .hasMessageContaining("no folder of it is delivered to");
        }
        assertThatThrownBy(() -> shared.open(
                        RecordedBoot.settings(
                                "kind: git", "url: git@git.example.org:golden.git", "branch: main", "formats: [json]"),
                        RecordedBoot.secrets(Map.of())))
                .hasMessageContaining("name a credential");
        assertThat(VerifierTargets.all(temporary, Host.SHARED))
                .extracting(kind -> kind.name())
                .contains("git")
                .doesNotContain("directory");
        assertThat(VerifierTargets.all(temporary, Host.OF_USER))
                .extracting(kind -> kind.name())
                .contains("git", "directory");
    }

    private byte[] git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        if (!arguments[0].equals("init")) {
            command.addAll(List.of("-C", repository.toString()));
        }
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(text(output)).isZero();
        return output;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
