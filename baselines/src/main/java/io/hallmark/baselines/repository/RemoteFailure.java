package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** One line for people about what a remote repository refused. */
final class RemoteFailure {

    private RemoteFailure() {}

    static BaselinesException of(String doing, RemoteUrl url, Exception cause) {
        String reason = String.valueOf(cause.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replace(url.address() + ": ", "");
        Optional<String> fault = fault(cause, reason.toLowerCase(Locale.ROOT));
        String message = doing + " " + url.shown() + " failed: " + reason + "; "
                + fault.orElse("check the URL, the network and the server");
        return fault.isPresent() ? new BaselinesException(message, cause) : BaselinesException.remote(message, cause);
    }

    /** What to mend here, where trying again can't help; empty when the other side can't be reached or fails. */
    private static Optional<String> fault(Exception cause, String reason) {
        if (cause instanceof NoRemoteRepositoryException || reason.contains("not found")) {
            return Optional.of("check the URL, and that the repository exists");
        }
        if (reason.contains("auth")
                || reason.contains("log in")
                || reason.contains("credential")
                || reason.contains("not permitted")) {
            return Optional.of("check the credentials, and that they may read and push");
        }
        if (reason.contains("host key") || reason.contains("server key") || reason.contains("hostkey")) {
            return Optional.of("add the server's key to ~/.ssh/known_hosts");
        }
        return Optional.empty();
    }
}
