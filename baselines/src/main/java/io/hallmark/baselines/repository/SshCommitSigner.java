package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.api.errors.UnsupportedSigningFormatException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.Signer;
import org.eclipse.jgit.signing.ssh.SshSignerFactory;
import org.eclipse.jgit.util.FS;

record SshCommitSigner(Path key, Optional<Supplier<char[]>> passphrase) implements CommitSigner {

    @Override
    public byte[] sign(Repository repository, PersonIdent who, byte[] payload) {
        Path file = key.toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new BaselinesException(
                    file + ": no such SSH key, or it is not readable: name the key file that signs commits");
        }
        // Not through the registry of signers, which looks for services in whatever class loader is current.
        Signer signer = new SshSignerFactory().create();
        try {
            return signer.sign(
                            repository,
                            new GpgConfig(new Config()),
                            payload,
                            who,
                            nameForJGit(file),
                            new PassphraseProvider(passphrase))
                    .toExternalString()
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (CanceledException e) {
            throw new BaselinesException(
                    "the SSH key " + file + " is encrypted and no passphrase is given, or a wrong one", e);
        } catch (IOException | UnsupportedSigningFormatException | RuntimeException e) {
            throw new BaselinesException(
                    "the SSH key " + file + " can't sign: " + e.getMessage()
                            + "; check that it is a private key, its passphrase, or that the agent holds it",
                    e);
        }
    }

    /** JGit takes a value with blanks for a public key itself, unless it begins with the home directory's tilde. */
    private static String nameForJGit(Path file) throws IOException {
        if (file.toString().chars().noneMatch(Character::isWhitespace)) {
            return file.toString();
        }
        Path home = FS.DETECTED.userHome().toPath().toRealPath();
        return "~/" + home.relativize(file.toRealPath());
    }

    @Override
    public String toString() {
        return "SSH key " + key;
    }
}
