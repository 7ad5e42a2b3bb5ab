package io.hallmark.verifierbridge.veraison;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.verifierbridge.RecordedBoot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The timeout is for the whole answer. */
class ProvisioningTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void a_server_that_stalls_within_its_answer_is_given_up_after_the_timeout() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> sendHeadersAndStall(server));
            answering.setDaemon(true);
            answering.start();
            Provisioning provisioning = new Provisioning(
                    URI.create("http://127.0.0.1:" + server.getLocalPort()),
                    new Authorization("none", Optional.empty(), RecordedBoot.secrets(Map.of())),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1));

            assertTimeoutPreemptively(
                    BOUND,
                    () -> assertThatThrownBy(provisioning::mediaTypes)
                            .isInstanceOfSatisfying(
                                    BaselinesException.class,
                                    e -> assertThat(e.remote()).isTrue())
                            .hasMessageContaining("no complete answer within 1 s"));
        }
    }

    /** Until the client leaves. */
    private static void sendHeadersAndStall(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
                            .getBytes(US_ASCII));
            client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client has left in the middle, as it should.
        }
    }
}
