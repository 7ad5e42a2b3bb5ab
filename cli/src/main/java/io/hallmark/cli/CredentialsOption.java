package io.hallmark.cli;

import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.SecretStore;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where keys, passwords and tokens are. */
final class CredentialsOption {
    @Option(
            names = "--credentials",
            paramLabel = "DIR",
            description = "Folder with credentials, DIR/<id>/<part> (default: $HALLMARK_CREDENTIALS or"
                    + " ~/.config/hallmark/credentials).")
    private Path credentials;

    SecretStore secrets() {
        if (credentials != null) {
            return new SecretFolder(credentials);
        }
        String variable = System.getenv("HALLMARK_CREDENTIALS");
        return new SecretFolder(
                variable != null && !variable.isBlank()
                        ? Path.of(variable)
                        : Path.of(System.getProperty("user.home"), ".config", "hallmark", "credentials"));
    }
}
