package io.hallmark.baselines.repository;

import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Answers the question for a key's passphrase, once: a second question means that it was wrong. */
final class PassphraseProvider extends CredentialsProvider {
    private final Optional<Supplier<char[]>> passphrase;
    private boolean asked;

    PassphraseProvider(Optional<Supplier<char[]>> passphrase) {
        this.passphrase = passphrase;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (CredentialItem item : items) {
            if (!(item instanceof CredentialItem.Password) && !(item instanceof CredentialItem.InformationalMessage)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        if (passphrase.isEmpty() || asked) {
            return false;
        }
        asked = true;
        for (CredentialItem item : items) {
            if (item instanceof CredentialItem.Password password) {
                password.setValue(passphrase.get().get());
            }
        }
        return true;
    }
}
