package io.hallmark.baselines.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.digest.Bank;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
    private static final String INITRD = "the initrd";
    private static final String DIGEST = sha256(INITRD);

    @TempDir
    Path home;

    TestServer server;
    Downloads downloads;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
        downloads = new Downloads(home.resolve("cache"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fetches_once_and_then_works_without_the_network() throws IOException {
        server.serve("/initrd", INITRD);
        Path file = downloads.get(server.url("/initrd"), DIGEST);
        assertThat(file)
                .hasContent(INITRD)
                .isEqualTo(home.resolve("cache/sha256").resolve(DIGEST));
        server.close();
        assertThat(new Downloads(home.resolve("cache"))
                        .get(server.url("/initrd"), DIGEST.toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(file);
        assertThat(server.requests).containsExactly("GET /initrd");
        assertNothingLeft();
    }

    @Test
    void refuses_other_content_without_telling_what_it_is() throws IOException {
        server.serve("/initrd", "another");
        assertThatThrownBy(() -> downloads.get(server.url("/initrd"), DIGEST))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining(server.url("/initrd") + " has not the SHA-256 " + DIGEST)
                .hasMessageNotContaining(sha256("another"));
        assertNothingLeft();
    }

    @Test
    void follows_some_redirects_and_not_more() throws IOException {
        server.serve("/c", INITRD);
        server.redirect("/b", "/c");
        server.redirect("/a", server.url("/b"));
        assertThat(downloads.get(server.url("/a"), DIGEST)).hasContent(INITRD);
        server.redirect("/loop", "/loop");
        assertThatThrownBy(() -> downloads.get(server.url("/loop"), sha256("?")))
                .hasMessageContaining("redirects more than 5 times");
        server.redirect("/file", "file:///etc/passwd");
        assertThatThrownBy(() -> downloads.get(server.url("/file"), sha256("?")))
                .hasMessageContaining("redirects to file:///etc/passwd, which is not followed");
    }

    @Test
    void sends_the_password_only_to_the_server_it_is_for_and_shows_it_to_nobody() throws IOException {
        try (TestServer other = new TestServer()) {
            other.at("/elsewhere", exchange -> exchange.sendResponseHeaders(403, -1));
            server.redirect("/moved", "/here");
            server.redirect("/here", other.url("/elsewhere?signature=s1gned"));
            String url = server.url("/moved").replace("//", "//ada:s3cret@");
            assertThatThrownBy(() -> downloads.get(url, DIGEST))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining(
                            server.url("/moved") + " can't be fetched: the server answers with status 403")
                    .satisfies(e -> assertThat(e + "" + e.getCause())
                            .doesNotContain("s3cret")
                            .doesNotContain("s1gned"));
            assertThat(server.requests)
                    .containsExactly("GET /moved as Basic YWRhOnMzY3JldA==", "GET /here as Basic YWRhOnMzY3JldA==");
            assertThat(other.requests).containsExactly("GET /elsewhere?signature=s1gned");
        }
    }

    @Test
    void tells_apart_what_can_go_wrong_at_a_server() throws IOException {
        server.at("/truncated", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            throw new IOException("the server breaks down");
        });
        assertThatThrownBy(() -> downloads.get(server.url("/truncated"), DIGEST))
                .hasMessageContaining("can't be fetched");
        assertThatThrownBy(() -> downloads.get(server.url("/missing"), DIGEST)).hasMessageContaining("status 404");
        assertThatThrownBy(() -> downloads.get("http://127.0.0.1:1/x", DIGEST))
                .hasMessageContaining("can't be fetched");
        assertNothingLeft();
    }

    @Test
    void gives_up_on_a_server_that_falls_silent() throws IOException {
        server.stall("/slow");
        Downloads impatient = new Downloads(home.resolve("cache"), limits(1000));
        assertThatThrownBy(() -> impatient.get(server.url("/slow"), DIGEST))
                .hasMessageContaining("nothing arrived for 200 ms");
        assertNothingLeft();
    }

    @Test
    void stops_at_the_size_limit_whether_the_size_is_announced_or_not() throws IOException {
        server.serve("/announced", new byte[1001]);
        server.at("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[100]);
            }
        });
        Downloads small = new Downloads(home.resolve("cache"), limits(1000));
        for (String path : List.of("/announced", "/endless")) {
            assertThatThrownBy(() -> small.get(server.url(path), DIGEST)).hasMessageContaining("more than 1000 bytes");
        }
        assertNothingLeft();
    }

    @Test
    void a_cached_file_that_was_changed_is_fetched_again() throws IOException {
        server.serve("/initrd", INITRD);
        Path file = downloads.get(server.url("/initrd"), DIGEST);
        Files.writeString(file, "tampered!!");
        assertThat(downloads.get(server.url("/initrd"), DIGEST)).hasContent(INITRD);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        assertThat(downloads.get(server.url("/initrd"), DIGEST)).hasContent(INITRD);
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void writes_over_what_a_killed_process_left() throws IOException {
        server.serve("/initrd", INITRD);
        Path folder = Files.createDirectories(home.resolve("cache/sha256"));
        Files.writeString(folder.resolve(DIGEST + ".part"), "half of it, and more than the whole");
        assertThat(downloads.get(server.url("/initrd"), DIGEST)).hasContent(INITRD);
        Files.delete(folder.resolve(DIGEST + ".verified"));
        assertThat(downloads.get(server.url("/initrd"), DIGEST)).hasContent(INITRD);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void many_at_once_fetch_it_once() throws Exception {
        server.serve("/initrd", INITRD);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Path>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            work.add(() -> new Downloads(home.resolve("cache")).get(server.url("/initrd"), DIGEST));
        }
        for (Future<Path> file : threads.invokeAll(work)) {
            assertThat(file.get()).hasContent(INITRD);
        }
        threads.shutdown();
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void copies_from_file_urls() throws IOException {
        Path file = Files.writeString(home.resolve("an initrd"), INITRD);
        assertThat(downloads.get(file.toUri().toString(), DIGEST)).hasContent(INITRD);
        assertThatThrownBy(() -> downloads.get("file:///nowhere", sha256("?")))
                .hasMessageContaining("no such plain file");
        assertThatThrownBy(() -> downloads.get("file:///dev/zero", sha256("?")))
                .hasMessageContaining("no such plain file");
    }

    @Test
    void refuses_what_is_no_url_or_no_digest() {
        for (String url :
                List.of("boot/vmlinuz", "ftp://host/x", "http://", "https://u:s3cret@host/a b", "jar:file:///x!/y")) {
            assertThatThrownBy(() -> downloads.get(url, DIGEST))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("is no URL that artifacts are fetched from")
                    .hasMessageNotContaining("s3cret");
        }
        assertThatThrownBy(() -> downloads.get("https://host/x", "../../etc")).hasMessageContaining("is no SHA-256");
    }

    private static Downloads.Limits limits(long maxBytes) {
        return new Downloads.Limits(maxBytes, Duration.ofSeconds(20), Duration.ofMillis(200), 5);
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("cache/sha256"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
        }
    }

    static String sha256(String text) {
        return Bank.SHA256.hash(text.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
