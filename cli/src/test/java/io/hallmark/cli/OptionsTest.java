package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options that the story does not touch. */
class OptionsTest {
    @TempDir
    Path folder;

    @Test
    void files_are_joined_as_a_loader_joins_them() throws IOException {
        Path first = Files.write(folder.resolve("ucode.img"), new byte[] {1, 2, 3});
        Path second = Files.write(folder.resolve("initrd.img"), new byte[] {4});

        Run run = Run.of("digest", "--join", "4", first.toString(), second.toString());

        // sha256sum of the bytes 01 02 03 00 04.
        assertThat(run.out())
                .contains("pad:4")
                .contains("6709f81955a89da20ae6be3832a5bca8f0251955e1837b144f7e324a41fca004");
        assertThat(Run.of("digest", "--join", "0", first.toString()).exit()).isEqualTo(2);
        assertThat(Run.of("digest", first.toString(), first.toString()).err()).contains("two files are named");
    }

    @Test
    void a_prediction_on_one_log_enforces_only_what_comes_out_as_in_it() throws IOException {
        Sandbox sandbox = Sandbox.afterDemo(folder);
        String log = Path.of(System.getProperty("hallmark.fixtures"), "boots", "sdboot-type1", "eventlog.bin")
                .toString();

        Run run = Run.of("measure", sandbox.image().toString(), "--log", log, "--chain", "disk");
        Run wrong = Run.of("measure", sandbox.image().toString(), "--log", log, "--chain", "disc");

        assertThat(run.exit()).isZero();
        assertThat(run.out()
                        .lines()
                        .filter(line -> line.startsWith("7 "))
                        .findFirst()
                        .orElseThrow())
                .endsWith("yes");
        assertThat(run.out()
                        .lines()
                        .filter(line -> line.startsWith("4 "))
                        .findFirst()
                        .orElseThrow())
                .contains("no: self-test");
        assertThat(wrong.err()).contains("the image has no chain 'disc'");
    }

    @Test
    void a_check_gives_json() throws IOException {
        Sandbox sandbox = Sandbox.afterDemo(folder);

        Run run = Run.of(
                "check",
                "--json",
                sandbox.baselines().toString(),
                "--cache",
                folder.resolve("cache").toString());

        assertThat(run.out()).contains("\"baselines\": 2").contains("\"findings\": []");
    }

    @Test
    void a_proposal_is_signed_with_the_key_that_is_given() throws Exception {
        Tools.require("ssh-keygen");
        Tools.require("git");
        Sandbox sandbox = Sandbox.afterDemo(folder);
        sandbox.merge();
        sandbox.write("boot/loader.conf", "timeout 7\n");
        sandbox.commit("wait");
        Path key = folder.resolve("key");
        execute("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", key.toString());
        Path signers = Files.writeString(
                folder.resolve("signers"), "bot@example.org " + Files.readString(folder.resolve("key.pub")));

        Run run = sandbox.propose("--sign-ssh", key.toString(), "--author", "Bot <bot@example.org>");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(execute(
                        "git",
                        "-C",
                        sandbox.baselines().toString(),
                        "-c",
                        "gpg.ssh.allowedSignersFile=" + signers,
                        "verify-commit",
                        "hallmark/sample"))
                .contains("Good \"git\" signature for bot@example.org");
        assertThat(sandbox.propose("--author", "nobody").err()).contains("Name <email>");
        assertThat(sandbox.propose("--sign-ssh", key.toString(), "--sign-openpgp", key.toString())
                        .err())
                .contains("exclude each other");
        assertThat(sandbox.propose("--sign-ssh", key.toString(), "--passphrase-env", "HALLMARK_NO_SUCH_NAME")
                        .err())
                .contains("no environment variable HALLMARK_NO_SUCH_NAME");
    }

    private static String execute(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
