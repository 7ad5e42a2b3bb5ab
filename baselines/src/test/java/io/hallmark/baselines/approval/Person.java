package io.hallmark.baselines.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.repository.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Somebody with a key that the real tools made.
 *
 * @param name as the rules call them
 * @param key the public key, as text
 * @param options of Git that make it sign with the key
 * @param environment of Git
 */
record Person(String name, String key, List<String> options, Map<String, String> environment) {
    /** When keys and OpenPGP signatures are made, unless a test says otherwise. */
    static final String TIME = "20260301T120000";

    static Person withSsh(Path home, String name) {
        return withSsh(home, name, "ed25519");
    }

    static Person withSsh(Path home, String name, String type) {
        Path file = home.resolve(name + "-" + type + ".key");
        Shell.run(home, "ssh-keygen", "-q", "-t", type, "-N", "", "-C", name + "'s key", "-f", file.toString());
        return new Person(
                name,
                read(home.resolve(file.getFileName() + ".pub")),
                List.of("-c", "gpg.format=ssh", "-c", "user.signingkey=" + file),
                Map.of());
    }

    /** The private key file of an SSH key. */
    Path keyFile() {
        return Path.of(options.get(3).substring("user.signingkey=".length()));
    }

    /** @param parameters of a GnuPG key in its batch form, without the name */
    static Person withOpenPgp(Path home, String name, String... parameters) {
        Path folder = gnupg(home);
        Path batch = home.resolve(name + ".batch");
        write(
                batch,
                String.join("\n", parameters) + "\nName-Real: " + name + "\nName-Email: " + name
                        + "@example.org\n%no-protection\n%commit\n");
        gpg(folder, TIME, "--gen-key", batch.toString());
        return ofGnupg(home, name, TIME);
    }

    /** The key of a person as it now is in the GnuPG home; signatures are made at a time. */
    static Person ofGnupg(Path home, String name, String time, String... gpgOptions) {
        Path folder = gnupg(home);
        Path program = home.resolve(name + "-gpg-" + time + gpgOptions.length + ".sh");
        write(
                program,
                "#!/bin/sh\nexec gpg --homedir " + folder + " --batch --faked-system-time " + time + "! "
                        + String.join(" ", gpgOptions) + " \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String key = gpg(folder, TIME, "--armor", "--export", name + "@example.org");
        return new Person(
                name,
                key,
                List.of(
                        "-c",
                        "gpg.format=openpgp",
                        "-c",
                        "gpg.program=" + program,
                        "-c",
                        "user.signingkey=" + name + "@example.org"),
                Map.of("GNUPGHOME", folder.toString()));
    }

    static String gpg(Path folder, String time, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "gpg",
                "--homedir",
                folder.toString(),
                "--batch",
                "--quiet",
                "--no-tty",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                "",
                "--faked-system-time",
                time + "!"));
        command.addAll(List.of(arguments));
        Shell.Result result = Shell.attempt(folder, Map.of(), command.toArray(String[]::new));
        assertThat(result.code()).as(result.output()).isZero();
        return result.output()
                .lines()
                .filter(line -> !line.startsWith("gpg: "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    static Path gnupg(Path home) {
        Path folder = home.resolve("gnupg");
        try {
            if (!Files.exists(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** With a certificate and key in PEM; openssl stands for gpgsm, which signs in the same form. */
    static Person withCertificate(Path home, String name, String digest, String... requestOptions) {
        Path key = home.resolve(name + ".key.pem");
        Path certificate = home.resolve(name + ".pem");
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "req",
                "-x509",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString()));
        command.addAll(List.of(requestOptions));
        Shell.run(home, command.toArray(String[]::new));
        return ofCertificate(home, name, digest);
    }

    static Person ofCertificate(Path home, String name, String digest) {
        Path program = home.resolve(name + "-" + digest + "-x509.sh");
        write(
                program,
                "#!/bin/sh\nopenssl cms -sign -binary -nosmimecap -md " + digest + " -signer "
                        + home.resolve(name + ".pem") + " -inkey " + home.resolve(name + ".key.pem")
                        + " -outform PEM | sed 's/ CMS-----/ SIGNED MESSAGE-----/'\necho >&2\n"
                        + "echo '[GNUPG:] SIG_CREATED D' >&2\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return new Person(
                name,
                read(home.resolve(name + ".pem")),
                List.of("-c", "gpg.format=x509", "-c", "gpg.x509.program=" + program, "-c", "user.signingkey=" + name),
                Map.of());
    }

    /** The same certificate and key in the store of gpgsm, which trusts it. */
    static Person ofGpgsm(Path home, Person plain) {
        Path folder = gnupg(home);
        String fingerprint = Shell.run(
                        home, "openssl", "x509", "-in", plain.name() + ".pem", "-noout", "-fingerprint", "-sha1")
                .replaceFirst(".*=", "");
        write(folder.resolve("trustlist.txt"), fingerprint + " S relax\n");
        write(folder.resolve("gpgsm.conf"), "disable-crl-checks\n");
        write(folder.resolve("gpg-agent.conf"), "allow-loopback-pinentry\n");
        write(home.resolve("passphrase"), "x\n");
        // Each export has salts of its own, and gpgsm 2.2 can't read some of them.
        Shell.run(
                home,
                "sh",
                "-c",
                "for attempt in 1 2 3 4 5; do openssl pkcs12 -export -legacy -passout pass:x -in " + plain.name()
                        + ".pem -inkey " + plain.name() + ".key.pem -out plain.p12 && gpgsm --homedir " + folder
                        + " --batch --pinentry-mode loopback --passphrase-fd 0 --import plain.p12 <passphrase && exit;"
                        + " done; exit 1");
        Path program = home.resolve("gpgsm.sh");
        write(
                program,
                "#!/bin/sh\nexec gpgsm --homedir " + folder
                        + " --batch --pinentry-mode loopback --passphrase-fd 7 \"$@\" 7<" + home.resolve("passphrase")
                        + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return new Person(
                plain.name(),
                plain.key(),
                List.of(
                        "-c",
                        "gpg.format=x509",
                        "-c",
                        "gpg.x509.program=" + program,
                        "-c",
                        "user.signingkey=0x" + fingerprint.replace(":", "")),
                Map.of());
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
