package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.baselines.repository.KeyFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Who proposes, and with which key the commit is signed. */
final class SigningOptions {
    @Option(
            names = "--author",
            paramLabel = "NAME <EMAIL>",
            description = "Author of what is pushed (default: Git's user).")
    private String author;

    @Option(names = "--sign-ssh", paramLabel = "KEY", description = "Sign with this SSH private key.")
    private Path sshKey;

    @Option(
            names = "--sign-openpgp",
            paramLabel = "FILE",
            description = "Sign with the OpenPGP secret key in this exported file.")
    private Path openPgpKeys;

    @Option(
            names = "--sign-x509",
            paramLabel = "FILE",
            description = "Sign with the X.509 key in this file, which holds its certificate too: PEM or PKCS#12.")
    private Path x509Key;

    @Option(
            names = "--passphrase-env",
            paramLabel = "NAME",
            description = "Environment variable that holds the key's passphrase.")
    private String passphraseVariable;

    Identity identity() {
        return author == null ? Identity.ofGitConfig().orElse(Identity.HALLMARK) : Identity.parse(author);
    }

    Optional<CommitSigner> signer() {
        if (Stream.of(sshKey, openPgpKeys, x509Key).filter(Objects::nonNull).count() > 1) {
            throw new BaselinesException(
                    "--sign-ssh, --sign-openpgp and --sign-x509 exclude each other: one key signs");
        }
        if (sshKey != null) {
            return Optional.of(CommitSigner.ssh(sshKey, passphrase()));
        }
        if (openPgpKeys != null) {
            return Optional.of(CommitSigner.openPgp(openPgpKeys, Optional.empty(), passphrase()));
        }
        return Optional.ofNullable(x509Key).map(file -> CommitSigner.x509(KeyFile.of(file), passphrase()));
    }

    private Optional<Supplier<char[]>> passphrase() {
        if (passphraseVariable == null) {
            return Optional.empty();
        }
        String value = System.getenv(passphraseVariable);
        if (value == null) {
            throw new BaselinesException("--passphrase-env: there is no environment variable " + passphraseVariable);
        }
        return Optional.of(value::toCharArray);
    }
}
