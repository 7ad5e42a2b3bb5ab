package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.util.Locale;
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
        return new BaselinesException(
                doing + " " + url.shown() + " failed: " + reason + "; "
                        + advice(cause, reason.toLowerCase(Locale.ROOT)),
                cause);
    }

    private static String advice(Exception cause, String reason) {
        if (cause instanceof NoRemoteRepositoryException || reason.contains("not found")) {
            return "check the URL, and that the repository exists";
        }
        if (reason.contains("auth")
                || reason.contains("log in")
                || reason.contains("credential")
                || reason.contains("not permitted")) {
            return "check the credentials, and that they may read and push";
        }
        if (reason.contains("host key") || reason.contains("server key") || reason.contains("hostkey")) {
            return "add the server's key to ~/.ssh/known_hosts";
        }
        return "check the URL, the network and the credentials";
    }
}
