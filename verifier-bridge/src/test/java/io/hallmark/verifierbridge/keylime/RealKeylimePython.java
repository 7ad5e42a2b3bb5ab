package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Scripts that use Keylime's own code. */
public final class RealKeylimePython {
    private RealKeylimePython() {}

    /**
     * Runs a script of the test resources.
     *
     * @param folder for what the script needs
     * @return the lines that it writes
     */
    public static List<String> run(String resource, String input, Path folder) {
        Path python = InstalledKeylime.python();
        try (InputStream script = RealKeylimePython.class.getResourceAsStream(resource)) {
            assertThat(script).as(resource).isNotNull();
            Path file = Files.write(folder.resolve("script.py"), script.readAllBytes());
            Path logging = Files.writeString(folder.resolve("logging.conf"), RunningKeylime.logging());
            byte[] output = Tool.run(
                    folder,
                    input.getBytes(StandardCharsets.UTF_8),
                    "env",
                    "PYTHONPATH=" + InstalledKeylime.placeholders(),
                    "KEYLIME_LOGGING_CONFIG=" + logging,
                    python.toString(),
                    file.toString());
            return new String(output, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
