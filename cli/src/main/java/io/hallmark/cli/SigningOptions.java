package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Identity;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
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
            names = "--passphrase-env",
            paramLabel = "NAME",
            description = "Environment variable that holds the key's passphrase.")
    private String passphraseVariable;

    Identity identity() {
        if (author == null) {
            return Identity.ofGitConfig().orElse(Identity.HALLMARK);
        }
        return Identity.parse(author);
    }

    Optional<CommitSigner> signer() {
        if (sshKey != null && openPgpKeys != null) {
            throw new BaselinesException("--sign-ssh and --sign-openpgp exclude each other: one key signs");
        }
        if (sshKey != null) {
            return Optional.of(CommitSigner.ssh(sshKey, passphrase()));
        }
        return openPgpKeys == null
                ? Optional.empty()
                : Optional.of(CommitSigner.openPgp(openPgpKeys, Optional.empty(), passphrase()));
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
